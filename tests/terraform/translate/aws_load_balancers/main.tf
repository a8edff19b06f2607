variable "logged" {
  type = bool
}

variable "protocol" {}

variable "tls_policy" {}

# fail: logging.access_log_disabled, exposure.invalid_headers_kept, resilience.load_balancer_unprotected, exposure.no_web_firewall
resource "aws_lb" "bare" {
  name = "bare"
}

# pass: logging.access_log_disabled, exposure.invalid_headers_kept, resilience.load_balancer_unprotected, exposure.no_web_firewall
resource "aws_lb" "good" {
  name                       = "good"
  drop_invalid_header_fields = true
  enable_deletion_protection = true
  access_logs {
    bucket  = "logs"
    enabled = true
  }
}

resource "aws_wafv2_web_acl_association" "good" {
  resource_arn = aws_lb.good.arn
  web_acl_arn  = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b"
}

# fail: logging.access_log_disabled
# unknown: exposure.invalid_headers_kept
# none: exposure.no_web_firewall
resource "aws_alb" "logs_not_enabled" {
  internal                   = true
  drop_invalid_header_fields = var.logged
  access_logs {
    bucket = "logs"
  }
}

# none: exposure.invalid_headers_kept, exposure.no_web_firewall
# fail: logging.access_log_disabled
resource "aws_lb" "network" {
  load_balancer_type = "network"
}

# none: logging.access_log_disabled
resource "aws_lb" "passes_on" {
  load_balancer_type = "network"
}

# none: certificates.plain_http
resource "aws_lb_listener" "passed_on" {
  load_balancer_arn = aws_lb.passes_on.arn
  port              = 443
  protocol          = "TCP"
}

# fail: logging.access_log_disabled
resource "aws_lb" "ends_tls" {
  load_balancer_type = "network"
}

# pass: certificates.plain_http
resource "aws_lb_listener" "ended" {
  load_balancer_arn = aws_lb.ends_tls.arn
  port              = 443
  protocol          = "TLS"
}

# none: logging.access_log_disabled, exposure.invalid_headers_kept
resource "aws_lb" "gateway" {
  load_balancer_type = "gateway"
}

# unknown: logging.access_log_disabled
resource "aws_lb" "unknown_logs" {
  access_logs {
    bucket  = "logs"
    enabled = var.logged
  }
}

# fail: certificates.plain_http
# none: certificates.outdated_tls
resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.good.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = "arn"
  }
}

# fail: certificates.plain_http
resource "aws_lb_listener" "http_by_default" {
  load_balancer_arn = aws_lb.good.arn
  port              = 8080
  default_action {
    type             = "forward"
    target_group_arn = "arn"
  }
}

# pass: certificates.plain_http
resource "aws_alb_listener" "redirect" {
  load_balancer_arn = aws_lb.good.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

# fail: certificates.plain_http
resource "aws_lb_listener" "redirect_in_the_clear" {
  load_balancer_arn = aws_lb.good.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      port        = "8080"
      status_code = "HTTP_301"
    }
  }
}

# unknown: certificates.plain_http
resource "aws_lb_listener" "unknown_protocol" {
  load_balancer_arn = aws_lb.good.arn
  port              = 80
  protocol          = var.protocol
  default_action {
    type             = "forward"
    target_group_arn = "arn"
  }
}

# pass: certificates.plain_http, certificates.outdated_tls
resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.good.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
  certificate_arn   = "arn"
  default_action {
    type             = "forward"
    target_group_arn = "arn"
  }
}

# pass: certificates.plain_http
# fail: certificates.outdated_tls
resource "aws_lb_listener" "old_by_default" {
  load_balancer_arn = aws_lb.good.arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = "arn"
  default_action {
    type             = "forward"
    target_group_arn = "arn"
  }
}

# fail: certificates.outdated_tls
resource "aws_lb_listener" "old_tls" {
  load_balancer_arn = aws_lb.network.arn
  port              = 443
  protocol          = "TLS"
  ssl_policy        = "ELBSecurityPolicy-FS-1-1-2019-08"
  certificate_arn   = "arn"
  default_action {
    type             = "forward"
    target_group_arn = "arn"
  }
}

# unknown: certificates.outdated_tls
resource "aws_lb_listener" "unknown_policy" {
  load_balancer_arn = aws_lb.good.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = var.tls_policy
  certificate_arn   = "arn"
  default_action {
    type             = "forward"
    target_group_arn = "arn"
  }
}

# none: certificates.plain_http, certificates.outdated_tls
resource "aws_lb_listener" "passes_through" {
  load_balancer_arn = aws_lb.network.arn
  port              = 443
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = "arn"
  }
}

