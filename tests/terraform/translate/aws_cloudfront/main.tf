variable "viewer_policy" {}

variable "acl" {}

# fail: certificates.plain_http, certificates.outdated_tls, certificates.default_certificate
# fail: logging.access_log_disabled, exposure.no_web_firewall
resource "aws_cloudfront_distribution" "bare" {
  default_cache_behavior {
    viewer_protocol_policy = "allow-all"
  }
  viewer_certificate {
    cloudfront_default_certificate = true
    minimum_protocol_version       = "TLSv1.2_2021"
  }
}

# pass: certificates.plain_http, certificates.outdated_tls, certificates.default_certificate
# pass: logging.access_log_disabled, exposure.no_web_firewall
resource "aws_cloudfront_distribution" "good" {
  web_acl_id = aws_wafv2_web_acl.edge.arn
  default_cache_behavior {
    viewer_protocol_policy = "redirect-to-https"
  }
  ordered_cache_behavior {
    path_pattern           = "/api/*"
    viewer_protocol_policy = "https-only"
  }
  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate.site.arn
    minimum_protocol_version = "TLSv1.2_2019"
    ssl_support_method       = "sni-only"
  }
  logging_config {
    bucket = "logs.s3.amazonaws.com"
  }
}

resource "aws_wafv2_web_acl" "edge" {
  scope = "CLOUDFRONT"
}

resource "aws_acm_certificate" "site" {
  domain_name       = "example.com"
  validation_method = "DNS"
}

# fail: certificates.plain_http, certificates.outdated_tls
# pass: certificates.default_certificate
# unknown: exposure.no_web_firewall
resource "aws_cloudfront_distribution" "one_behaviour_open" {
  web_acl_id = var.acl
  default_cache_behavior {
    viewer_protocol_policy = "https-only"
  }
  ordered_cache_behavior {
    path_pattern           = "/old/*"
    viewer_protocol_policy = "allow-all"
  }
  viewer_certificate {
    iam_certificate_id       = "ASCA1"
    minimum_protocol_version = "TLSv1.1_2016"
  }
}

# unknown: certificates.plain_http
# pass: logging.access_log_disabled
resource "aws_cloudfront_distribution" "delivers_logs" {
  default_cache_behavior {
    viewer_protocol_policy = var.viewer_policy
  }
  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate.site.arn
    minimum_protocol_version = "TLSv1.2_2021"
  }
}

resource "aws_cloudwatch_log_delivery_source" "edge" {
  name         = "edge"
  log_type     = "ACCESS_LOGS"
  resource_arn = aws_cloudfront_distribution.delivers_logs.arn
}

# fail: certificates.outdated_tls
resource "aws_cloudfront_distribution" "old_origin" {
  origin {
    domain_name = "origin.example.com"
    origin_id   = "web"
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["SSLv3", "TLSv1.2"]
    }
  }
  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate.site.arn
    minimum_protocol_version = "TLSv1.2_2021"
  }
}

# pass: certificates.outdated_tls
resource "aws_cloudfront_distribution" "plain_and_new_origins" {
  origin {
    domain_name = "plain.example.com"
    origin_id   = "plain"
    custom_origin_config {
      origin_protocol_policy = "http-only"
      origin_ssl_protocols   = ["SSLv3"]
    }
  }
  origin {
    domain_name = "new.example.com"
    origin_id   = "new"
    custom_origin_config {
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
  viewer_certificate {
    cloudfront_default_certificate = false
    minimum_protocol_version       = "TLSv1.2_2021"
  }
}

# pass: resilience.not_redundant, exposure.no_root_object, encryption.dedicated_address_tls
# pass: encryption.no_post_quantum, exposure.origin_reachable_directly
resource "aws_cloudfront_distribution" "resilient" {
  default_root_object = "index.html"
  origin {
    domain_name              = "data.s3.eu-west-1.amazonaws.com"
    origin_id                = "bucket"
    origin_access_control_id = aws_cloudfront_origin_access_control.own.id
  }
  origin_group {
    origin_id = "both"
  }
  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate.site.arn
    minimum_protocol_version = "TLSv1.3_2025"
    ssl_support_method       = "sni-only"
  }
}

resource "aws_cloudfront_origin_access_control" "own" {}

# fail: resilience.not_redundant, exposure.no_root_object, encryption.dedicated_address_tls
# fail: encryption.no_post_quantum, exposure.origin_reachable_directly
resource "aws_cloudfront_distribution" "fragile" {
  origin {
    domain_name = "data.s3.eu-west-1.amazonaws.com"
    origin_id   = "bucket"
  }
  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate.site.arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "vip"
  }
}

# pass: exposure.origin_reachable_directly
resource "aws_cloudfront_distribution" "signed_by_identity" {
  origin {
    domain_name = "data.s3.eu-west-1.amazonaws.com"
    origin_id   = "bucket"
    s3_origin_config {
      origin_access_identity = "origin-access-identity/cloudfront/E1"
    }
  }
}

# none: exposure.no_root_object
resource "aws_cloudfront_distribution" "server_answers_for_the_root" {
  default_cache_behavior {
    target_origin_id       = "server"
    viewer_protocol_policy = "https-only"
  }
  origin {
    domain_name = "data.s3.eu-west-1.amazonaws.com"
    origin_id   = "bucket"
  }
  origin {
    domain_name = "www.example.com"
    origin_id   = "server"
    custom_origin_config {
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
}

# fail: exposure.no_root_object
resource "aws_cloudfront_distribution" "bucket_lists_at_the_root" {
  default_cache_behavior {
    target_origin_id       = "bucket"
    viewer_protocol_policy = "https-only"
  }
  origin {
    domain_name = "data.s3.eu-west-1.amazonaws.com"
    origin_id   = "bucket"
  }
}

# none: encryption.dedicated_address_tls, encryption.no_post_quantum
# none: exposure.origin_reachable_directly
# none: exposure.no_root_object
resource "aws_cloudfront_distribution" "shared_certificate" {
  default_root_object = var.acl
  origin {
    domain_name = "www.example.com"
    origin_id   = "server"
    custom_origin_config {
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}

# fail: certificates.plain_http
resource "aws_cloudfront_distribution" "plain_to_origin" {
  origin {
    domain_name = "www.example.com"
    origin_id   = "server"
    custom_origin_config {
      origin_protocol_policy = "http-only"
    }
  }
  default_cache_behavior {
    target_origin_id       = "server"
    viewer_protocol_policy = "https-only"
  }
}

# pass: certificates.plain_http
resource "aws_cloudfront_distribution" "as_viewers_do" {
  origin {
    domain_name = "www.example.com"
    origin_id   = "server"
    custom_origin_config {
      origin_protocol_policy = "match-viewer"
    }
  }
  default_cache_behavior {
    target_origin_id       = "server"
    viewer_protocol_policy = "https-only"
  }
}

# unknown: certificates.plain_http
resource "aws_cloudfront_distribution" "policy_told_later" {
  origin {
    domain_name = "www.example.com"
    origin_id   = "server"
    custom_origin_config {
      origin_protocol_policy = "match-viewer"
    }
  }
  default_cache_behavior {
    target_origin_id       = "server"
    viewer_protocol_policy = var.viewer_policy
  }
}
