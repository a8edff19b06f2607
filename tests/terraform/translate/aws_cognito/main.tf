variable "later" {}

# fail: access.no_mfa, access.self_registration
# none: access.recovery_by_text_message
# fail: access.risky_sign_in_allowed, resilience.no_deletion_protection, exposure.no_web_firewall
# fail: access.password_length
# pass: access.password_lowercase, access.password_uppercase, access.password_number, access.password_symbol
resource "aws_cognito_user_pool" "silent" {
  name = "silent"
}

# fail: access.recovery_by_text_message
resource "aws_cognito_user_pool" "by_text_message" {
  name = "by_text_message"
  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_phone_number"
      priority = 1
    }
  }
}

# pass: access.no_mfa, access.self_registration, access.recovery_by_text_message
# pass: access.risky_sign_in_allowed, resilience.no_deletion_protection, exposure.no_web_firewall
# pass: access.password_length, access.password_lowercase, access.password_symbol
resource "aws_cognito_user_pool" "good" {
  name                = "good"
  mfa_configuration   = "ON"
  deletion_protection = "ACTIVE"
  admin_create_user_config {
    allow_admin_create_user_only = true
  }
  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_phone_number"
      priority = 2
    }
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }
  password_policy {
    minimum_length    = 16
    require_lowercase = true
    require_uppercase = true
    require_numbers   = true
    require_symbols   = true
  }
  user_pool_add_ons {
    advanced_security_mode = "ENFORCED"
  }
}

resource "aws_cognito_risk_configuration" "good" {
  user_pool_id = aws_cognito_user_pool.good.id
  compromised_credentials_risk_configuration {
    event_filter = ["SIGN_IN", "SIGN_UP"]
    actions {
      event_action = "BLOCK"
    }
  }
  account_takeover_risk_configuration {
    actions {
      low_action {
        event_action = "BLOCK"
        notify       = true
      }
      medium_action {
        event_action = "BLOCK"
        notify       = true
      }
      high_action {
        event_action = "BLOCK"
        notify       = true
      }
    }
  }
}

resource "aws_wafv2_web_acl_association" "good" {
  resource_arn = aws_cognito_user_pool.good.arn
  web_acl_arn  = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b"
}

# fail: access.password_lowercase, access.password_length, access.risky_sign_in_allowed
# unknown: access.no_mfa, access.recovery_by_text_message
resource "aws_cognito_user_pool" "half" {
  name              = "half"
  mfa_configuration = var.later
  password_policy {
    minimum_length = 8
  }
  account_recovery_setting {
    recovery_mechanism {
      name     = var.later
      priority = 1
    }
  }
  user_pool_add_ons {
    advanced_security_mode = "ENFORCED"
  }
}

resource "aws_cognito_risk_configuration" "half" {
  user_pool_id = aws_cognito_user_pool.half.id
  compromised_credentials_risk_configuration {
    event_filter = ["SIGN_UP"]
    actions {
      event_action = "BLOCK"
    }
  }
}

# pass: access.tokens_irrevocable
# fail: access.user_existence_told
resource "aws_cognito_user_pool_client" "silent" {
  name         = "silent"
  user_pool_id = aws_cognito_user_pool.good.id
}

# fail: access.tokens_irrevocable
# pass: access.user_existence_told
resource "aws_cognito_user_pool_client" "other" {
  name                          = "other"
  user_pool_id                  = aws_cognito_user_pool.good.id
  enable_token_revocation       = false
  prevent_user_existence_errors = "ENABLED"
}

# fail: access.guests_let_in
resource "aws_cognito_identity_pool" "open" {
  identity_pool_name               = "open"
  allow_unauthenticated_identities = true
}

# pass: access.guests_let_in
resource "aws_cognito_identity_pool" "closed" {
  identity_pool_name               = "closed"
  allow_unauthenticated_identities = false
}

# unknown: access.guests_let_in
resource "aws_cognito_identity_pool" "told_later" {
  identity_pool_name               = "later"
  allow_unauthenticated_identities = var.later
}