# fail: certificates.plain_http, logging.access_log_disabled
resource "aws_elb" "plain" {
  listener {
    instance_port     = 8000
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}

# none: certificates.plain_http
resource "aws_elb" "passes_on" {
  listener {
    instance_port     = 8443
    instance_protocol = "tcp"
    lb_port           = 443
    lb_protocol       = "tcp"
  }
}

# fail: certificates.plain_http
resource "aws_elb" "in_the_clear" {
  listener {
    instance_port     = 8080
    instance_protocol = "tcp"
    lb_port           = 8080
    lb_protocol       = "tcp"
  }
}

# pass: certificates.plain_http, logging.access_log_disabled
# fail: certificates.outdated_tls
resource "aws_elb" "encrypted" {
  access_logs {
    bucket = "logs"
  }
  listener {
    instance_port      = 8000
    instance_protocol  = "http"
    lb_port            = 443
    lb_protocol        = "HTTPS"
    ssl_certificate_id = "arn"
  }
}

# pass: certificates.plain_http
# none: certificates.outdated_tls
resource "aws_elb" "with_policy" {
  name = "with-policy"
  listener {
    instance_port      = 8000
    instance_protocol  = "http"
    lb_port            = 443
    lb_protocol        = "https"
    ssl_certificate_id = "arn"
  }
}

# fail: certificates.outdated_tls
resource "aws_lb_ssl_negotiation_policy" "old" {
  name          = "old"
  load_balancer = aws_elb.with_policy.id
  lb_port       = 443
  attribute {
    name  = "Protocol-TLSv1"
    value = "true"
  }
  attribute {
    name  = "Protocol-TLSv1.2"
    value = "true"
  }
}

# pass: certificates.outdated_tls
resource "aws_load_balancer_policy" "new" {
  load_balancer_name = "with-policy"
  policy_name        = "new"
  policy_type_name   = "SSLNegotiationPolicyType"
  policy_attribute {
    name  = "Reference-Security-Policy"
    value = "ELBSecurityPolicy-TLS-1-2-2017-01"
  }
}

# none: certificates.outdated_tls
resource "aws_load_balancer_policy" "sticky" {
  load_balancer_name = "with-policy"
  policy_name        = "sticky"
  policy_type_name   = "AppCookieStickinessPolicyType"
  policy_attribute {
    name  = "CookieName"
    value = "session"
  }
}

# fail: certificates.weak_ciphers
# pass: certificates.outdated_tls
resource "aws_load_balancer_policy" "triple_des" {
  load_balancer_name = "old"
  policy_name        = "old"
  policy_type_name   = "SSLNegotiationPolicyType"
  policy_attribute {
    name  = "DES-CBC3-SHA"
    value = "true"
  }
  policy_attribute {
    name  = "Protocol-TLSv1.2"
    value = "true"
  }
}

# pass: certificates.weak_ciphers
resource "aws_lb_ssl_negotiation_policy" "listed" {
  name          = "listed"
  load_balancer = "old"
  lb_port       = 443
  attribute {
    name  = "Protocol-TLSv1.2"
    value = "true"
  }
  attribute {
    name  = "ECDHE-RSA-AES128-GCM-SHA256"
    value = "true"
  }
  attribute {
    name  = "RC4-MD5"
    value = "false"
  }
}

# none: certificates.weak_ciphers
resource "aws_load_balancer_policy" "referred" {
  load_balancer_name = "old"
  policy_name        = "referred"
  policy_type_name   = "SSLNegotiationPolicyType"
  policy_attribute {
    name  = "Reference-Security-Policy"
    value = "ELBSecurityPolicy-TLS-1-2-2017-01"
  }
}

# fail: exposure.faces_internet, resilience.one_zone, exposure.ambiguous_requests_passed
# pass: resilience.zones_apart
resource "aws_lb" "one_zone" {
  subnets                = [aws_subnet.a.id]
  desync_mitigation_mode = "monitor"
}

# pass: exposure.faces_internet, resilience.one_zone, exposure.ambiguous_requests_passed
resource "aws_lb" "two_zones" {
  internal = true
  subnets  = [aws_subnet.a.id, aws_subnet.b.id]
}

# pass: resilience.one_zone
# fail: resilience.zones_apart
# none: exposure.ambiguous_requests_passed
resource "aws_lb" "mapped" {
  load_balancer_type = "network"
  subnet_mapping {
    subnet_id = aws_subnet.a.id
  }
  subnet_mapping {
    subnet_id = aws_subnet.b.id
  }
}

# pass: resilience.zones_apart
# 
# unknown: exposure.faces_internet, resilience.one_zone
resource "aws_lb" "told_later" {
  load_balancer_type               = "network"
  enable_cross_zone_load_balancing = true
  internal                         = var.logged
  subnets                          = var.protocol
}

# none: exposure.faces_internet
resource "aws_lb" "gateway_is_inside" {
  load_balancer_type = "gateway"
}

resource "aws_subnet" "a" {}

resource "aws_subnet" "b" {}

# pass: encryption.no_post_quantum
# fail: encryption.no_validated_cryptography
resource "aws_lb_listener" "post_quantum" {
  port       = 443
  protocol   = "HTTPS"
  ssl_policy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
}

# fail: encryption.no_post_quantum
# pass: encryption.no_validated_cryptography
resource "aws_lb_listener" "validated" {
  port       = 443
  protocol   = "TLS"
  ssl_policy = "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04"
}

# 
# unknown: encryption.no_post_quantum, encryption.no_validated_cryptography
resource "aws_lb_listener" "policy_told_later" {
  port       = 443
  protocol   = "HTTPS"
  ssl_policy = var.tls_policy
}

# none: encryption.no_post_quantum, encryption.no_validated_cryptography
resource "aws_lb_listener" "no_tls" {
  port     = 80
  protocol = "HTTP"
}

# fail: resilience.connections_cut, exposure.faces_internet, resilience.one_zone
# pass: resilience.zones_apart, exposure.ambiguous_requests_passed
resource "aws_elb" "silent" {
  availability_zones = ["eu-west-1a"]
}

# pass: resilience.connections_cut, exposure.faces_internet, resilience.one_zone
# fail: resilience.zones_apart, exposure.ambiguous_requests_passed
resource "aws_elb" "inside" {
  internal                  = true
  subnets                   = [aws_subnet.a.id, aws_subnet.b.id]
  connection_draining       = true
  cross_zone_load_balancing = false
  desync_mitigation_mode    = "monitor"
}

# unknown: resilience.connections_cut
# none: resilience.one_zone
resource "aws_elb" "nothing_named" {
  connection_draining = var.logged
}
