variable "https" {
  type = bool
}

resource "azurerm_linux_web_app" "bare" {
  # fail: certificates.plain_http, certificates.no_client_certificate
  # fail: access.unauthenticated_api, logging.access_log_disabled
  # pass: certificates.outdated_tls
  name = "bare"
  site_config {}
}

resource "azurerm_linux_web_app" "hardened" {
  # pass: certificates.plain_http, certificates.no_client_certificate
  # pass: access.unauthenticated_api, logging.access_log_disabled, certificates.outdated_tls
  # pass: patching.end_of_support
  name                       = "hardened"
  https_only                 = true
  client_certificate_enabled = true
  site_config {
    minimum_tls_version = "1.3"
    application_stack {
      node_version = "24-lts"
    }
  }
  auth_settings_v2 {
    auth_enabled = true
  }
  logs {
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_linux_web_app" "old" {
  # fail: certificates.outdated_tls, patching.end_of_support, certificates.plain_http
  name       = "old"
  https_only = true
  site_config {
    minimum_tls_version = "1.1"
    ftps_state          = "AllAllowed"
    application_stack {
      python_version = "3.7"
    }
  }
}

resource "azurerm_windows_web_app" "old" {
  # fail: patching.end_of_support
  name = "old"
  site_config {
    application_stack {
      current_stack  = "dotnet"
      dotnet_version = "v5.0"
    }
  }
}

resource "azurerm_linux_web_app" "container" {
  # fail: patching.unpinned_image
  # none: patching.end_of_support
  name = "container"
  site_config {
    application_stack {
      docker_image_name = "example/site:latest"
    }
  }
}

resource "azurerm_linux_web_app" "container_tag" {
  # pass: patching.unpinned_image
  name = "container"
  site_config {
    application_stack {
      docker_image     = "example/site"
      docker_image_tag = "1.2"
    }
  }
}

resource "azurerm_app_service" "legacy" {
  # fail: certificates.plain_http, patching.end_of_support
  name       = "legacy"
  https_only = true
  site_config {
    linux_fx_version = "PHP|7.2"
  }
}

resource "azurerm_app_service" "legacy_closed" {
  # pass: certificates.plain_http
  name       = "legacy"
  https_only = true
  site_config {
    ftps_state = "FtpsOnly"
  }
}

resource "azurerm_linux_function_app" "unset" {
  # unknown: certificates.plain_http
  # none: certificates.no_client_certificate
  name       = "unset"
  https_only = var.https
  site_config {}
}

resource "azurerm_linux_web_app_slot" "bare" {
  # fail: certificates.plain_http
  name = "slot"
  site_config {}
}

resource "azurerm_container_app" "plain" {
  # fail: certificates.plain_http, patching.unpinned_image
  name = "plain"
  ingress {
    allow_insecure_connections = true
    target_port                = 80
  }
  template {
    container {
      name  = "a"
      image = "example/app"
    }
  }
}

resource "azurerm_spring_cloud_app" "plain" {
  # fail: certificates.plain_http
  name = "plain"
}
