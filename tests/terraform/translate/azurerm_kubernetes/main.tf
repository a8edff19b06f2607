variable "ranges" {
  type = list(string)
}

resource "azurerm_kubernetes_cluster" "bare" {
  # fail: exposure.public_cluster_endpoint, exposure.cluster_endpoint_open_to_world
  # fail: access.basic_authentication, secrets.no_envelope_encryption
  # fail: patching.no_node_auto_upgrade, logging.container_insights_disabled
  # fail: logging.control_plane_logs, encryption.customer_managed_key, encryption.at_rest
  # pass: access.no_cluster_rbac, exposure.public_ip
  # none: patching.end_of_support
  name = "bare"
  default_node_pool {
    name = "d"
  }
}

resource "azurerm_kubernetes_cluster" "hardened" {
  # pass: exposure.public_cluster_endpoint, exposure.cluster_endpoint_open_to_world
  # pass: access.basic_authentication, secrets.no_envelope_encryption
  # pass: patching.no_node_auto_upgrade, logging.container_insights_disabled
  # pass: logging.control_plane_logs, encryption.customer_managed_key, encryption.at_rest
  # pass: patching.end_of_support
  name                      = "hardened"
  kubernetes_version        = "1.35.2"
  private_cluster_enabled   = true
  local_account_disabled    = true
  automatic_upgrade_channel = "stable"
  disk_encryption_set_id    = "set"
  default_node_pool {
    name                    = "d"
    host_encryption_enabled = true
  }
  key_management_service {
    key_vault_key_id = "k"
  }
  oms_agent {
    log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id
  }
}

resource "azurerm_log_analytics_workspace" "logs" {
  # fail: logging.retention_short
  name = "logs"
}

resource "azurerm_monitor_diagnostic_setting" "cluster" {
  # none: logging.control_plane_logs
  name               = "cluster"
  target_resource_id = azurerm_kubernetes_cluster.hardened.id
  enabled_log {
    category = "kube-audit"
  }
}

resource "azurerm_kubernetes_cluster" "old_names" {
  # fail: access.no_cluster_rbac, exposure.public_ip, patching.end_of_support
  # pass: exposure.cluster_endpoint_open_to_world, patching.no_node_auto_upgrade
  # pass: logging.container_insights_disabled, encryption.at_rest
  name                            = "old"
  kubernetes_version              = "1.24"
  api_server_authorized_ip_ranges = ["198.51.100.0/24"]
  automatic_channel_upgrade       = "patch"
  role_based_access_control {
    enabled = false
  }
  addon_profile {
    oms_agent {
      enabled = true
    }
  }
  default_node_pool {
    name                   = "d"
    enable_node_public_ip  = true
    enable_host_encryption = true
  }
}

resource "azurerm_kubernetes_cluster" "open_list" {
  # fail: exposure.cluster_endpoint_open_to_world, patching.no_node_auto_upgrade
  name                      = "open"
  automatic_upgrade_channel = "none"
  api_server_access_profile {
    authorized_ip_ranges = ["0.0.0.0/0"]
  }
  default_node_pool {
    name = "d"
  }
}

resource "azurerm_kubernetes_cluster" "unset" {
  # unknown: exposure.cluster_endpoint_open_to_world
  name = "unset"
  api_server_access_profile {
    authorized_ip_ranges = var.ranges
  }
  default_node_pool {
    name = "d"
  }
}

resource "azurerm_kubernetes_cluster_node_pool" "bare" {
  # fail: encryption.at_rest
  # pass: exposure.public_ip
  name                  = "p"
  kubernetes_cluster_id = azurerm_kubernetes_cluster.bare.id
}
