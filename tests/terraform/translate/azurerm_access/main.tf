variable "role" {
  type = string
}

data "azurerm_subscription" "primary" {}

resource "azurerm_role_assignment" "owner" {
  # fail: access.admin_policy
  scope                = data.azurerm_subscription.primary.id
  role_definition_name = "Owner"
  principal_id         = "p"
}

resource "azurerm_role_assignment" "owner_by_id" {
  # fail: access.admin_policy
  scope              = data.azurerm_subscription.primary.id
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
  principal_id       = "p"
}

resource "azurerm_role_assignment" "reader" {
  # pass: access.admin_policy
  scope                = "/subscriptions/s/resourceGroups/g"
  role_definition_name = "Reader"
  principal_id         = "p"
}

resource "azurerm_role_assignment" "unset" {
  # unknown: access.admin_policy
  scope                = data.azurerm_subscription.primary.id
  role_definition_name = var.role
  principal_id         = "p"
}

resource "azurerm_role_definition" "everything" {
  # fail: access.admin_policy, access.wildcard_actions
  name  = "everything"
  scope = data.azurerm_subscription.primary.id
  permissions {
    actions     = ["*"]
    not_actions = []
  }
  assignable_scopes = [data.azurerm_subscription.primary.id]
}

resource "azurerm_role_definition" "nearly_everything" {
  # pass: access.admin_policy
  # fail: access.wildcard_actions
  name  = "nearly"
  scope = data.azurerm_subscription.primary.id
  permissions {
    actions     = ["*"]
    not_actions = ["Microsoft.Authorization/*/Write"]
  }
}

resource "azurerm_role_definition" "narrow" {
  # pass: access.admin_policy, access.wildcard_actions
  name  = "narrow"
  scope = "/subscriptions/00000000-0000-0000-0000-000000000000"
  permissions {
    actions = ["Microsoft.Compute/virtualMachines/read"]
  }
}
