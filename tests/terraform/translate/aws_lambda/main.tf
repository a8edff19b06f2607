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
