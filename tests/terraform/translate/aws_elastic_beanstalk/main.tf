variable "options" {}

# fail: patching.auto_minor_upgrade, logging.service_logs_disabled
resource "aws_elastic_beanstalk_environment" "bare" {
  name        = "bare"
  application = "app"
}

# pass: patching.auto_minor_upgrade, logging.service_logs_disabled
resource "aws_elastic_beanstalk_environment" "careful" {
  name        = "careful"
  application = "app"
  setting {
    namespace = "aws:elasticbeanstalk:managedactions"
    name      = "ManagedActionsEnabled"
    value     = "true"
  }
  setting {
    namespace = "aws:elasticbeanstalk:cloudwatch:logs"
    name      = "StreamLogs"
    value     = "true"
  }
}

# none: patching.auto_minor_upgrade, logging.service_logs_disabled
resource "aws_elastic_beanstalk_environment" "by_template" {
  name          = "by-template"
  application   = "app"
  template_name = "web"
}

# unknown: patching.auto_minor_upgrade, logging.service_logs_disabled
resource "aws_elastic_beanstalk_environment" "elsewhere" {
  name        = "elsewhere"
  application = "app"
  dynamic "setting" {
    for_each = var.options
    content {
      namespace = setting.value.namespace
      name      = setting.value.name
      value     = setting.value.value
    }
  }
}
