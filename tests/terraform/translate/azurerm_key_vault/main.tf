variable "guard" {
  type = bool
}

resource "azurerm_key_vault" "bare" {
  # fail: secrets.key_deletion_unguarded, exposure.public_data_store, logging.access_log_disabled
  name = "bare"
}

resource "azurerm_key_vault" "hardened" {
  # pass: secrets.key_deletion_unguarded, exposure.public_data_store, logging.access_log_disabled
  name                     = "hardened"
  purge_protection_enabled = true
  network_acls {
    bypass         = "AzureServices"
    default_action = "Deny"
  }
}

resource "azurerm_monitor_diagnostic_setting" "vault" {
  # none: logging.access_log_disabled
  name               = "vault"
  target_resource_id = azurerm_key_vault.hardened.id
  log {
    category = "AuditEvent"
    enabled  = true
  }
}

resource "azurerm_monitor_diagnostic_setting" "metrics_only" {
  # none: logging.access_log_disabled
  name               = "metrics"
  target_resource_id = azurerm_key_vault.bare.id
  metric {
    category = "AllMetrics"
  }
}

resource "azurerm_key_vault" "unset" {
  # unknown: secrets.key_deletion_unguarded, exposure.public_data_store
  name                          = "unset"
  purge_protection_enabled      = var.guard
  public_network_access_enabled = var.guard
}

resource "azurerm_key_vault_key" "endless" {
  # fail: secrets.no_expiry, secrets.key_rotation_disabled
  name     = "k"
  key_type = "RSA"
}

resource "azurerm_key_vault_key" "rotating" {
  # pass: secrets.no_expiry, secrets.key_rotation_disabled
  name     = "k"
  key_type = "RSA"
  rotation_policy {
    expire_after = "P1Y"
    automatic {
      time_after_creation = "P6M"
    }
  }
}

resource "azurerm_key_vault_key" "slow" {
  # fail: secrets.key_rotation_disabled
  # pass: secrets.no_expiry
  name            = "k"
  key_type        = "RSA"
  expiration_date = "2030-01-01T00:00:00Z"
  rotation_policy {
    automatic {
      time_after_creation = "P2Y"
    }
  }
}

resource "azurerm_key_vault_secret" "endless" {
  # fail: secrets.no_expiry
  name = "s"
}

resource "azurerm_key_vault_secret" "ending" {
  # pass: secrets.no_expiry
  name            = "s"
  expiration_date = "2027-01-01T00:00:00Z"
}

resource "azurerm_key_vault_secret" "unset" {
  # unknown: secrets.no_expiry
  name            = "s"
  expiration_date = var.guard
}

resource "azurerm_key_vault_certificate" "renewing" {
  # pass: certificates.manual_renewal, certificates.weak_key
  name = "c"
  certificate_policy {
    key_properties {
      key_type = "RSA"
      key_size = 2048
    }
    lifetime_action {
      action {
        action_type = "AutoRenew"
      }
    }
  }
}

resource "azurerm_key_vault_certificate" "by_hand" {
  # fail: certificates.manual_renewal, certificates.weak_key
  name = "c"
  certificate_policy {
    key_properties {
      key_type = "RSA"
      key_size = 1024
    }
    lifetime_action {
      action {
        action_type = "EmailContacts"
      }
    }
  }
}
