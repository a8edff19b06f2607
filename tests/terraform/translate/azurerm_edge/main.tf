variable "policy" {
  type = string
}

resource "azurerm_application_gateway" "bare" {
  # fail: exposure.no_web_firewall, certificates.plain_http
  # pass: certificates.outdated_tls
  name = "bare"
  http_listener {
    name     = "plain"
    protocol = "Http"
  }
  request_routing_rule {
    name                       = "r"
    http_listener_name         = "plain"
    backend_http_settings_name = "b"
  }
}

resource "azurerm_application_gateway" "redirecting" {
  # pass: exposure.no_web_firewall, certificates.plain_http, certificates.outdated_tls
  name               = "redirecting"
  firewall_policy_id = azurerm_web_application_firewall_policy.on.id
  ssl_policy {
    policy_type = "Predefined"
    policy_name = "AppGwSslPolicy20220101"
  }
  http_listener {
    name     = "plain"
    protocol = "Http"
  }
  http_listener {
    name     = "secure"
    protocol = "Https"
  }
  request_routing_rule {
    name                        = "r"
    http_listener_name          = "plain"
    redirect_configuration_name = "to_secure"
  }
  redirect_configuration {
    name                 = "to_secure"
    redirect_type        = "Permanent"
    target_listener_name = "secure"
  }
}

resource "azurerm_application_gateway" "old" {
  # fail: certificates.outdated_tls
  name = "old"
  ssl_policy {
    policy_type          = "Custom"
    min_protocol_version = "TLSv1_1"
  }
}

resource "azurerm_application_gateway" "unset" {
  # unknown: certificates.outdated_tls
  name = "unset"
  ssl_policy {
    policy_type = "Predefined"
    policy_name = var.policy
  }
}

resource "azurerm_web_application_firewall_policy" "on" {
  # pass: exposure.no_web_firewall
  name = "on"
}

resource "azurerm_web_application_firewall_policy" "off" {
  # fail: exposure.no_web_firewall
  name = "off"
  policy_settings {
    enabled = false
  }
}

resource "azurerm_cdn_frontdoor_firewall_policy" "off" {
  # fail: exposure.no_web_firewall
  name    = "off"
  enabled = false
}

resource "azurerm_frontdoor" "bare" {
  # fail: exposure.no_web_firewall, certificates.plain_http
  name = "bare"
  frontend_endpoint {
    name = "e"
  }
  routing_rule {
    name               = "r"
    accepted_protocols = ["Http", "Https"]
  }
}

resource "azurerm_frontdoor" "redirecting" {
  # pass: exposure.no_web_firewall, certificates.plain_http
  name = "redirecting"
  frontend_endpoint {
    name                                    = "e"
    web_application_firewall_policy_link_id = "p"
  }
  routing_rule {
    name               = "r"
    accepted_protocols = ["Http"]
    redirect_configuration {
      redirect_protocol = "HttpsOnly"
      redirect_type     = "Moved"
    }
  }
}

resource "azurerm_cdn_frontdoor_route" "redirecting" {
  # pass: certificates.plain_http
  name                = "r"
  supported_protocols = ["Http", "Https"]
}

resource "azurerm_cdn_frontdoor_route" "plain" {
  # fail: certificates.plain_http
  name                   = "r"
  supported_protocols    = ["Http", "Https"]
  https_redirect_enabled = false
}

resource "azurerm_cdn_endpoint" "plain" {
  # fail: certificates.plain_http
  name = "e"
}

resource "azurerm_cdn_endpoint_custom_domain" "old" {
  # fail: certificates.outdated_tls
  name = "d"
  user_managed_https {
    tls_version = "TLS10"
  }
}

resource "azurerm_api_management" "old" {
  # fail: certificates.outdated_tls
  # none: certificates.no_client_certificate
  name     = "a"
  sku_name = "Developer_1"
  security {
    enable_frontend_tls10 = true
  }
}

resource "azurerm_api_management" "consumption" {
  # fail: certificates.no_client_certificate
  # pass: certificates.outdated_tls
  name     = "a"
  sku_name = "Consumption_0"
}

resource "azurerm_api_management_api" "open" {
  # fail: certificates.plain_http, access.unauthenticated_api
  name                  = "a"
  protocols             = ["http", "https"]
  subscription_required = false
}

resource "azurerm_application_gateway" "redirecting_by_path" {
  # pass: certificates.plain_http
  name = "redirecting_by_path"
  http_listener {
    name     = "plain"
    protocol = "Http"
  }
  http_listener {
    name     = "secure"
    protocol = "Https"
  }
  request_routing_rule {
    name               = "r"
    rule_type          = "PathBasedRouting"
    http_listener_name = "plain"
    url_path_map_name  = "paths"
  }
  url_path_map {
    name                                = "paths"
    default_redirect_configuration_name = "to_secure"
    path_rule {
      name                       = "p"
      paths                      = ["/.well-known/acme-challenge/*"]
      backend_http_settings_name = "b"
    }
  }
  redirect_configuration {
    name                 = "to_secure"
    redirect_type        = "Permanent"
    target_listener_name = "secure"
  }
}

resource "azurerm_application_gateway" "redirecting_in_part" {
  # fail: certificates.plain_http
  name = "redirecting_in_part"
  http_listener {
    name     = "plain"
    protocol = "Http"
  }
  http_listener {
    name     = "secure"
    protocol = "Https"
  }
  request_routing_rule {
    name               = "r"
    rule_type          = "PathBasedRouting"
    http_listener_name = "plain"
    url_path_map_name  = "paths"
  }
  url_path_map {
    name                                = "paths"
    default_redirect_configuration_name = "to_secure"
    path_rule {
      name                       = "p"
      paths                      = ["/.well-known/*", "/api/*"]
      backend_http_settings_name = "b"
    }
  }
  redirect_configuration {
    name                 = "to_secure"
    redirect_type        = "Permanent"
    target_listener_name = "secure"
  }
}
