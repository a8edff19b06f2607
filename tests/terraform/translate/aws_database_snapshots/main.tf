resource "aws_kms_key" "data" {}

resource "aws_rds_cluster" "plain" {
  cluster_identifier = "plain"
  engine             = "aurora-mysql"
}

resource "aws_neptune_cluster" "secret" {
  cluster_identifier = "secret"
  storage_encrypted  = true
}

resource "aws_db_snapshot" "shared" {
  # fail: exposure.public_data_store
  # unknown: encryption.at_rest
  db_instance_identifier = "made-elsewhere"
  db_snapshot_identifier = "shared"
  shared_accounts        = ["123456789012", "all"]
}

resource "aws_db_cluster_snapshot" "plain" {
  # fail: encryption.at_rest
  # pass: exposure.public_data_store
  db_cluster_identifier          = aws_rds_cluster.plain.id
  db_cluster_snapshot_identifier = "plain"
}

resource "aws_neptune_cluster_snapshot" "secret" {
  # pass: encryption.at_rest
  db_cluster_identifier          = aws_neptune_cluster.secret.cluster_identifier
  db_cluster_snapshot_identifier = "secret"
}

resource "aws_db_snapshot_copy" "good" {
  # pass: encryption.customer_managed_key, exposure.public_data_store
  source_db_snapshot_identifier = "a"
  target_db_snapshot_identifier = "b"
  kms_key_id                    = aws_kms_key.data.arn
}

resource "aws_db_snapshot_copy" "bad" {
  # fail: encryption.customer_managed_key, exposure.public_data_store
  source_db_snapshot_identifier = "a"
  target_db_snapshot_identifier = "b"
  shared_accounts               = ["all"]
}

resource "aws_db_instance_automated_backups_replication" "bad" {
  # fail: encryption.customer_managed_key
  source_db_instance_arn = "arn:aws:rds:eu-west-1:123456789012:db:a"
}
