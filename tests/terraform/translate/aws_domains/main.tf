variable "later" {}

# fail: logging.name_queries_unrecorded
resource "aws_route53_zone" "silent" {
  name = "silent.example"
}

# pass: logging.name_queries_unrecorded
resource "aws_route53_zone" "logged" {
  name = "logged.example"
}

resource "aws_route53_query_log" "logged" {
  zone_id                  = aws_route53_zone.logged.zone_id
  cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:123456789012:log-group:dns"
}

# none: logging.name_queries_unrecorded
resource "aws_route53_zone" "inside" {
  name = "inside.example"
  vpc {
    vpc_id = "vpc-1"
  }
}

# pass: resilience.domain_transfer_unlocked, exposure.domain_owner_public
resource "aws_route53domains_registered_domain" "silent" {
  domain_name = "silent.example"
}

# fail: resilience.domain_transfer_unlocked, exposure.domain_owner_public
resource "aws_route53domains_registered_domain" "open" {
  domain_name   = "open.example"
  transfer_lock = false
  tech_privacy  = false
}

# unknown: resilience.domain_transfer_unlocked, exposure.domain_owner_public
resource "aws_route53domains_registered_domain" "told_later" {
  domain_name   = "later.example"
  transfer_lock = var.later
  admin_privacy = var.later
}
