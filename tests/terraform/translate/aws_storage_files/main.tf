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

resource "aws_efs_access_point" "held" {
  # pass: access.access_point_unconfined
  posix_user {
    uid = 1000
    gid = 1000
  }

  root_directory {
    path = "/app"
  }
}

resource "aws_efs_access_point" "open" {
  # fail: access.access_point_unconfined
  file_system_id = "fs-0123456789abcdef0"
}

resource "aws_efs_backup_policy" "daily" {
  # pass: resilience.outside_backup_plan
  backup_policy {
    status = "ENABLED"
  }
}

resource "aws_efs_backup_policy" "none" {
  # fail: resilience.outside_backup_plan
  backup_policy {
    status = "DISABLED"
  }
}

resource "aws_fsx_openzfs_file_system" "tags_copied" {
  # pass: resilience.tags_not_copied
  copy_tags_to_backups = true
  copy_tags_to_volumes = true
}

resource "aws_fsx_openzfs_file_system" "tags_lost" {
  # fail: resilience.tags_not_copied
  copy_tags_to_backups = true
}

resource "aws_fsx_ontap_file_system" "no_such_switch" {
  # none: resilience.tags_not_copied
  deployment_type = "MULTI_AZ_1"
}
