terraform {
  required_providers {
    azurerm = {
      source                = "hashicorp/azurerm"
      version               = ">= 3.50, < 5.0"
      configuration_aliases = [azurerm.hub]
    }
  }
}

resource "azurerm_storage_account" "silent" {
  # fail: exposure.no_public_access_block
  name = "silent"
}

resource "azurerm_storage_account" "closed" {
  # pass: exposure.no_public_access_block
  name                            = "closed"
  allow_nested_items_to_be_public = false
}
