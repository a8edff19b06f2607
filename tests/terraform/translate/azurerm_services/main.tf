variable "public" {
  type = bool
}

resource "azurerm_container_registry" "open" {
  # fail: access.basic_authentication, exposure.public_data_store, access.public_principal
  # fail: resilience.single_zone
  name                   = "open"
  admin_enabled          = true
  anonymous_pull_enabled = true
}

resource "azurerm_container_registry" "closed" {
  # pass: access.basic_authentication, exposure.public_data_store, access.public_principal
  # pass: resilience.single_zone
  name                          = "closed"
  public_network_access_enabled = false
  zone_redundancy_enabled       = true
}

resource "azurerm_servicebus_namespace" "bare" {
  # fail: encryption.customer_managed_key, exposure.public_data_store, access.basic_authentication
  # pass: certificates.outdated_tls
  name = "bare"
}

resource "azurerm_servicebus_namespace" "hardened" {
  # pass: encryption.customer_managed_key, exposure.public_data_store, access.basic_authentication
  name               = "hardened"
  local_auth_enabled = false
  network_rule_set {
    default_action = "Deny"
  }
}

resource "azurerm_servicebus_namespace_customer_managed_key" "hardened" {
  # none: encryption.customer_managed_key
  namespace_id     = azurerm_servicebus_namespace.hardened.id
  key_vault_key_id = "k"
}

resource "azurerm_eventhub_namespace" "old" {
  # fail: certificates.outdated_tls, exposure.public_data_store
  name                = "old"
  minimum_tls_version = "1.1"
}

resource "azurerm_cognitive_account" "inline_key" {
  # pass: encryption.customer_managed_key
  # fail: exposure.public_data_store, access.basic_authentication
  name = "c"
  customer_managed_key {
    key_vault_key_id = "k"
  }
}

resource "azurerm_kusto_cluster" "plain" {
  # fail: encryption.at_rest, encryption.customer_managed_key
  name = "k"
}

resource "azurerm_kusto_cluster" "encrypted" {
  # pass: encryption.at_rest, exposure.public_data_store
  name                          = "k"
  disk_encryption_enabled       = true
  public_network_access_enabled = false
}

resource "azurerm_app_configuration" "automatic" {
  # unknown: exposure.public_data_store
  # fail: secrets.key_deletion_unguarded, encryption.customer_managed_key
  name = "a"
}

resource "azurerm_app_configuration" "closed" {
  # pass: exposure.public_data_store, secrets.key_deletion_unguarded, access.basic_authentication
  name                     = "a"
  public_network_access    = "Disabled"
  purge_protection_enabled = true
  local_auth_enabled       = false
}

resource "azurerm_data_factory" "public" {
  # fail: exposure.public_data_store, encryption.customer_managed_key
  name = "f"
}

resource "azurerm_data_factory" "private" {
  # pass: exposure.public_data_store, encryption.customer_managed_key
  name                   = "f"
  public_network_enabled = false
}

resource "azurerm_data_factory_customer_managed_key" "private" {
  data_factory_id         = azurerm_data_factory.private.id
  customer_managed_key_id = "k"
}

resource "azurerm_search_service" "fenced" {
  # pass: exposure.public_data_store
  name        = "s"
  allowed_ips = ["198.51.100.1"]
}

resource "azurerm_eventgrid_topic" "unset" {
  # unknown: exposure.public_data_store
  # fail: access.basic_authentication
  name                          = "t"
  public_network_access_enabled = var.public
}

resource "azurerm_automation_variable_string" "plain" {
  # fail: secrets.unencrypted_parameter
  name = "v"
}

resource "azurerm_automation_variable_string" "encrypted" {
  # pass: secrets.unencrypted_parameter
  name      = "v"
  encrypted = true
}

resource "azurerm_service_fabric_cluster" "signed_only" {
  # fail: encryption.node_to_node
  name = "s"
  fabric_settings {
    name = "Security"
    parameters = {
      ClusterProtectionLevel = "Sign"
    }
  }
}

resource "azurerm_service_fabric_cluster" "encrypted" {
  # pass: encryption.node_to_node
  name = "s"
  fabric_settings {
    name = "Security"
    parameters = {
      ClusterProtectionLevel = "EncryptAndSign"
    }
  }
}
