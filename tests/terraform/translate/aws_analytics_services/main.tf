variable "document" {
  type = string
}

resource "aws_kms_key" "data" {}

resource "aws_athena_database" "good" {
  # pass: encryption.at_rest
  name = "good"
  encryption_configuration {
    encryption_option = "SSE_S3"
  }
}

resource "aws_athena_database" "silent" {
  # fail: encryption.at_rest
  name = "silent"
}

resource "aws_athena_workgroup" "good" {
  # pass: encryption.at_rest
  name = "good"
  configuration {
    result_configuration {
      encryption_configuration {
        encryption_option = "SSE_KMS"
        kms_key_arn       = aws_kms_key.data.arn
      }
    }
  }
}

resource "aws_athena_workgroup" "silent" {
  # fail: encryption.at_rest
  name = "silent"
  configuration {
    result_configuration {
      output_location = "s3://results/"
    }
  }
}

resource "aws_glue_data_catalog_encryption_settings" "good" {
  # pass: encryption.at_rest
  data_catalog_encryption_settings {
    connection_password_encryption {
      aws_kms_key_id                       = aws_kms_key.data.arn
      return_connection_password_encrypted = true
    }
    encryption_at_rest {
      catalog_encryption_mode = "SSE-KMS"
      sse_aws_kms_key_id      = aws_kms_key.data.arn
    }
  }
}

resource "aws_glue_data_catalog_encryption_settings" "half" {
  # fail: encryption.at_rest
  data_catalog_encryption_settings {
    connection_password_encryption {
      return_connection_password_encrypted = false
    }
    encryption_at_rest {
      catalog_encryption_mode = "SSE-KMS"
    }
  }
}

resource "aws_glue_security_configuration" "good" {
  # pass: encryption.at_rest
  name = "good"
  encryption_configuration {
    cloudwatch_encryption {
      cloudwatch_encryption_mode = "SSE-KMS"
      kms_key_arn                = aws_kms_key.data.arn
    }
    job_bookmarks_encryption {
      job_bookmarks_encryption_mode = "CSE-KMS"
      kms_key_arn                   = aws_kms_key.data.arn
    }
    s3_encryption {
      s3_encryption_mode = "SSE-S3"
    }
  }
}

resource "aws_glue_security_configuration" "half" {
  # fail: encryption.at_rest
  name = "half"
  encryption_configuration {
    cloudwatch_encryption {
      cloudwatch_encryption_mode = "DISABLED"
    }
    job_bookmarks_encryption {
      job_bookmarks_encryption_mode = "CSE-KMS"
    }
    s3_encryption {
      s3_encryption_mode = "SSE-KMS"
    }
  }
}

resource "aws_glue_connection" "good" {
  # pass: encryption.in_transit
  name = "good"
  connection_properties = {
    JDBC_CONNECTION_URL = "jdbc:mysql://db.example.com/a"
    JDBC_ENFORCE_SSL    = "true"
  }
}

resource "aws_glue_connection" "silent" {
  # fail: encryption.in_transit
  name = "silent"
  connection_properties = {
    JDBC_CONNECTION_URL = "jdbc:mysql://db.example.com/a"
  }
}

resource "aws_glue_connection" "network" {
  # none: encryption.in_transit
  name            = "network"
  connection_type = "NETWORK"
}

resource "aws_emr_security_configuration" "good" {
  # pass: encryption.at_rest, encryption.in_transit
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableInTransitEncryption = true
      EnableAtRestEncryption    = true
      AtRestEncryptionConfiguration = {
        S3EncryptionConfiguration = { EncryptionMode = "SSE-S3" }
        LocalDiskEncryptionConfiguration = {
          EncryptionKeyProviderType = "AwsKms"
          AwsKmsKey                 = aws_kms_key.data.arn
        }
      }
    }
  })
}

resource "aws_emr_security_configuration" "no_disks" {
  # fail: encryption.at_rest, encryption.in_transit
  configuration = <<-JSON
    {
      "EncryptionConfiguration": {
        "EnableInTransitEncryption": false,
        "EnableAtRestEncryption": true,
        "AtRestEncryptionConfiguration": {
          "S3EncryptionConfiguration": {"EncryptionMode": "SSE-S3"}
        }
      }
    }
  JSON
}

resource "aws_emr_security_configuration" "told_later" {
  # unknown: encryption.at_rest, encryption.in_transit
  configuration = var.document
}

resource "aws_emr_cluster" "configured" {
  # none: encryption.at_rest, encryption.in_transit
  name                   = "configured"
  security_configuration = aws_emr_security_configuration.good.name
}

resource "aws_emr_cluster" "silent" {
  # fail: encryption.at_rest, encryption.in_transit
  name = "silent"
}

