variable "days" {
  type = number
}

variable "encrypted" {
  type = bool
}

variable "log_types" {
  default = ["postgresql", "upgrade"]
}

resource "aws_kms_key" "data" {}

resource "aws_db_instance" "good" {
  # pass: encryption.at_rest, exposure.public_data_store, resilience.no_backup
  # pass: resilience.no_deletion_protection, resilience.single_zone
  # pass: access.no_database_iam_authentication, patching.auto_minor_upgrade
  # pass: certificates.outdated_database_ca, logging.service_logs_disabled
  # pass: patching.end_of_support
  # none: encryption.customer_managed_key
  identifier                          = "good"
  engine                              = "postgres"
  engine_version                      = "17.2"
  storage_encrypted                   = true
  backup_retention_period             = 7
  deletion_protection                 = true
  multi_az                            = true
  iam_database_authentication_enabled = true
  ca_cert_identifier                  = "rds-ca-rsa2048-g1"
  enabled_cloudwatch_logs_exports     = var.log_types
}

resource "aws_db_instance" "silent" {
  # fail: encryption.at_rest, resilience.no_backup, resilience.no_deletion_protection
  # fail: resilience.single_zone, access.no_database_iam_authentication
  # fail: logging.service_logs_disabled
  # pass: exposure.public_data_store, patching.auto_minor_upgrade
  # pass: certificates.outdated_database_ca
  # none: patching.end_of_support
  engine = "mysql"
}

resource "aws_db_instance" "bad" {
  # fail: exposure.public_data_store, patching.auto_minor_upgrade
  # fail: certificates.outdated_database_ca, resilience.no_backup, patching.end_of_support
  # fail: encryption.customer_managed_key
  engine                       = "postgres"
  engine_version               = "11.5"
  publicly_accessible          = true
  auto_minor_version_upgrade   = false
  backup_retention_period      = 0
  ca_cert_identifier           = "rds-ca-2019"
  performance_insights_enabled = true
}

resource "aws_db_instance" "oracle" {
  # none: access.no_database_iam_authentication, patching.end_of_support
  # unknown: certificates.outdated_database_ca
  engine             = "oracle-ee"
  engine_version     = "19"
  ca_cert_identifier = "a-ca-of-our-own"
}

resource "aws_db_instance" "told_later" {
  # unknown: resilience.no_backup, encryption.at_rest
  engine                  = "mysql"
  backup_retention_period = var.days
  storage_encrypted       = var.encrypted
}

resource "aws_db_instance" "replica" {
  # pass: encryption.at_rest
  # none: resilience.no_backup, resilience.single_zone
  replicate_source_db = aws_db_instance.good.identifier
}

resource "aws_db_instance" "replica_of_plain" {
  # fail: encryption.at_rest
  replicate_source_db = aws_db_instance.silent.id
}

resource "aws_db_instance" "replica_from_elsewhere" {
  # unknown: encryption.at_rest
  replicate_source_db = "made-elsewhere"
}

resource "aws_rds_cluster" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key, resilience.no_backup
  # pass: resilience.no_deletion_protection, access.no_database_iam_authentication
  # pass: logging.service_logs_disabled, patching.end_of_support
  engine                              = "aurora-postgresql"
  engine_version                      = "17.4"
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.data.arn
  deletion_protection                 = true
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = ["postgresql"]
}

resource "aws_rds_cluster" "silent" {
  # fail: encryption.at_rest, encryption.customer_managed_key
  # fail: resilience.no_deletion_protection, access.no_database_iam_authentication
  # fail: logging.service_logs_disabled
  # pass: resilience.no_backup
  engine = "aurora-mysql"
}

resource "aws_rds_cluster" "serverless" {
  # pass: encryption.at_rest
  engine      = "aurora-mysql"
  engine_mode = "serverless"
}

resource "aws_rds_cluster_instance" "good" {
  # pass: exposure.public_data_store, patching.auto_minor_upgrade
  # pass: encryption.customer_managed_key
  cluster_identifier              = aws_rds_cluster.good.id
  performance_insights_enabled    = true
  performance_insights_kms_key_id = aws_kms_key.data.arn
}

resource "aws_rds_cluster_instance" "bad" {
  # fail: exposure.public_data_store, patching.auto_minor_upgrade
  # none: encryption.at_rest
  cluster_identifier         = aws_rds_cluster.good.id
  publicly_accessible        = true
  auto_minor_version_upgrade = false
}

resource "aws_rds_global_cluster" "silent" {
  # fail: encryption.at_rest, resilience.no_deletion_protection
  global_cluster_identifier = "silent"
}

