variable "version_wanted" {
  type = string
}

resource "google_compute_ssl_policy" "default" {
  # fail: certificates.outdated_tls
  name = "p"
}

resource "google_compute_ssl_policy" "modern" {
  # pass: certificates.outdated_tls
  name            = "p"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_ssl_policy" "unset" {
  # unknown: certificates.outdated_tls
  name            = "p"
  min_tls_version = var.version_wanted
}

resource "google_compute_target_https_proxy" "without_policy" {
  # fail: certificates.outdated_tls
  name    = "p"
  url_map = google_compute_url_map.plain.id
}

resource "google_compute_target_https_proxy" "with_policy" {
  # none: certificates.outdated_tls
  name       = "p"
  url_map    = google_compute_url_map.plain.id
  ssl_policy = google_compute_ssl_policy.modern.id
}

resource "google_compute_url_map" "plain" {
  name            = "plain"
  default_service = google_compute_backend_service.bare.id
}

resource "google_compute_url_map" "redirect" {
  name = "redirect"
  default_url_redirect {
    https_redirect = true
    strip_query    = false
  }
}

resource "google_compute_target_http_proxy" "plain" {
  name    = "plain"
  url_map = google_compute_url_map.plain.id
}

resource "google_compute_target_http_proxy" "redirect" {
  name    = "redirect"
  url_map = google_compute_url_map.redirect.id
}

resource "google_compute_global_forwarding_rule" "plain" {
  # fail: certificates.plain_http
  name   = "plain"
  target = google_compute_target_http_proxy.plain.id
}

resource "google_compute_global_forwarding_rule" "redirect" {
  # pass: certificates.plain_http
  name   = "redirect"
  target = google_compute_target_http_proxy.redirect.id
}

resource "google_compute_global_forwarding_rule" "secure" {
  # pass: certificates.plain_http
  name   = "secure"
  target = google_compute_target_https_proxy.with_policy.id
}

resource "google_compute_forwarding_rule" "inside" {
  # none: certificates.plain_http
  name                  = "inside"
  load_balancing_scheme = "INTERNAL_MANAGED"
  target                = google_compute_target_http_proxy.plain.id
}

resource "google_compute_backend_service" "bare" {
  # fail: exposure.no_web_firewall, logging.access_log_disabled
  name = "bare"
}

resource "google_compute_backend_service" "guarded" {
  # pass: exposure.no_web_firewall, logging.access_log_disabled
  name            = "guarded"
  security_policy = "policy"
  log_config {
    enable = true
  }
}

resource "google_compute_backend_service" "inside" {
  # none: exposure.no_web_firewall, logging.access_log_disabled
  name                  = "inside"
  load_balancing_scheme = "INTERNAL_SELF_MANAGED"
}

resource "google_dns_policy" "silent" {
  # fail: logging.service_logs_disabled
  name = "silent"
}

resource "google_compute_managed_ssl_certificate" "managed" {
  # pass: certificates.manual_renewal
  name = "managed"
  managed {
    domains = ["example.com."]
  }
}

resource "google_compute_ssl_certificate" "uploaded" {
  # fail: certificates.manual_renewal
  name        = "uploaded"
  certificate = file("missing.pem")
  private_key = var.version_wanted
}
