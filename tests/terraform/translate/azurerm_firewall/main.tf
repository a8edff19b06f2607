variable "prefix" {
  type = string
}

resource "azurerm_network_security_group" "open" {
  # fail: exposure.ssh_open, exposure.rdp_open, exposure.sensitive_port_open
  # pass: exposure.all_ports_open
  name = "open"
  security_rule {
    name                       = "ssh"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_port_range          = "*"
    destination_port_range     = "22"
    source_address_prefix      = "*"
    destination_address_prefix = "*"
  }
  security_rule {
    name                       = "more"
    priority                   = 110
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_ranges    = ["3306", "3380-3400"]
    source_address_prefixes    = ["10.0.0.0/8", "Internet"]
    destination_address_prefix = "*"
  }
}

resource "azurerm_network_security_group" "denied_first" {
  # pass: exposure.ssh_open
  name = "denied"
  security_rule {
    name                       = "allow"
    priority                   = 200
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_port_range          = "*"
    destination_port_range     = "22"
    source_address_prefix      = "Internet"
    destination_address_prefix = "*"
  }
  security_rule {
    name                       = "deny"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "*"
    source_address_prefix      = "*"
    destination_address_prefix = "*"
  }
}

resource "azurerm_network_security_group" "empty" {
  # pass: exposure.ssh_open, exposure.unrestricted_egress
  name = "empty"
}

resource "azurerm_network_security_rule" "everything" {
  # fail: exposure.all_ports_open, exposure.ssh_open, exposure.rdp_open
  name                       = "everything"
  priority                   = 100
  direction                  = "Inbound"
  access                     = "allow"
  protocol                   = "*"
  source_port_range          = "*"
  destination_port_range     = "*"
  source_address_prefix      = "0.0.0.0/0"
  destination_address_prefix = "*"
}

resource "azurerm_network_security_rule" "web" {
  # fail: exposure.http_open
  # pass: exposure.ssh_open
  name                       = "web"
  priority                   = 100
  direction                  = "Inbound"
  access                     = "Allow"
  protocol                   = "Tcp"
  source_port_range          = "*"
  destination_port_range     = "80"
  source_address_prefix      = "internet"
  destination_address_prefix = "*"
}

resource "azurerm_network_security_rule" "inside" {
  # pass: exposure.ssh_open
  name                       = "inside"
  priority                   = 100
  direction                  = "Inbound"
  access                     = "Allow"
  protocol                   = "Tcp"
  source_port_range          = "*"
  destination_port_range     = "22"
  source_address_prefix      = "VirtualNetwork"
  destination_address_prefix = "*"
}

resource "azurerm_network_security_rule" "unset" {
  # unknown: exposure.ssh_open
  name                       = "unset"
  priority                   = 100
  direction                  = "Inbound"
  access                     = "Allow"
  protocol                   = "Tcp"
  source_port_range          = "*"
  destination_port_range     = "22"
  source_address_prefix      = var.prefix
  destination_address_prefix = "*"
}

resource "azurerm_network_security_rule" "out" {
  # fail: exposure.unrestricted_egress
  # pass: exposure.all_ports_open
  name                       = "out"
  priority                   = 100
  direction                  = "Outbound"
  access                     = "Allow"
  protocol                   = "*"
  source_port_range          = "*"
  destination_port_range     = "*"
  source_address_prefix      = "*"
  destination_address_prefix = "*"
}

resource "azurerm_mssql_firewall_rule" "world" {
  # fail: exposure.sensitive_port_open
  name             = "world"
  start_ip_address = "0.0.0.0"
  end_ip_address   = "255.255.255.255"
}

resource "azurerm_postgresql_flexible_server_firewall_rule" "office" {
  # pass: exposure.sensitive_port_open
  name             = "office"
  start_ip_address = "198.51.100.1"
  end_ip_address   = "198.51.100.9"
}

resource "azurerm_mysql_firewall_rule" "azure" {
  # pass: exposure.sensitive_port_open
  name             = "azure"
  start_ip_address = "0.0.0.0"
  end_ip_address   = "0.0.0.0"
}

resource "azurerm_sql_firewall_rule" "unset" {
  # unknown: exposure.sensitive_port_open
  name             = "unset"
  start_ip_address = var.prefix
  end_ip_address   = "255.255.255.255"
}
