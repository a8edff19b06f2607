variable "name" {
  type = string
}

variable "encrypted" {
  type = bool
}

variable "backup_days" {
  type = number
}

variable "kms_key_id" {
  type = string
}

resource "aws_db_instance" "this" {
  identifier                          = var.name
  engine                              = "postgres"
  engine_version                      = "12.17"
  instance_class                      = "db.t3.medium"
  allocated_storage                   = 50
  storage_encrypted                   = var.encrypted
  kms_key_id                          = var.encrypted ? var.kms_key_id : null
  backup_retention_period             = var.backup_days
  multi_az                            = true
  deletion_protection                 = true
  publicly_accessible                 = false
  iam_database_authentication_enabled = true
  manage_master_user_password         = true
  username                            = "shop"
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  copy_tags_to_snapshot               = true
}