resource "aws_redshift_cluster" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key, exposure.public_data_store
  # pass: logging.service_logs_disabled, patching.auto_minor_upgrade, resilience.no_backup
  cluster_identifier  = "good"
  encrypted           = true
  kms_key_id          = aws_kms_key.data.arn
  publicly_accessible = false
}

resource "aws_redshift_logging" "good" {
  cluster_identifier   = aws_redshift_cluster.good.id
  log_destination_type = "cloudwatch"
}

resource "aws_redshift_cluster" "silent" {
  # fail: encryption.at_rest, encryption.customer_managed_key, exposure.public_data_store
  # fail: logging.service_logs_disabled
  cluster_identifier = "silent"
}

resource "aws_redshift_cluster" "inline" {
  # pass: logging.service_logs_disabled
  # fail: patching.auto_minor_upgrade, resilience.no_backup
  cluster_identifier                  = "inline"
  allow_version_upgrade               = false
  automated_snapshot_retention_period = 0
  logging {
    enable      = true
    bucket_name = "logs"
  }
}

resource "aws_redshiftserverless_namespace" "silent" {
  # fail: encryption.customer_managed_key
  namespace_name = "silent"
}

resource "aws_redshiftserverless_workgroup" "bad" {
  # fail: exposure.public_data_store
  publicly_accessible = true
}

resource "aws_dms_replication_instance" "good" {
  # pass: exposure.public_data_store, patching.auto_minor_upgrade, encryption.customer_managed_key
  auto_minor_version_upgrade = true
  publicly_accessible        = false
  kms_key_arn                = aws_kms_key.data.arn
}

resource "aws_dms_replication_instance" "bad" {
  # fail: exposure.public_data_store, patching.auto_minor_upgrade, encryption.customer_managed_key
  publicly_accessible = true
}

resource "aws_dms_endpoint" "plain" {
  # fail: encryption.in_transit
  endpoint_id = "plain"
  engine_name = "aurora"
}

resource "aws_dms_endpoint" "tls" {
  # pass: encryption.in_transit
  endpoint_id = "tls"
  engine_name = "postgres"
  ssl_mode    = "verify-full"
}

resource "aws_dms_endpoint" "bucket" {
  # none: encryption.in_transit
  endpoint_id = "bucket"
  engine_name = "s3"
}

resource "aws_sagemaker_notebook_instance" "good" {
  # pass: encryption.customer_managed_key, access.metadata_v1
  kms_key_id = aws_kms_key.data.id
  instance_metadata_service_configuration {
    minimum_instance_metadata_service_version = "2"
  }
}

resource "aws_sagemaker_notebook_instance" "silent" {
  # fail: encryption.customer_managed_key, access.metadata_v1
  name = "silent"
}

resource "aws_sagemaker_endpoint_configuration" "silent" {
  # fail: encryption.customer_managed_key
  name = "silent"
}

resource "aws_workspaces_workspace" "good" {
  # pass: encryption.at_rest
  root_volume_encryption_enabled = true
  user_volume_encryption_enabled = true
}

resource "aws_workspaces_workspace" "half" {
  # fail: encryption.at_rest
  root_volume_encryption_enabled = true
}

resource "aws_mwaa_environment" "bad" {
  # fail: exposure.public_data_store, logging.service_logs_disabled
  webserver_access_mode = "PUBLIC_ONLY"
  logging_configuration {
    scheduler_logs {
      enabled = true
    }
  }
}

resource "aws_redshift_cluster" "named" {
  # pass: access.default_administrator_name, exposure.no_private_network
  master_username      = "warehouse_owner"
  enhanced_vpc_routing = true
}

resource "aws_redshift_cluster" "unnamed" {
  # fail: access.default_administrator_name, exposure.no_private_network
  master_username = "awsuser"
}

resource "aws_athena_workgroup" "unmeasured" {
  # fail: logging.service_logs_disabled
  name = "unmeasured"
  configuration {
    publish_cloudwatch_metrics_enabled = false
  }
}

resource "aws_athena_workgroup" "measured" {
  # pass: logging.service_logs_disabled
  name = "measured"
}

resource "aws_dms_endpoint" "open_cache" {
  # fail: encryption.in_transit
  endpoint_id = "open-cache"
  engine_name = "redis"
  redis_settings {
    auth_type             = "none"
    ssl_security_protocol = "plaintext"
  }
}

resource "aws_dms_endpoint" "cache" {
  # pass: encryption.in_transit
  # none: access.no_authentication
  endpoint_id = "cache"
  engine_name = "redis"
  redis_settings {
    auth_type = "none"
  }
}

resource "aws_dms_endpoint" "anonymous" {
  # fail: access.no_authentication
  endpoint_id = "anonymous"
  engine_name = "mongodb"
  mongodb_settings {
    auth_type = "no"
  }
}

resource "aws_dms_endpoint" "named" {
  # pass: access.no_authentication
  endpoint_id = "named"
  engine_name = "mongodb"
}
