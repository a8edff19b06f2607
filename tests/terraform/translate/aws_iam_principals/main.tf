variable "user" {}

variable "policy" {}

variable "length" {
  type = number
}

# fail: access.policy_on_user
resource "aws_iam_user_policy_attachment" "direct" {
  user       = "jenkins"
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

# pass: access.policy_on_user
# fail: access.admin_attachment
resource "aws_iam_group_policy_attachment" "admin" {
  group      = "operators"
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

# pass: access.admin_attachment
resource "aws_iam_role_policy_attachment" "own" {
  role       = "service"
  policy_arn = aws_iam_policy.mfa.arn
}

# unknown: access.admin_attachment
resource "aws_iam_role_policy_attachment" "unknown" {
  role       = "service"
  policy_arn = var.policy
}

# fail: access.policy_on_user
resource "aws_iam_policy_attachment" "several" {
  name       = "several"
  users      = ["jenkins"]
  groups     = ["operators"]
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

# fail: access.admin_attachment
resource "aws_ssoadmin_managed_policy_attachment" "admin" {
  managed_policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_user" "robot" {
  name = "robot"
}

# fail: access.root_access_key, access.long_lived_key
resource "aws_iam_access_key" "root" {
  user = "root"
}

# pass: access.root_access_key
# fail: access.long_lived_key
resource "aws_iam_access_key" "robot" {
  user = aws_iam_user.robot.name
}

# unknown: access.root_access_key
resource "aws_iam_access_key" "unknown" {
  user = var.user
}

# fail: access.password_length, access.password_reuse, access.password_expiry, access.password_lowercase
# fail: access.password_uppercase, access.password_number, access.password_symbol
resource "aws_iam_account_password_policy" "weak" {
  allow_users_to_change_password = true
}

# pass: access.password_length, access.password_reuse, access.password_expiry, access.password_lowercase
# pass: access.password_uppercase, access.password_number, access.password_symbol
resource "aws_iam_account_password_policy" "strong" {
  minimum_password_length      = 16
  require_lowercase_characters = true
  require_uppercase_characters = true
  require_numbers              = true
  require_symbols              = true
  max_password_age             = 60
  password_reuse_prevention    = 24
}

# unknown: access.password_length
resource "aws_iam_account_password_policy" "unknown" {
  minimum_password_length = var.length
}

# fail: access.no_mfa
resource "aws_iam_group" "without" {
  name = "without"
}

# pass: access.no_mfa
resource "aws_iam_group" "inline" {
  name = "inline"
}

resource "aws_iam_group_policy" "inline" {
  group = aws_iam_group.inline.name
  policy = jsonencode({
    Statement = [{
      Effect    = "Deny"
      NotAction = "iam:*"
      Resource  = "*"
      Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } }
    }]
  })
}

# pass: access.no_mfa
resource "aws_iam_group" "attached" {
  name = "attached"
}

resource "aws_iam_policy" "mfa" {
  policy = aws_iam_group_policy.inline.policy
}

resource "aws_iam_group_policy_attachment" "attached" {
  group      = "attached"
  policy_arn = aws_iam_policy.mfa.arn
}

# unknown: access.no_mfa
resource "aws_iam_group" "unknown" {
  name = "unknown"
}

resource "aws_iam_group_policy_attachment" "unknown" {
  group      = aws_iam_group.unknown.name
  policy_arn = var.policy
}

# fail: access.admin_policy_looked_up
# none: access.policy_on_user, access.admin_attachment
data "aws_iam_policy" "everything" {
  name = "AdministratorAccess"
}

# pass: access.admin_policy_looked_up
data "aws_iam_policy" "reading" {
  arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

# fail: access.admin_attachment
resource "aws_iam_role_policy_attachment" "looked_up" {
  role       = "deployer"
  policy_arn = data.aws_iam_policy.everything.arn
}
