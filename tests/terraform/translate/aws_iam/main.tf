variable "bucket" {}

variable "action" {}

variable "statements" {
  type = list(string)
}

data "aws_caller_identity" "current" {}

resource "aws_s3_bucket" "data" {
  bucket_prefix = "data"
}

# fail: access.admin_policy, access.wildcard_actions, access.wildcard_resources, access.privilege_escalation
resource "aws_iam_policy" "admin" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "*"
      Resource = "*"
    }]
  })
}

# pass: access.admin_policy, access.wildcard_actions, access.wildcard_resources, access.privilege_escalation
resource "aws_iam_policy" "narrow" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = ["${aws_s3_bucket.data.arn}/*", aws_s3_bucket.data.arn]
    }
  })
}

# pass: access.admin_policy
# fail: access.wildcard_actions, access.wildcard_resources
resource "aws_iam_policy" "heredoc" {
  policy = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        {"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::${var.bucket}/*"}
      ]
    }
  POLICY
}

# unknown: access.wildcard_actions, access.admin_policy
resource "aws_iam_policy" "unknown_action" {
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = var.action
      Resource = "*"
    }]
  })
}

# unknown: access.admin_policy, access.wildcard_actions
resource "aws_iam_policy" "broken" {
  policy = "{ not json"
}

# pass: access.admin_policy, access.wildcard_actions
resource "aws_iam_policy" "denies" {
  policy = jsonencode({
    Statement = [{
      Effect   = "Deny"
      Action   = "*"
      Resource = "*"
    }]
  })
}

data "aws_iam_policy_document" "base" {
  statement {
    sid       = "list"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.data.arn]
  }
}

# fail: access.admin_policy, access.wildcard_actions
data "aws_iam_policy_document" "admin" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}

# pass: access.admin_policy, access.wildcard_actions, access.wildcard_resources
data "aws_iam_policy_document" "narrow" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.data.arn}/*"]
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

# fail: access.admin_policy
resource "aws_iam_role_policy" "from_document" {
  role   = aws_iam_role.service.id
  policy = data.aws_iam_policy_document.admin.json
}

# pass: access.admin_policy
resource "aws_iam_group_policy" "from_document" {
  group  = "developers"
  policy = data.aws_iam_policy_document.narrow.json
}

# fail: access.wildcard_actions
resource "aws_iam_user_policy" "direct" {
  user = "jenkins"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "ec2:*", Resource = "*" }]
  })
}

# fail: access.admin_policy
resource "aws_ssoadmin_permission_set_inline_policy" "admin" {
  inline_policy = data.aws_iam_policy_document.admin.json
}

# none: access.admin_policy
# fail: access.public_principal
data "aws_iam_policy_document" "public" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

# pass: access.public_trust
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

# pass: access.public_trust, access.admin_policy
resource "aws_iam_role" "service" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
  inline_policy {
    name   = "read"
    policy = data.aws_iam_policy_document.narrow.json
  }
}

# fail: access.public_trust, access.admin_policy
resource "aws_iam_role" "open" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
    }]
  })
  inline_policy {
    name   = "admin"
    policy = data.aws_iam_policy_document.admin.json
  }
}

# fail: access.trusts_whole_account
resource "aws_iam_role" "whole_account" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "123456789012" }
    }]
  })
}

# fail: access.trusts_whole_account
resource "aws_iam_role" "own_account" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
    }]
  })
}

# fail: access.admin_attachment
resource "aws_iam_role" "by_arn" {
  assume_role_policy  = data.aws_iam_policy_document.trust.json
  managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess", aws_iam_policy.narrow.arn]
}

# fail: access.no_mfa
resource "aws_iam_user_policy" "becomes_admin" {
  user = "someone"
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = "sts:AssumeRole"
      Resource = "arn:aws:iam::123456789012:role/admin"
    }]
  })
}

# pass: access.no_mfa
resource "aws_iam_user_policy" "becomes_admin_with_token" {
  user = "someone"
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole"]
      Resource  = "arn:aws:iam::123456789012:role/admin"
      Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }
    }]
  })
}

# none: access.no_mfa
resource "aws_iam_user_policy" "reads" {
  user = "someone"
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "arn:aws:s3:::reports/*"
    }]
  })
}

# fail: access.no_mfa
resource "aws_iam_user_policy" "becomes_admin_without_token" {
  user = "someone"
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole"]
      Resource  = "arn:aws:iam::123456789012:role/admin"
      Condition = { BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } }
    }]
  })
}
