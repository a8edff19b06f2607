variable "later" {}

# fail: access.no_mfa, logging.service_logs_disabled
# none: access.weak_radius_protocol
resource "aws_directory_service_directory" "alone" {
  name = "alone.example.com"
  type = "MicrosoftAD"
}

# pass: access.no_mfa, access.weak_radius_protocol, logging.service_logs_disabled
resource "aws_directory_service_directory" "good" {
  name = "good.example.com"
  type = "MicrosoftAD"
}

resource "aws_directory_service_radius_settings" "good" {
  directory_id            = aws_directory_service_directory.good.id
  authentication_protocol = "MS-CHAPv2"
}

resource "aws_directory_service_log_subscription" "good" {
  directory_id   = aws_directory_service_directory.good.id
  log_group_name = "directory"
}

# fail: access.weak_radius_protocol
# none: logging.service_logs_disabled
resource "aws_directory_service_directory" "connector" {
  name = "connector.example.com"
  type = "ADConnector"
}

resource "aws_directory_service_radius_settings" "weak" {
  directory_id            = aws_directory_service_directory.connector.id
  authentication_protocol = "PAP"
}

# none: access.no_mfa, logging.service_logs_disabled
resource "aws_directory_service_directory" "simple" {
  name = "simple.example.com"
}

# unknown: access.no_mfa
resource "aws_directory_service_directory" "told_later" {
  name = "later.example.com"
  type = var.later
}

# fail: exposure.direct_internet_access
resource "aws_appstream_fleet" "open" {
  name                           = "open"
  enable_default_internet_access = true
}

# pass: exposure.direct_internet_access
resource "aws_appstream_fleet" "closed" {
  name                               = "closed"
  enable_default_internet_access     = false
  idle_disconnect_timeout_in_seconds = 600
}
