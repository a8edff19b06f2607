variable "later" {}

# fail: exposure.filter_without_rules, logging.service_logs_disabled, logging.detailed_monitoring_disabled
resource "aws_wafv2_web_acl" "empty" {
  name  = "empty"
  scope = "REGIONAL"
  visibility_config {
    cloudwatch_metrics_enabled = false
    sampled_requests_enabled   = true
    metric_name                = "empty"
  }
}

# pass: exposure.filter_without_rules, logging.service_logs_disabled, logging.detailed_monitoring_disabled
resource "aws_wafv2_web_acl" "good" {
  name  = "good"
  scope = "REGIONAL"
  rule {
    name     = "common"
    priority = 1
    visibility_config {
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
      metric_name                = "common"
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = true
    metric_name                = "good"
  }
}

resource "aws_wafv2_web_acl_logging_configuration" "good" {
  resource_arn            = aws_wafv2_web_acl.good.arn
  log_destination_configs = ["arn:aws:s3:::aws-waf-logs-good"]
}

# fail: logging.detailed_monitoring_disabled
resource "aws_wafv2_web_acl" "one_rule_uncounted" {
  name  = "one"
  scope = "REGIONAL"
  rule {
    name     = "common"
    priority = 1
    visibility_config {
      cloudwatch_metrics_enabled = false
      sampled_requests_enabled   = true
      metric_name                = "common"
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = true
    metric_name                = "one"
  }
}

# 
# unknown: exposure.filter_without_rules, logging.detailed_monitoring_disabled
resource "aws_wafv2_web_acl" "told_later" {
  name  = "later"
  scope = "REGIONAL"
  dynamic "rule" {
    for_each = var.later
    content {
      name     = rule.value
      priority = 1
      visibility_config {
        cloudwatch_metrics_enabled = true
        sampled_requests_enabled   = true
        metric_name                = rule.value
      }
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = true
    metric_name                = "later"
  }
}
