variable "days" {
  type = number
}

resource "azurerm_monitor_log_profile" "partial" {
  # fail: logging.trail_disabled, logging.trail_single_region, logging.retention_short
  name       = "default"
  categories = ["Action"]
  locations  = ["westus", "global"]
  retention_policy {
    enabled = true
    days    = 7
  }
}

resource "azurerm_monitor_log_profile" "whole" {
  # pass: logging.trail_disabled
  # none: logging.retention_short
  name       = "default"
  categories = ["Action", "Delete", "Write"]
  locations  = ["westus"]
  retention_policy {
    enabled = false
  }
}

resource "azurerm_network_watcher_flow_log" "off" {
  # fail: logging.flow_logs_disabled, logging.retention_short
  name               = "off"
  target_resource_id = azurerm_virtual_network.unlogged.id
  enabled            = false
  retention_policy {
    enabled = true
    days    = 30
  }
}

resource "azurerm_network_watcher_flow_log" "on" {
  # pass: logging.flow_logs_disabled
  # unknown: logging.retention_short
  name               = "on"
  target_resource_id = azurerm_virtual_network.logged.id
  enabled            = true
  retention_policy {
    enabled = true
    days    = var.days
  }
}

resource "azurerm_virtual_network" "logged" {
  # pass: logging.flow_logs_disabled
  name = "logged"
}

resource "azurerm_virtual_network" "unlogged" {
  # fail: logging.flow_logs_disabled
  name = "unlogged"
}

resource "azurerm_virtual_network" "by_groups" {
  # none: logging.flow_logs_disabled
  name = "by_groups"
}

resource "azurerm_log_analytics_workspace" "long" {
  # pass: logging.retention_short
  name              = "long"
  retention_in_days = 730
}

resource "azurerm_security_center_subscription_pricing" "free" {
  # fail: logging.threat_detection_disabled
  tier          = "Free"
  resource_type = "VirtualMachines"
}

resource "azurerm_security_center_subscription_pricing" "standard" {
  # pass: logging.threat_detection_disabled
  tier          = "Standard"
  resource_type = "VirtualMachines"
}