resource "aws_rds_global_cluster" "grown" {
  # pass: encryption.at_rest, resilience.no_deletion_protection
  global_cluster_identifier    = "grown"
  source_db_cluster_identifier = aws_rds_cluster.good.arn
  deletion_protection          = true
}

resource "aws_db_proxy" "plain" {
  # fail: encryption.in_transit
  name = "plain"
}

resource "aws_db_proxy" "tls" {
  # pass: encryption.in_transit
  name        = "tls"
  require_tls = true
}

resource "aws_db_parameter_group" "forced" {
  # pass: encryption.in_transit
  family = "postgres17"
  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_db_parameter_group" "not_forced" {
  # fail: encryption.in_transit
  family = "mysql8.0"
  parameter {
    name  = "log_output"
    value = "FILE"
  }
  parameter {
    name  = "require_secure_transport"
    value = "OFF"
  }
}

resource "aws_rds_cluster_parameter_group" "silent" {
  # none: encryption.in_transit
  family = "aurora-mysql8.0"
}

resource "aws_db_parameter_group" "silent_and_old" {
  # none: encryption.in_transit
  family = "postgres14"
}

resource "aws_db_parameter_group" "silent_and_new" {
  # none: encryption.in_transit
  family = "postgres16"
}

resource "aws_db_parameter_group" "sql_server" {
  # none: encryption.in_transit
  family = "sqlserver-se-15.0"
}

resource "aws_db_parameter_group" "no_such_parameter" {
  # none: encryption.in_transit
  family = "oracle-ee-19"
}

resource "aws_db_parameter_group" "default_not_known" {
  # none: encryption.in_transit
  family = "mysql8.4"
}

resource "aws_db_parameter_group" "family_later" {
  # none: encryption.in_transit
  family = var.engine
}

resource "aws_db_instance" "watched" {
  # pass: logging.detailed_monitoring_disabled
  engine              = "postgres"
  username            = "orders_owner"
  monitoring_interval = 60
}

resource "aws_db_instance" "unwatched" {
  # fail: logging.detailed_monitoring_disabled
  engine   = "postgres"
  username = "postgres"
}

resource "aws_docdb_cluster_parameter_group" "silent" {
  # pass: encryption.in_transit
  # fail: logging.service_logs_disabled
  family = "docdb5.0"
}

resource "aws_docdb_cluster_parameter_group" "bad" {
  # fail: encryption.in_transit
  # pass: logging.service_logs_disabled
  family = "docdb5.0"
  parameter {
    name  = "audit_logs"
    value = "enabled"
  }
  parameter {
    name  = "tls"
    value = "disabled"
  }
}

resource "aws_redshift_parameter_group" "silent" {
  # fail: encryption.in_transit
  family = "redshift-1.0"
}

resource "aws_redshift_parameter_group" "good" {
  # pass: encryption.in_transit
  family = "redshift-1.0"
  parameter {
    name  = "require_ssl"
    value = true
  }
}

resource "aws_redshift_parameter_group" "told_later" {
  # unknown: encryption.in_transit
  family = "redshift-1.0"
  parameter {
    name  = "require_ssl"
    value = var.encrypted
  }
}

resource "aws_rds_cluster" "one_day" {
  # fail: resilience.single_day_backup
  # pass: resilience.no_backup
  cluster_identifier = "one-day"
  engine             = "aurora-mysql"
}

resource "aws_db_instance" "replica_without_backups" {
  # none: resilience.no_backup, resilience.single_day_backup, resilience.short_backup
  replicate_source_db     = "arn:aws:rds:eu-west-1:123456789012:db:source"
  backup_retention_period = 0
}

resource "aws_db_instance" "own_name" {
  # pass: access.default_administrator_name, resilience.tags_not_copied
  engine                = "postgres"
  username              = "orders_owner"
  copy_tags_to_snapshot = true
}

resource "aws_db_instance" "default_name" {
  # fail: access.default_administrator_name, resilience.tags_not_copied
  engine   = "postgres"
  username = "postgres"
}

resource "aws_db_instance" "restored" {
  # none: access.default_administrator_name
  engine              = "postgres"
  snapshot_identifier = "yesterday"
}

resource "aws_rds_cluster" "named" {
  # pass: access.default_administrator_name, resilience.tags_not_copied
  # none: resilience.single_zone, patching.extended_support
  engine                = "aurora-postgresql"
  engine_version        = "16.4"
  master_username       = "orders_owner"
  copy_tags_to_snapshot = true
}

resource "aws_rds_cluster" "unnamed" {
  # fail: access.default_administrator_name, resilience.tags_not_copied
  engine          = "aurora-mysql"
  master_username = "admin"
}
