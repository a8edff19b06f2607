variable "public" {
  type = bool
}

resource "azurerm_postgresql_server" "weak" {
  # fail: encryption.in_transit, exposure.public_data_store, certificates.outdated_tls
  # fail: encryption.customer_managed_key, logging.threat_detection_disabled
  # fail: patching.end_of_support
  # pass: resilience.short_backup, encryption.at_rest
  name                             = "weak"
  version                          = "9.6"
  ssl_enforcement_enabled          = false
  ssl_minimal_tls_version_enforced = "TLSEnforcementDisabled"
}

resource "azurerm_postgresql_server" "hardened" {
  # pass: encryption.in_transit, exposure.public_data_store, certificates.outdated_tls
  # pass: encryption.customer_managed_key, logging.threat_detection_disabled
  name                          = "hardened"
  version                       = "11"
  ssl_enforcement_enabled       = true
  public_network_access_enabled = false
  threat_detection_policy {
    enabled = true
  }
}

resource "azurerm_postgresql_server_key" "hardened" {
  # none: encryption.customer_managed_key
  server_id        = azurerm_postgresql_server.hardened.id
  key_vault_key_id = "k"
}

resource "azurerm_mysql_server" "unset" {
  # unknown: exposure.public_data_store, encryption.in_transit
  # fail: patching.end_of_support
  name                          = "unset"
  version                       = "5.7"
  ssl_enforcement_enabled       = var.public
  public_network_access_enabled = var.public
}

resource "azurerm_mariadb_server" "weak" {
  # fail: encryption.in_transit, exposure.public_data_store, resilience.short_backup
  name                    = "weak"
  version                 = "10.3"
  ssl_enforcement_enabled = false
  backup_retention_days   = 5
}

resource "azurerm_postgresql_flexible_server" "bare" {
  # fail: exposure.public_data_store, resilience.single_zone
  # fail: access.no_database_iam_authentication
  # pass: resilience.short_backup, patching.end_of_support
  name    = "bare"
  version = "17"
}

resource "azurerm_postgresql_flexible_server" "inside" {
  # pass: exposure.public_data_store, resilience.single_zone
  # pass: access.no_database_iam_authentication
  # fail: patching.end_of_support
  name                = "inside"
  version             = "11"
  delegated_subnet_id = azurerm_subnet.databases.id
  high_availability {
    mode = "ZoneRedundant"
  }
  authentication {
    active_directory_auth_enabled = true
  }
}

resource "azurerm_subnet" "databases" {
  name = "databases"
}

resource "azurerm_postgresql_flexible_server" "replica" {
  # none: resilience.single_zone, resilience.no_backup
  name        = "replica"
  create_mode = "Replica"
}

resource "azurerm_mysql_flexible_server" "closed" {
  # pass: exposure.public_data_store
  name                  = "closed"
  version               = "8.0.21"
  public_network_access = "Disabled"
}

resource "azurerm_mysql_flexible_server_configuration" "plain" {
  # fail: encryption.in_transit
  name  = "require_secure_transport"
  value = "OFF"
}

resource "azurerm_mysql_flexible_server_configuration" "old_tls" {
  # fail: certificates.outdated_tls
  name  = "tls_version"
  value = "TLSv1,TLSv1.2"
}

resource "azurerm_postgresql_configuration" "silent" {
  # fail: logging.service_logs_disabled
  name  = "log_connections"
  value = "off"
}

resource "azurerm_postgresql_configuration" "logged" {
  # pass: logging.service_logs_disabled
  name  = "log_checkpoints"
  value = "on"
}

resource "azurerm_postgresql_configuration" "other" {
  # none: logging.service_logs_disabled, encryption.in_transit
  name  = "backslash_quote"
  value = "on"
}

resource "azurerm_mssql_server" "bare" {
  # fail: exposure.public_data_store, logging.service_logs_disabled
  # fail: access.no_database_iam_authentication, encryption.customer_managed_key
  # pass: certificates.outdated_tls
  name    = "bare"
  version = "12.0"
}

resource "azurerm_mssql_server" "hardened" {
  # pass: exposure.public_data_store, logging.service_logs_disabled
  # pass: access.no_database_iam_authentication, encryption.customer_managed_key
  name                          = "hardened"
  version                       = "12.0"
  public_network_access_enabled = false
  azuread_administrator {
    login_username = "admins"
    object_id      = "o"
  }
}

resource "azurerm_mssql_server_transparent_data_encryption" "hardened" {
  server_id        = azurerm_mssql_server.hardened.id
  key_vault_key_id = "k"
}

resource "azurerm_mssql_server_extended_auditing_policy" "hardened" {
  # fail: logging.retention_short
  server_id         = azurerm_mssql_server.hardened.id
  retention_in_days = 90
}

resource "azurerm_mssql_server_extended_auditing_policy" "for_ever" {
  # none: logging.retention_short, logging.retention_unset
  server_id = "other"
}

resource "azurerm_mssql_server" "old_tls" {
  # fail: certificates.outdated_tls
  name                = "old"
  version             = "12.0"
  minimum_tls_version = "1.0"
}

resource "azurerm_sql_server" "legacy" {
  # fail: logging.service_logs_disabled
  # none: exposure.public_data_store, certificates.outdated_tls
  name    = "legacy"
  version = "12.0"
}

resource "azurerm_mssql_server_security_alert_policy" "partly" {
  # fail: logging.threat_detection_disabled
  state           = "Enabled"
  disabled_alerts = ["Sql_Injection"]
}

resource "azurerm_mssql_server_security_alert_policy" "whole" {
  # pass: logging.threat_detection_disabled
  state = "Enabled"
}

resource "azurerm_mssql_database" "plain" {
  # fail: encryption.at_rest, resilience.single_zone
  # pass: resilience.no_backup
  name                                = "plain"
  transparent_data_encryption_enabled = false
}

resource "azurerm_cosmosdb_account" "bare" {
  # fail: exposure.public_data_store, encryption.customer_managed_key, access.basic_authentication
  # fail: resilience.no_point_in_time_recovery
  # pass: certificates.outdated_tls
  name = "bare"
}

resource "azurerm_cosmosdb_account" "fenced" {
  # pass: exposure.public_data_store, encryption.customer_managed_key, access.basic_authentication
  # pass: resilience.no_point_in_time_recovery
  name                          = "fenced"
  ip_range_filter               = ["198.51.100.0/24"]
  key_vault_key_id              = "https://v.vault.azure.net/keys/k"
  local_authentication_disabled = true
  backup {
    type = "Continuous"
  }
}

resource "azurerm_redis_cache" "weak" {
  # fail: encryption.in_transit, certificates.outdated_tls, exposure.public_data_store
  # fail: access.unauthenticated_api
  name                = "weak"
  enable_non_ssl_port = true
  minimum_tls_version = "1.0"
  redis_configuration {
    enable_authentication = false
  }
}

resource "azurerm_redis_cache" "inside" {
  # pass: encryption.in_transit, certificates.outdated_tls, exposure.public_data_store
  # pass: access.unauthenticated_api
  name      = "inside"
  subnet_id = azurerm_subnet.databases.id
}
