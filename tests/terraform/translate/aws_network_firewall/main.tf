variable "guarded" {
  type = bool
}

variable "subnets" {
  type = list(string)
}

variable "actions" {
  type = list(string)
}

variable "logging" {
  type = bool
}

# pass: resilience.deletion_unguarded, resilience.one_zone, logging.service_logs_disabled
resource "aws_networkfirewall_firewall" "firm" {
  name                = "firm"
  firewall_policy_arn = aws_networkfirewall_firewall_policy.strict.arn
  vpc_id              = "vpc-1"
  delete_protection   = true
  subnet_mapping {
    subnet_id = "subnet-1"
  }
  subnet_mapping {
    subnet_id = "subnet-2"
  }
}

resource "aws_networkfirewall_logging_configuration" "firm" {
  firewall_arn = aws_networkfirewall_firewall.firm.arn
}

# fail: resilience.deletion_unguarded, resilience.one_zone, logging.service_logs_disabled
resource "aws_networkfirewall_firewall" "weak" {
  name                = "weak"
  firewall_policy_arn = aws_networkfirewall_firewall_policy.open.arn
  vpc_id              = "vpc-1"
  subnet_mapping {
    subnet_id = "subnet-1"
  }
}

# unknown: logging.service_logs_disabled, resilience.deletion_unguarded, resilience.one_zone
resource "aws_networkfirewall_firewall" "told_later" {
  name                = "told-later"
  firewall_policy_arn = aws_networkfirewall_firewall_policy.open.arn
  vpc_id              = "vpc-1"
  delete_protection   = var.guarded
  dynamic "subnet_mapping" {
    for_each = var.subnets
    content {
      subnet_id = subnet_mapping.value
    }
  }
}

resource "aws_networkfirewall_logging_configuration" "told_later" {
  count        = var.logging ? 1 : 0
  firewall_arn = aws_networkfirewall_firewall.told_later.arn
}

# pass: exposure.passes_by_default, exposure.filter_without_rules
resource "aws_networkfirewall_firewall_policy" "strict" {
  name = "strict"
  firewall_policy {
    stateless_default_actions          = ["aws:forward_to_sfe"]
    stateless_fragment_default_actions = ["aws:drop"]
    stateful_rule_group_reference {
      resource_arn = "arn:aws:network-firewall:eu-west-1:123456789012:stateful-rulegroup/web"
    }
  }
}

# fail: exposure.passes_by_default, exposure.filter_without_rules
resource "aws_networkfirewall_firewall_policy" "open" {
  name = "open"
  firewall_policy {
    stateless_default_actions          = ["aws:pass"]
    stateless_fragment_default_actions = ["aws:drop"]
  }
}

# unknown: exposure.passes_by_default
resource "aws_networkfirewall_firewall_policy" "told_later" {
  name = "told-later"
  firewall_policy {
    stateless_default_actions          = var.actions
    stateless_fragment_default_actions = ["aws:drop"]
  }
}
