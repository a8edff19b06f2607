variable "traffic" {
  type = bool
}

variable "actions" {
  type = list(string)
}

resource "azurerm_storage_account" "bare" {
  # fail: encryption.customer_managed_key, exposure.public_data_store, resilience.no_versioning
  # fail: resilience.single_zone, access.basic_authentication, logging.access_log_disabled
  # pass: encryption.at_rest, encryption.in_transit, certificates.outdated_tls
  # unknown: exposure.no_public_access_block
  name                     = "bare"
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "azurerm_storage_account" "weak" {
  # fail: encryption.in_transit, certificates.outdated_tls, exposure.no_public_access_block
  # fail: exposure.public_data_store
  name                            = "weak"
  account_tier                    = "Standard"
  account_replication_type        = "GRS"
  https_traffic_only_enabled      = false
  min_tls_version                 = "TLS1_0"
  allow_nested_items_to_be_public = true
  network_rules {
    default_action = "Allow"
  }
}

resource "azurerm_storage_account" "old_names" {
  # fail: encryption.in_transit
  # pass: exposure.no_public_access_block
  name                      = "old"
  account_tier              = "Standard"
  account_replication_type  = "GRS"
  enable_https_traffic_only = false
  allow_blob_public_access  = false
}

resource "azurerm_storage_account" "hardened" {
  # pass: encryption.customer_managed_key, exposure.public_data_store, resilience.no_versioning
  # pass: resilience.single_zone, access.basic_authentication, logging.access_log_disabled
  # pass: exposure.no_public_access_block
  name                            = "hardened"
  account_tier                    = "Standard"
  account_replication_type        = "GZRS"
  allow_nested_items_to_be_public = false
  shared_access_key_enabled       = false
  network_rules {
    default_action = "Deny"
    ip_rules       = ["198.51.100.0/24"]
  }
  blob_properties {
    versioning_enabled = true
  }
  customer_managed_key {
    key_vault_key_id = "k"
  }
}

resource "azurerm_monitor_diagnostic_setting" "blobs" {
  # none: logging.access_log_disabled
  name               = "blobs"
  target_resource_id = "${azurerm_storage_account.hardened.id}/blobServices/default"
  enabled_log {
    category = "StorageRead"
  }
}

resource "azurerm_storage_account" "joined" {
  # pass: encryption.customer_managed_key, exposure.public_data_store
  name                     = "joined"
  account_tier             = "Standard"
  account_replication_type = "ZRS"
}

resource "azurerm_storage_account_customer_managed_key" "joined" {
  # none: encryption.customer_managed_key
  storage_account_id = azurerm_storage_account.joined.id
  key_name           = "k"
}

resource "azurerm_storage_account_network_rules" "joined" {
  # pass: exposure.public_data_store
  storage_account_id = azurerm_storage_account.joined.id
  default_action     = "Deny"
}

resource "azurerm_storage_account_network_rules" "open" {
  # fail: exposure.public_data_store
  storage_account_id = "other"
  default_action     = "Allow"
}

resource "azurerm_storage_account" "unset" {
  # unknown: encryption.in_transit, exposure.public_data_store
  name                       = "unset"
  account_tier               = "Standard"
  account_replication_type   = "LRS"
  https_traffic_only_enabled = var.traffic
  dynamic "network_rules" {
    for_each = var.actions
    content {
      default_action = network_rules.value
    }
  }
}

resource "azurerm_storage_account" "files" {
  # none: resilience.no_versioning
  name                     = "files"
  account_kind             = "FileStorage"
  account_tier             = "Premium"
  account_replication_type = "ZRS"
}

resource "azurerm_storage_container" "private" {
  # pass: exposure.public_acl
  name = "private"
}

resource "azurerm_storage_container" "open" {
  # fail: exposure.public_acl
  for_each              = toset(["blob", "container"])
  name                  = each.key
  container_access_type = each.value
}

resource "azurerm_storage_sync" "open" {
  # fail: exposure.public_data_store
  name = "sync"
}
