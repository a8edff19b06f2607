variable "https" {
  type = bool
}

resource "aws_kms_key" "data" {}

resource "aws_opensearch_domain" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key, encryption.node_to_node
  # pass: certificates.plain_http, certificates.outdated_tls
  # pass: logging.service_logs_disabled, logging.search_audit_log_disabled
  # pass: access.public_principal, patching.end_of_support, resilience.single_zone
  domain_name    = "good"
  engine_version = "OpenSearch_2.19"

  cluster_config {
    zone_awareness_enabled = true
  }

  encrypt_at_rest {
    enabled    = true
    kms_key_id = aws_kms_key.data.arn
  }

  node_to_node_encryption {
    enabled = true
  }

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
  }

  log_publishing_options {
    cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:123456789012:log-group:a"
    log_type                 = "AUDIT_LOGS"
  }

  access_policies = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::123456789012:role/reader" }
      Action    = "es:ESHttpGet"
      Resource  = "*"
    }]
  })
}

resource "aws_elasticsearch_domain" "silent" {
  # fail: encryption.at_rest, encryption.customer_managed_key, encryption.node_to_node
  # fail: certificates.plain_http, certificates.outdated_tls
  # fail: logging.service_logs_disabled, logging.search_audit_log_disabled
  # none: access.public_principal, patching.end_of_support
  domain_name           = "silent"
  elasticsearch_version = "7.10"
}

resource "aws_elasticsearch_domain" "bad" {
  # fail: encryption.at_rest, encryption.node_to_node, certificates.outdated_tls
  # fail: certificates.plain_http, logging.service_logs_disabled, access.public_principal
  domain_name = "bad"

  encrypt_at_rest {
    enabled = false
  }

  node_to_node_encryption {
    enabled = false
  }

  domain_endpoint_options {
    enforce_https       = false
    tls_security_policy = "Policy-Min-TLS-1-0-2019-07"
  }

  log_publishing_options {
    cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:123456789012:log-group:a"
    log_type                 = "INDEX_SLOW_LOGS"
    enabled                  = false
  }

  access_policies = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        {"Action": "es:*", "Principal": "*", "Effect": "Allow", "Resource": "arn:aws:es:*"}
      ]
    }
  POLICY
}

resource "aws_opensearch_domain" "some_logs" {
  # pass: logging.service_logs_disabled
  # fail: logging.search_audit_log_disabled, patching.end_of_support
  # pass: certificates.plain_http
  # unknown: certificates.outdated_tls
  domain_name    = "some-logs"
  engine_version = "OpenSearch_1.0"

  domain_endpoint_options {
    tls_security_policy = "Policy-Of-Our-Own"
  }

  log_publishing_options {
    cloudwatch_log_group_arn = "arn:aws:logs:eu-west-1:123456789012:log-group:a"
    log_type                 = "SEARCH_SLOW_LOGS"
  }
}

resource "aws_opensearch_domain" "told_later" {
  # unknown: certificates.plain_http
  domain_name = "told-later"
  domain_endpoint_options {
    enforce_https = var.https
  }
}

# fail: access.public_principal
resource "aws_opensearch_domain_policy" "open" {
  domain_name = "good"
  access_policies = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "es:*", Resource = "*" }]
  })
}

resource "aws_cloudsearch_domain" "silent" {
  # fail: certificates.plain_http, certificates.outdated_tls
  name = "silent"
}

resource "aws_kendra_index" "silent" {
  # fail: encryption.customer_managed_key
  name = "silent"
}

resource "aws_opensearchserverless_security_policy" "open" {
  # fail: exposure.public_data_store
  name = "open"
  type = "network"
  policy = jsonencode([{
    Rules           = [{ ResourceType = "collection", Resource = ["collection/a"] }]
    AllowFromPublic = true
  }])
}

resource "aws_opensearchserverless_security_policy" "closed" {
  # pass: exposure.public_data_store
  name = "closed"
  type = "network"
  policy = jsonencode([{
    Rules           = [{ ResourceType = "collection", Resource = ["collection/a"] }]
    AllowFromPublic = false
    SourceVPCEs     = ["vpce-1"]
  }])
}

resource "aws_opensearchserverless_security_policy" "keys" {
  # none: exposure.public_data_store
  name   = "keys"
  type   = "encryption"
  policy = jsonencode({ AWSOwnedKey = true })
}

resource "aws_elasticsearch_domain" "inside" {
  # none: access.public_principal
  domain_name = "inside"

  vpc_options {
    subnet_ids = ["subnet-1"]
  }

  access_policies = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "es:*", Resource = "*" }]
  })
}

# none: access.public_principal
resource "aws_elasticsearch_domain_policy" "inside" {
  domain_name = aws_elasticsearch_domain.inside.domain_name
  access_policies = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "es:*", Resource = "*" }]
  })
}

resource "aws_opensearch_domain" "closed" {
  # pass: access.no_fine_grained_access, access.basic_authentication, access.no_federation
  # pass: resilience.not_redundant
  cluster_config {
    instance_count           = 3
    zone_awareness_enabled   = true
    dedicated_master_enabled = true
    dedicated_master_count   = 3
  }

  advanced_security_options {
    enabled                        = true
    internal_user_database_enabled = false
  }

  cognito_options {
    enabled          = true
    identity_pool_id = "pool"
    role_arn         = "arn:aws:iam::123456789012:role/kibana"
    user_pool_id     = "users"
  }
}

resource "aws_opensearch_domain" "local_accounts" {
  # pass: access.no_fine_grained_access
  # fail: access.basic_authentication, access.no_federation, resilience.not_redundant
  advanced_security_options {
    enabled                        = true
    internal_user_database_enabled = true
  }
}

resource "aws_opensearch_domain" "coarse" {
  # fail: access.no_fine_grained_access, access.no_federation
  # none: access.basic_authentication
}
