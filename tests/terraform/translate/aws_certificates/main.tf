variable "method" {}

# pass: certificates.manual_renewal
resource "aws_acm_certificate" "by_dns" {
  domain_name       = "example.com"
  validation_method = "DNS"
}

# fail: certificates.manual_renewal
resource "aws_acm_certificate" "by_mail" {
  domain_name       = "example.com"
  validation_method = "EMAIL"
}

# unknown: certificates.manual_renewal
resource "aws_acm_certificate" "unknown" {
  domain_name       = "example.com"
  validation_method = var.method
}

# pass: certificates.manual_renewal
resource "aws_acm_certificate" "private" {
  domain_name               = "example.internal"
  certificate_authority_arn = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/a"
}

# fail: certificates.manual_renewal, certificates.expired, certificates.weak_key
resource "aws_acm_certificate" "imported" {
  private_key      = file("absent.key")
  certificate_body = file("${path.module}/old.pem")
}

# fail: certificates.manual_renewal, certificates.expired
resource "aws_iam_server_certificate" "old" {
  name             = "old"
  certificate_body = file("${path.module}/old.pem")
  private_key      = file("absent.key")
}

# unknown: certificates.expired
resource "aws_iam_server_certificate" "unreadable" {
  name             = "unreadable"
  certificate_body = file("absent.pem")
  private_key      = file("absent.key")
}
