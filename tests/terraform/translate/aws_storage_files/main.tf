resource "aws_kms_key" "files" {}

resource "aws_efs_file_system" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key, resilience.single_zone
  encrypted  = true
  kms_key_id = aws_kms_key.files.arn
}

resource "aws_efs_file_system" "silent" {
  # fail: encryption.at_rest, encryption.customer_managed_key, resilience.single_zone
  availability_zone_name = "eu-west-1a"
}

# fail: access.public_principal
resource "aws_efs_file_system_policy" "open" {
  file_system_id = aws_efs_file_system.good.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
      Resource  = aws_efs_file_system.good.arn
    }]
  })
}

resource "aws_fsx_windows_file_system" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key, resilience.no_backup
  # pass: resilience.single_zone
  kms_key_id      = aws_kms_key.files.arn
  deployment_type = "MULTI_AZ_1"
}

resource "aws_fsx_windows_file_system" "bad" {
  # fail: encryption.customer_managed_key, resilience.no_backup, resilience.single_zone
  automatic_backup_retention_days = 0
}

resource "aws_fsx_lustre_file_system" "scratch" {
  # pass: encryption.at_rest
  # fail: encryption.customer_managed_key
  # none: resilience.no_backup
  subnet_ids = ["subnet-1"]
}

resource "aws_backup_vault" "good" {
  # pass: encryption.customer_managed_key
  name        = "good"
  kms_key_arn = aws_kms_key.files.arn
}

resource "aws_backup_vault" "bad" {
  # fail: encryption.customer_managed_key
  name = "bad"
}

resource "aws_backup_plan" "kept" {
  # pass: resilience.no_backup
  name = "kept"
  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.good.name
    lifecycle {
      delete_after = 14
    }
  }
  rule {
    rule_name         = "yearly"
    target_vault_name = aws_backup_vault.good.name
  }
}

resource "aws_transfer_server" "silent" {
  # fail: exposure.public_data_store
}

resource "aws_transfer_server" "inside" {
  # pass: exposure.public_data_store
  endpoint_type = "VPC"
}
