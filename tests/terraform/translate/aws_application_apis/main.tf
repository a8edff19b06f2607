variable "later" {}

# fail: logging.service_logs_disabled, encryption.customer_managed_key
resource "aws_sfn_state_machine" "silent" {
  name = "silent"
}

# pass: logging.service_logs_disabled, encryption.customer_managed_key
resource "aws_sfn_state_machine" "good" {
  name = "good"
  logging_configuration {
    level = "ERROR"
  }
  encryption_configuration {
    kms_key_id = aws_kms_key.own.arn
    type       = "CUSTOMER_MANAGED_KMS_KEY"
  }
}

resource "aws_kms_key" "own" {
  enable_key_rotation = true
}

# unknown: logging.service_logs_disabled
resource "aws_sfn_state_machine" "told_later" {
  name = "later"
  logging_configuration {
    level = var.later
  }
}

# fail: access.api_key_only, logging.service_logs_disabled
resource "aws_appsync_graphql_api" "by_key" {
  name                = "by-key"
  authentication_type = "API_KEY"
}

# fail: access.api_key_only
# pass: logging.service_logs_disabled
resource "aws_appsync_graphql_api" "also_by_key" {
  name                = "also-by-key"
  authentication_type = "AWS_IAM"
  additional_authentication_provider {
    authentication_type = "API_KEY"
  }
  log_config {
    field_log_level          = "ALL"
    cloudwatch_logs_role_arn = "arn:aws:iam::123456789012:role/logs"
  }
}

# pass: access.api_key_only
resource "aws_appsync_graphql_api" "signed" {
  name                = "signed"
  authentication_type = "AWS_IAM"
}

# unknown: access.api_key_only
resource "aws_appsync_graphql_api" "told_later" {
  name                = "later"
  authentication_type = var.later
}
