variable "addresses" {
  type = list(string)
}

resource "azurerm_linux_virtual_machine" "old" {
  # fail: encryption.at_rest, access.basic_authentication, patching.end_of_support
  name                            = "old"
  disable_password_authentication = false
  source_image_reference {
    publisher = "Canonical"
    offer     = "UbuntuServer"
    sku       = "16.04-LTS"
    version   = "latest"
  }
}

resource "azurerm_linux_virtual_machine" "new" {
  # pass: encryption.at_rest, access.basic_authentication, patching.end_of_support
  name                       = "new"
  encryption_at_host_enabled = true
  source_image_reference {
    publisher = "Canonical"
    offer     = "0001-com-ubuntu-server-jammy"
    sku       = "22_04-lts-gen2"
    version   = "latest"
  }
}

resource "azurerm_windows_virtual_machine" "manual" {
  # fail: patching.auto_minor_upgrade, patching.end_of_support, encryption.at_rest
  # none: access.basic_authentication
  name                     = "manual"
  enable_automatic_updates = false
  source_image_reference {
    publisher = "MicrosoftWindowsServer"
    offer     = "WindowsServer"
    sku       = "2012-R2-Datacenter"
    version   = "latest"
  }
}

resource "azurerm_windows_virtual_machine_scale_set" "public" {
  # fail: exposure.public_ip
  # pass: patching.auto_minor_upgrade, patching.end_of_support
  name = "public"
  source_image_reference {
    publisher = "MicrosoftWindowsServer"
    offer     = "WindowsServer"
    sku       = "2022-datacenter"
    version   = "latest"
  }
  network_interface {
    name = "n"
    ip_configuration {
      name = "c"
      public_ip_address {
        name = "p"
      }
    }
  }
}

resource "azurerm_linux_virtual_machine_scale_set" "private" {
  # pass: exposure.public_ip
  name = "private"
  network_interface {
    name = "n"
    ip_configuration {
      name = "c"
    }
  }
}

resource "azurerm_virtual_machine" "password" {
  # fail: access.basic_authentication
  name = "password"
  os_profile_linux_config {
    disable_password_authentication = false
  }
}

resource "azurerm_managed_disk" "azure_key" {
  # pass: encryption.at_rest
  # fail: encryption.customer_managed_key
  name = "d"
}

resource "azurerm_managed_disk" "own_key" {
  # pass: encryption.customer_managed_key
  name                   = "d"
  disk_encryption_set_id = azurerm_disk_encryption_set.own.id
}

resource "azurerm_disk_encryption_set" "own" {
  name = "own"
}

resource "azurerm_public_ip" "one" {
  name = "one"
}

resource "azurerm_network_interface" "public" {
  # fail: exposure.public_ip
  name = "n"
  ip_configuration {
    name                 = "c"
    public_ip_address_id = azurerm_public_ip.one.id
  }
}

resource "azurerm_network_interface" "private" {
  # pass: exposure.public_ip
  name = "n"
  ip_configuration {
    name = "c"
  }
}

resource "azurerm_network_interface" "unset" {
  # unknown: exposure.public_ip
  name = "n"
  dynamic "ip_configuration" {
    for_each = var.addresses
    content {
      name                 = "c"
      public_ip_address_id = ip_configuration.value
    }
  }
}

resource "azurerm_container_group" "public" {
  # fail: exposure.public_ip, patching.unpinned_image
  name = "g"
  container {
    name  = "a"
    image = "registry.example.com/app:latest"
  }
}

resource "azurerm_container_group" "private" {
  # pass: exposure.public_ip, patching.unpinned_image
  name            = "g"
  ip_address_type = "Private"
  container {
    name  = "a"
    image = "registry.example.com/app:1.0"
  }
}
