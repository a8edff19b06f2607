variable "key" {}

resource "aws_kms_key" "own" {
  enable_key_rotation = true
}

# fail: encryption.at_rest
resource "aws_sns_topic" "clear" {
  name = "clear"
}

# pass: encryption.at_rest
# fail: encryption.customer_managed_key
resource "aws_sns_topic" "provider_key" {
  name              = "provider-key"
  kms_master_key_id = "alias/aws/sns"
}

# pass: encryption.at_rest, encryption.customer_managed_key
resource "aws_sns_topic" "own_key" {
  name              = "own-key"
  kms_master_key_id = aws_kms_key.own.id
}

# unknown: encryption.at_rest
resource "aws_sns_topic" "unknown" {
  name              = "unknown"
  kms_master_key_id = var.key
}

# fail: access.public_principal
resource "aws_sns_topic_policy" "open" {
  arn = aws_sns_topic.clear.arn
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "SNS:Publish"
      Resource  = aws_sns_topic.clear.arn
      Principal = "*"
    }]
  })
}

# pass: access.public_principal
resource "aws_sns_topic_policy" "from_one_account" {
  arn = aws_sns_topic.clear.arn
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "SNS:Publish"
      Resource  = aws_sns_topic.clear.arn
      Principal = "*"
      Condition = { StringEquals = { "AWS:SourceAccount" = "123456789012" } }
    }]
  })
}

# pass: encryption.at_rest
# fail: encryption.customer_managed_key
resource "aws_sqs_queue" "default" {
  name = "default"
}

# fail: encryption.at_rest
resource "aws_sqs_queue" "clear" {
  name                    = "clear"
  sqs_managed_sse_enabled = false
}

# pass: encryption.at_rest, encryption.customer_managed_key
# fail: access.public_principal, access.wildcard_actions
resource "aws_sqs_queue" "own_key" {
  name              = "own-key"
  kms_master_key_id = aws_kms_key.own.arn
  policy            = <<-POLICY
    {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": {"AWS": "*"}}]}
  POLICY
}

# fail: access.public_principal
resource "aws_sqs_queue_policy" "open" {
  queue_url = aws_sqs_queue.default.id
  policy    = <<-POLICY
    {
      "Statement": {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "sqs:SendMessage",
        "Resource": "${aws_sqs_queue.default.arn}"
      }
    }
  POLICY
}

# unknown: access.public_principal
resource "aws_sqs_queue_policy" "unknown" {
  queue_url = aws_sqs_queue.default.id
  policy    = var.key
}

# fail: access.public_principal
resource "aws_cloudwatch_event_permission" "anyone" {
  statement_id = "anyone"
  principal    = "*"
}

# pass: access.public_principal
resource "aws_cloudwatch_event_permission" "organisation" {
  statement_id = "organisation"
  principal    = "*"
  condition {
    key   = "aws:PrincipalOrgID"
    type  = "StringEquals"
    value = "o-1234567890"
  }
}

# fail: access.public_principal
resource "aws_cloudwatch_event_bus_policy" "open" {
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "events:PutEvents"
      Resource  = "*"
      Principal = "*"
    }]
  })
}

# fail: access.wildcard_actions
resource "aws_sqs_queue_policy" "whole_service" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs"
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sqs:*"
      Resource  = "arn:aws:sqs:eu-west-1:123456789012:jobs"
      Principal = { AWS = "arn:aws:iam::123456789012:role/worker" }
    }]
  })
}

# pass: encryption.at_rest
resource "aws_sqs_queue" "silent_about_encryption" {
  name = "silent"
}

# pass: encryption.at_rest
resource "aws_sqs_queue" "managed" {
  name                    = "managed"
  sqs_managed_sse_enabled = true
}

# fail: encryption.in_transit
resource "aws_sns_topic_subscription" "plain" {
  topic_arn = aws_sns_topic.clear.arn
  protocol  = "http"
  endpoint  = "http://example.com/hook"
}

# pass: encryption.in_transit
resource "aws_sns_topic_subscription" "safe" {
  topic_arn = aws_sns_topic.clear.arn
  protocol  = "https"
  endpoint  = "https://example.com/hook"
}

# none: encryption.in_transit
resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.clear.arn
  protocol  = "email"
  endpoint  = "a@example.com"
}

# unknown: encryption.in_transit
resource "aws_sns_topic_subscription" "told_later" {
  topic_arn = aws_sns_topic.clear.arn
  protocol  = var.key
  endpoint  = "example.com"
}

# fail: access.public_principal
resource "aws_ses_identity_policy" "open" {
  identity = "example.com"
  name     = "open"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "ses:SendEmail", Resource = "*" }]
  })
}

# pass: access.public_principal
resource "aws_schemas_registry_policy" "own" {
  registry_name = "own"
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
      Action    = "schemas:*"
      Resource  = "*"
    }]
  })
}
