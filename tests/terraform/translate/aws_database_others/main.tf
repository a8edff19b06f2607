variable "protected" {
  type = bool
}

resource "aws_kms_key" "data" {}

resource "aws_docdb_cluster" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key, resilience.no_backup
  # pass: resilience.no_deletion_protection, logging.service_logs_disabled
  # pass: patching.end_of_support
  engine_version                  = "5.0.0"
  storage_encrypted               = true
  kms_key_id                      = aws_kms_key.data.arn
  backup_retention_period         = 7
  deletion_protection             = true
  enabled_cloudwatch_logs_exports = ["audit", "profiler"]
}

resource "aws_docdb_cluster" "silent" {
  # fail: encryption.at_rest, encryption.customer_managed_key
  # fail: resilience.no_deletion_protection, logging.service_logs_disabled
}

resource "aws_docdb_global_cluster" "silent" {
  # fail: encryption.at_rest
  global_cluster_identifier = "silent"
}

resource "aws_docdb_cluster_instance" "bad" {
  # fail: certificates.outdated_database_ca
  cluster_identifier = aws_docdb_cluster.good.id
  ca_cert_identifier = "rds-ca-2019"
}

resource "aws_neptune_cluster" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key, logging.service_logs_disabled
  # pass: access.no_database_iam_authentication, resilience.no_deletion_protection
  storage_encrypted                   = true
  kms_key_arn                         = aws_kms_key.data.arn
  iam_database_authentication_enabled = true
  deletion_protection                 = true
  enable_cloudwatch_logs_exports      = ["audit"]
}

resource "aws_neptune_cluster" "silent" {
  # fail: encryption.at_rest, encryption.customer_managed_key, logging.service_logs_disabled
  # fail: access.no_database_iam_authentication, resilience.no_deletion_protection
  # fail: patching.end_of_support
  engine_version                 = "1.0.2.1"
  enable_cloudwatch_logs_exports = ["slowquery"]
}

resource "aws_neptune_cluster_instance" "bad" {
  # fail: exposure.public_data_store, patching.auto_minor_upgrade
  publicly_accessible        = true
  auto_minor_version_upgrade = false
}

resource "aws_dynamodb_table" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key
  # pass: resilience.no_point_in_time_recovery
  # unknown: resilience.no_deletion_protection
  name                        = "good"
  deletion_protection_enabled = var.protected
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.data.arn
  }
  point_in_time_recovery {
    enabled = true
  }
}

resource "aws_dynamodb_table" "silent" {
  # pass: encryption.at_rest
  # fail: encryption.customer_managed_key, resilience.no_point_in_time_recovery
  # fail: resilience.no_deletion_protection
  name = "silent"
}

resource "aws_dynamodb_table" "managed" {
  # fail: encryption.customer_managed_key, resilience.no_point_in_time_recovery
  name = "managed"
  server_side_encryption {
    enabled = true
  }
  point_in_time_recovery {
    enabled = false
  }
}

resource "aws_dynamodb_table" "switched_off" {
  # fail: encryption.customer_managed_key
  name = "switched-off"
  server_side_encryption {
    enabled     = false
    kms_key_arn = aws_kms_key.data.arn
  }
}

resource "aws_dynamodb_table_replica" "silent" {
  # fail: encryption.customer_managed_key, resilience.no_point_in_time_recovery
  global_table_arn = aws_dynamodb_table.good.arn
}

resource "aws_keyspaces_table" "good" {
  # pass: encryption.customer_managed_key, resilience.no_point_in_time_recovery
  encryption_specification {
    type               = "CUSTOMER_MANAGED_KMS_KEY"
    kms_key_identifier = aws_kms_key.data.arn
  }
  point_in_time_recovery {
    status = "ENABLED"
  }
}

resource "aws_keyspaces_table" "silent" {
  # fail: encryption.customer_managed_key, resilience.no_point_in_time_recovery
}

resource "aws_timestreamwrite_database" "silent" {
  # fail: encryption.customer_managed_key
  database_name = "silent"
}

resource "aws_qldb_ledger" "silent" {
  # pass: resilience.no_deletion_protection
  permissions_mode = "STANDARD"
}

resource "aws_qldb_ledger" "bad" {
  # fail: resilience.no_deletion_protection
  permissions_mode    = "STANDARD"
  deletion_protection = false
}

resource "aws_neptune_cluster" "tags_copied" {
  # pass: resilience.tags_not_copied
  # none: resilience.single_zone
  copy_tags_to_snapshot = true
}

resource "aws_neptune_cluster" "tags_lost" {
  # fail: resilience.tags_not_copied
}
