variable "account" {}

resource "aws_kms_key" "own" {
  enable_key_rotation = true
}

# fail: patching.end_of_support, logging.tracing_disabled, encryption.customer_managed_key
resource "aws_lambda_function" "old" {
  function_name = "old"
  runtime       = "python3.7"
  environment {
    variables = {
      LEVEL = "debug"
    }
  }
}

# pass: patching.end_of_support, logging.tracing_disabled, encryption.customer_managed_key
resource "aws_lambda_function" "new" {
  function_name = "new"
  runtime       = "python3.13"
  kms_key_arn   = aws_kms_key.own.arn
  tracing_config {
    mode = "Active"
  }
  environment {
    variables = {
      LEVEL = "debug"
    }
  }
}

# fail: logging.tracing_disabled, patching.unpinned_image
# none: patching.end_of_support, encryption.customer_managed_key
resource "aws_lambda_function" "image" {
  function_name = "image"
  package_type  = "Image"
  image_uri     = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:latest"
  tracing_config {
    mode = "PassThrough"
  }
}

# fail: access.unauthenticated_api
resource "aws_lambda_function_url" "open" {
  function_name      = aws_lambda_function.new.function_name
  authorization_type = "NONE"
}

# pass: access.unauthenticated_api
# none: exposure.any_website_may_call
resource "aws_lambda_function_url" "signed" {
  function_name      = aws_lambda_function.new.function_name
  authorization_type = "AWS_IAM"
}

# fail: access.public_principal
resource "aws_lambda_permission" "anyone" {
  function_name = aws_lambda_function.new.function_name
  action        = "lambda:InvokeFunction"
  principal     = "*"
}

# fail: access.unscoped_service_principal
# pass: access.public_principal
resource "aws_lambda_permission" "unscoped" {
  function_name = aws_lambda_function.new.function_name
  action        = "lambda:InvokeFunction"
  principal     = "sns.amazonaws.com"
}

resource "aws_sns_topic" "events" {
  kms_master_key_id = aws_kms_key.own.arn
}

# pass: access.unscoped_service_principal, access.public_principal
resource "aws_lambda_permission" "scoped" {
  function_name = aws_lambda_function.new.function_name
  action        = "lambda:InvokeFunction"
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.events.arn
}

# pass: access.public_principal
resource "aws_lambda_permission" "account" {
  function_name = aws_lambda_function.new.function_name
  action        = "lambda:InvokeFunction"
  principal     = "123456789012"
}

# unknown: access.public_principal
resource "aws_lambda_permission" "unknown" {
  function_name = aws_lambda_function.new.function_name
  action        = "lambda:InvokeFunction"
  principal     = var.account
}

resource "aws_sqs_queue" "failed" {
  kms_master_key_id = aws_kms_key.own.arn
}

# pass: resilience.no_dead_letter_queue, exposure.no_private_network
resource "aws_lambda_function" "kept" {
  function_name = "kept"
  runtime       = "python3.13"
  dead_letter_config {
    target_arn = aws_sqs_queue.failed.arn
  }
  vpc_config {
    subnet_ids         = ["subnet-1", "subnet-2"]
    security_group_ids = ["sg-1"]
  }
}

# pass: resilience.no_dead_letter_queue
# fail: exposure.no_private_network
resource "aws_lambda_function" "kept_beside" {
  function_name = "kept_beside"
  runtime       = "python3.13"
}

resource "aws_lambda_function_event_invoke_config" "kept_beside" {
  function_name = aws_lambda_function.kept_beside.function_name
  destination_config {
    on_failure {
      destination = aws_sqs_queue.failed.arn
    }
  }
}

# fail: resilience.no_dead_letter_queue
resource "aws_lambda_function" "only_retried" {
  function_name = "only_retried"
  runtime       = "python3.13"
}

resource "aws_lambda_function_event_invoke_config" "only_retried" {
  function_name          = aws_lambda_function.only_retried.function_name
  maximum_retry_attempts = 0
}

# fail: exposure.any_website_may_call
resource "aws_lambda_function_url" "any_site" {
  function_name      = aws_lambda_function.new.function_name
  authorization_type = "AWS_IAM"
  cors {
    allow_origins = ["*"]
  }
}

# pass: exposure.any_website_may_call
resource "aws_lambda_function_url" "own_site" {
  function_name      = aws_lambda_function.new.function_name
  authorization_type = "AWS_IAM"
  cors {
    allow_origins = ["https://example.com"]
  }
}
