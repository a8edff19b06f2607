variable "days" {
  type = number
}

resource "aws_kms_key" "own" {
  enable_key_rotation = true
}

# fail: logging.trail_single_region, logging.trail_not_validated, logging.trail_not_watched, encryption.customer_managed_key
resource "aws_cloudtrail" "bare" {
  name           = "bare"
  s3_bucket_name = "logs"
}

# pass: logging.trail_single_region, logging.trail_not_validated, logging.trail_not_watched, encryption.customer_managed_key
resource "aws_cloudtrail" "good" {
  name                       = "good"
  s3_bucket_name             = "logs"
  is_multi_region_trail      = true
  enable_log_file_validation = true
  kms_key_id                 = aws_kms_key.own.arn
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.good.arn}:*"
}

# fail: logging.retention_unset, encryption.customer_managed_key
resource "aws_cloudwatch_log_group" "bare" {
  name = "bare"
}

# pass: logging.retention_unset, logging.retention_short, encryption.customer_managed_key
resource "aws_cloudwatch_log_group" "good" {
  name              = "good"
  retention_in_days = 400
  kms_key_id        = aws_kms_key.own.arn
}

# pass: logging.retention_unset
# fail: logging.retention_short
resource "aws_cloudwatch_log_group" "short" {
  name              = "short"
  retention_in_days = 30
}

# unknown: logging.retention_unset
resource "aws_cloudwatch_log_group" "unknown" {
  name              = "unknown"
  retention_in_days = var.days
}

# fail: logging.config_single_region
resource "aws_config_configuration_aggregator" "one_region" {
  name = "one-region"
  account_aggregation_source {
    account_ids = ["123456789012"]
    regions     = ["eu-west-1"]
  }
}

# pass: logging.config_single_region
resource "aws_config_configuration_aggregator" "organisation" {
  name = "organisation"
  organization_aggregation_source {
    all_regions = true
    role_arn    = "arn"
  }
}

# pass: logging.threat_detection_disabled
resource "aws_guardduty_detector" "on" {}

# fail: logging.threat_detection_disabled
resource "aws_guardduty_detector" "off" {
  enable = false
}

# fail: access.public_principal
resource "aws_cloudwatch_log_resource_policy" "open" {
  policy_name = "open"
  policy_document = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "logs:PutLogEvents"
      Resource  = "*"
      Principal = { AWS = "*" }
    }]
  })
}

# fail: logging.threat_detection_disabled
resource "aws_guardduty_organization_configuration" "silent" {
  detector_id = "12abc34d567e8fa901bc2d34e56789f0"
  auto_enable = false
}

# pass: logging.threat_detection_disabled
resource "aws_guardduty_organization_configuration" "all" {
  detector_id                      = "12abc34d567e8fa901bc2d34e56789f0"
  auto_enable_organization_members = "ALL"
}

# fail: logging.trail_insights_off
resource "aws_cloudtrail" "without_insights" {
  name           = "without-insights"
  s3_bucket_name = "logs"
}

# pass: logging.trail_insights_off
resource "aws_cloudtrail" "with_insights" {
  name           = "with-insights"
  s3_bucket_name = "logs"
  insight_selector {
    insight_type = "ApiCallRateInsight"
  }
}

# fail: logging.alarm_without_action
resource "aws_cloudwatch_metric_alarm" "deaf" {
  alarm_name = "deaf"
}

# fail: logging.alarm_without_action
resource "aws_cloudwatch_metric_alarm" "muted" {
  alarm_name      = "muted"
  actions_enabled = false
  alarm_actions   = ["arn:aws:sns:eu-west-1:123456789012:ops"]
}

# pass: logging.alarm_without_action
resource "aws_cloudwatch_metric_alarm" "heard" {
  alarm_name    = "heard"
  alarm_actions = ["arn:aws:sns:eu-west-1:123456789012:ops"]
}
