variable "kind" {
  type = string
}

resource "aws_kms_key" "data" {}

resource "aws_kinesis_stream" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key
  name            = "good"
  encryption_type = "KMS"
  kms_key_id      = aws_kms_key.data.id
}

resource "aws_kinesis_stream" "managed" {
  # pass: encryption.at_rest
  # fail: encryption.customer_managed_key
  name            = "managed"
  encryption_type = "KMS"
  kms_key_id      = "alias/aws/kinesis"
}

resource "aws_kinesis_stream" "silent" {
  # fail: encryption.at_rest, encryption.customer_managed_key
  name = "silent"
}

resource "aws_kinesis_stream" "told_later" {
  # unknown: encryption.at_rest
  name            = "told-later"
  encryption_type = var.kind
}

resource "aws_kinesis_video_stream" "silent" {
  # fail: encryption.customer_managed_key
  name = "silent"
}

resource "aws_kinesis_firehose_delivery_stream" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key
  name = "good"
  server_side_encryption {
    enabled  = true
    key_type = "CUSTOMER_MANAGED_CMK"
    key_arn  = aws_kms_key.data.arn
  }
}

resource "aws_kinesis_firehose_delivery_stream" "silent" {
  # fail: encryption.at_rest, encryption.customer_managed_key
  name = "silent"
}

resource "aws_kinesis_firehose_delivery_stream" "fed" {
  # none: encryption.at_rest, encryption.customer_managed_key
  name = "fed"
  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.good.arn
  }
}

resource "aws_msk_cluster" "good" {
  # pass: encryption.at_rest, encryption.in_transit, encryption.customer_managed_key
  # pass: logging.service_logs_disabled, exposure.public_data_store, patching.end_of_support
  kafka_version = "3.9.x"

  broker_node_group_info {
    instance_type = "kafka.m5.large"
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = aws_kms_key.data.arn
    encryption_in_transit {
      client_broker = "TLS"
    }
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled = false
      }
      s3 {
        enabled = true
        bucket  = "logs"
      }
    }
  }
}

resource "aws_msk_cluster" "silent" {
  # pass: encryption.at_rest, encryption.in_transit, exposure.public_data_store
  # fail: encryption.customer_managed_key, logging.service_logs_disabled
  # fail: patching.end_of_support
  kafka_version = "2.2.1"
}

resource "aws_msk_cluster" "bad" {
  # fail: encryption.in_transit, exposure.public_data_store, logging.service_logs_disabled
  broker_node_group_info {
    connectivity_info {
      public_access {
        type = "SERVICE_PROVIDED_EIPS"
      }
    }
  }

  encryption_info {
    encryption_in_transit {
      client_broker = "TLS_PLAINTEXT"
      in_cluster    = true
    }
  }

  logging_info {
    broker_logs {
      firehose {
        enabled = false
      }
    }
  }
}

resource "aws_msk_cluster" "plain_inside" {
  # fail: encryption.in_transit
  encryption_info {
    encryption_in_transit {
      in_cluster = false
    }
  }
}

resource "aws_mq_broker" "good" {
  # pass: exposure.public_data_store, logging.service_logs_disabled, patching.auto_minor_upgrade
  # pass: encryption.customer_managed_key, resilience.single_zone
  broker_name                = "good"
  engine_type                = "ActiveMQ"
  engine_version             = "5.18"
  deployment_mode            = "ACTIVE_STANDBY_MULTI_AZ"
  auto_minor_version_upgrade = true
  encryption_options {
    kms_key_id        = aws_kms_key.data.arn
    use_aws_owned_key = false
  }
  logs {
    general = true
    audit   = true
  }
}

resource "aws_mq_broker" "silent" {
  # pass: exposure.public_data_store
  # fail: logging.service_logs_disabled, patching.auto_minor_upgrade, resilience.single_zone
  # fail: encryption.customer_managed_key, patching.end_of_support
  broker_name    = "silent"
  engine_type    = "RabbitMQ"
  engine_version = "3.12.13"
}

resource "aws_mq_broker" "bad" {
  # fail: exposure.public_data_store, logging.service_logs_disabled
  broker_name         = "bad"
  publicly_accessible = true
  logs {
    general = false
  }
}

resource "aws_mq_configuration" "old" {
  # fail: patching.end_of_support
  name           = "old"
  engine_type    = "RabbitMQ"
  engine_version = "3.12.13"
}

resource "aws_mq_broker" "general_only" {
  # pass: logging.service_logs_disabled
  # fail: logging.broker_audit_log_disabled
  broker_name = "general-only"
  engine_type = "ActiveMQ"
  logs {
    general = true
  }
}

resource "aws_mq_broker" "audit_only" {
  # fail: logging.service_logs_disabled
  # pass: logging.broker_audit_log_disabled
  broker_name = "audit-only"
  engine_type = "ActiveMQ"
  logs {
    audit = true
  }
}

resource "aws_mq_broker" "rabbit" {
  # pass: logging.service_logs_disabled
  # none: logging.broker_audit_log_disabled
  broker_name = "rabbit"
  engine_type = "RabbitMQ"
  logs {
    general = true
  }
}

resource "aws_msk_cluster" "silent_about_encryption" {
  # pass: encryption.at_rest, encryption.in_transit
  cluster_name = "silent"
}

resource "aws_msk_cluster" "anybody" {
  # fail: access.no_authentication, logging.detailed_monitoring_disabled
  cluster_name = "anybody"
}

resource "aws_msk_cluster" "by_certificate" {
  # pass: access.no_authentication, logging.detailed_monitoring_disabled
  cluster_name        = "by-certificate"
  enhanced_monitoring = "PER_TOPIC_PER_BROKER"
  client_authentication {
    tls {
      certificate_authority_arns = ["arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/a"]
    }
  }
}

resource "aws_msk_cluster" "by_role_or_nothing" {
  # fail: access.no_authentication
  cluster_name = "by-role-or-nothing"
  client_authentication {
    unauthenticated = true
    sasl {
      iam = true
    }
  }
}

resource "aws_msk_cluster" "by_role" {
  # pass: access.no_authentication
  # none: certificates.no_client_certificate
  # unknown: logging.detailed_monitoring_disabled
  cluster_name        = "by-role"
  enhanced_monitoring = var.kind
  client_authentication {
    sasl {
      iam = true
    }
  }
}

resource "aws_msk_serverless_cluster" "by_role" {
  # pass: access.no_authentication, encryption.in_transit
  cluster_name = "by-role"
  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }
}
