variable "rotate" {
  type = bool
}

variable "rotation_arn" {}

# fail: secrets.key_rotation_disabled
resource "aws_kms_key" "bare" {}

# pass: secrets.key_rotation_disabled, access.public_principal, secrets.key_deletion_unguarded
resource "aws_kms_key" "good" {
  enable_key_rotation = true
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "kms:*"
      Resource  = "*"
      Principal = { AWS = "arn:aws:iam::123456789012:root" }
    }]
  })
}

# unknown: secrets.key_rotation_disabled
resource "aws_kms_key" "unknown" {
  enable_key_rotation = var.rotate
}

# none: secrets.key_rotation_disabled
resource "aws_kms_key" "asymmetric" {
  customer_master_key_spec = "RSA_2048"
}

# fail: access.public_principal
resource "aws_kms_key" "open" {
  enable_key_rotation = true
  policy              = <<-POLICY
    {"Statement": [{"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": "*"}]}
  POLICY
}

# fail: access.public_principal
resource "aws_kms_key_policy" "open" {
  key_id = aws_kms_key.bare.id
  policy = aws_kms_key.open.policy
}

# fail: secrets.rotation_disabled, encryption.customer_managed_key
resource "aws_secretsmanager_secret" "bare" {
  name = "bare"
}

# pass: secrets.rotation_disabled, encryption.customer_managed_key
resource "aws_secretsmanager_secret" "good" {
  name       = "good"
  kms_key_id = aws_kms_key.good.arn
}

resource "aws_secretsmanager_secret_rotation" "good" {
  secret_id           = aws_secretsmanager_secret.good.id
  rotation_lambda_arn = "arn"
  rotation_rules {
    automatically_after_days = 30
  }
}

# fail: secrets.rotation_disabled
resource "aws_secretsmanager_secret_rotation" "rare" {
  secret_id           = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:other"
  rotation_lambda_arn = "arn"
  rotation_rules {
    schedule_expression = "rate(400 days)"
  }
}

# fail: encryption.customer_managed_key
resource "aws_secretsmanager_secret" "provider_key" {
  name       = "provider-key"
  kms_key_id = "alias/aws/secretsmanager"
}

# pass: secrets.rotation_disabled
resource "aws_secretsmanager_secret" "old_style" {
  name                = "old-style"
  rotation_lambda_arn = "arn"
  rotation_rules {
    automatically_after_days = 30
  }
}

# fail: access.public_principal
resource "aws_secretsmanager_secret_policy" "open" {
  secret_arn = aws_secretsmanager_secret.good.arn
  policy     = data.aws_iam_policy_document.open.json
}

data "aws_iam_policy_document" "open" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

# fail: secrets.unencrypted_parameter
# none: encryption.customer_managed_key
resource "aws_ssm_parameter" "clear" {
  name  = "clear"
  type  = "String"
  value = "x"
}

# none: secrets.unencrypted_parameter
resource "aws_ssm_parameter" "image" {
  name      = "image"
  type      = "String"
  data_type = "aws:ec2:image"
  value     = "ami-0123456789abcdef0"
}

# pass: secrets.unencrypted_parameter
# fail: encryption.customer_managed_key
resource "aws_ssm_parameter" "secure" {
  name  = "secure"
  type  = "SecureString"
  value = "x"
}

# pass: encryption.customer_managed_key
resource "aws_ssm_parameter" "own_key" {
  name   = "own-key"
  type   = "SecureString"
  key_id = aws_kms_key.good.id
  value  = "x"
}

data "aws_kms_key" "of_aws" {
  key_id = "alias/aws/secretsmanager"
}

# fail: encryption.customer_managed_key
resource "aws_secretsmanager_secret" "key_of_aws" {
  name       = "key-of-aws"
  kms_key_id = data.aws_kms_key.of_aws.arn
}
