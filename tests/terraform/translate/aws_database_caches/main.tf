variable "days" {
  type = number
}

resource "aws_kms_key" "data" {}

resource "aws_dax_cluster" "good" {
  # pass: encryption.at_rest, encryption.in_transit
  cluster_endpoint_encryption_type = "TLS"
  server_side_encryption {
    enabled = true
  }
}

resource "aws_dax_cluster" "silent" {
  # fail: encryption.at_rest, encryption.in_transit
  cluster_name = "silent"
}

resource "aws_elasticache_replication_group" "good" {
  # pass: encryption.at_rest, encryption.in_transit, encryption.customer_managed_key
  # pass: resilience.no_backup, resilience.single_zone, patching.auto_minor_upgrade
  replication_group_id       = "good"
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  kms_key_id                 = aws_kms_key.data.arn
  snapshot_retention_limit   = 7
  multi_az_enabled           = true
  automatic_failover_enabled = true
}

resource "aws_elasticache_replication_group" "silent" {
  # fail: encryption.at_rest, encryption.in_transit, encryption.customer_managed_key
  # fail: resilience.no_backup, resilience.single_zone, patching.end_of_support
  replication_group_id = "silent"
  engine_version       = "5.0.6"
}

resource "aws_elasticache_replication_group" "valkey" {
  # pass: encryption.at_rest
  # fail: encryption.in_transit
  # unknown: resilience.no_backup
  # none: patching.end_of_support
  engine                   = "valkey"
  engine_version           = "7.2"
  snapshot_retention_limit = var.days
}

resource "aws_elasticache_replication_group" "secondary" {
  # none: encryption.at_rest, encryption.in_transit, encryption.customer_managed_key
  # none: resilience.no_backup
  global_replication_group_id = "ldgnf-global"
}

resource "aws_elasticache_cluster" "redis" {
  # fail: resilience.no_backup, patching.auto_minor_upgrade
  # none: resilience.single_zone
  engine                     = "redis"
  num_cache_nodes            = 1
  auto_minor_version_upgrade = "false"
}

resource "aws_elasticache_cluster" "member" {
  # none: resilience.no_backup, patching.auto_minor_upgrade, resilience.single_zone
  replication_group_id = aws_elasticache_replication_group.good.id
}

resource "aws_elasticache_cluster" "memcached" {
  # fail: resilience.single_zone
  # none: resilience.no_backup
  engine          = "memcached"
  num_cache_nodes = 3
}

resource "aws_elasticache_cluster" "memcached_spread" {
  # pass: resilience.single_zone
  engine          = "memcached"
  num_cache_nodes = 3
  az_mode         = "cross-az"
}

resource "aws_memorydb_cluster" "silent" {
  # pass: encryption.at_rest, encryption.in_transit, patching.auto_minor_upgrade
  # fail: encryption.customer_managed_key, resilience.no_backup
  acl_name = "open-access"
}

resource "aws_memorydb_cluster" "bad" {
  # fail: encryption.in_transit
  # pass: encryption.customer_managed_key, resilience.no_backup
  acl_name                 = "open-access"
  tls_enabled              = false
  kms_key_arn              = aws_kms_key.data.arn
  snapshot_retention_limit = 3
}

resource "aws_appsync_api_cache" "silent" {
  # fail: encryption.at_rest, encryption.in_transit
  api_id = "a"
}

resource "aws_appsync_api_cache" "good" {
  # pass: encryption.at_rest, encryption.in_transit
  api_id                     = "a"
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
}

resource "aws_elasticache_replication_group" "failover_in_one_zone" {
  # fail: resilience.single_zone
  replication_group_id       = "failover"
  description                = "failover within one zone"
  automatic_failover_enabled = true
}

resource "aws_elasticache_replication_group" "guarded" {
  # pass: access.no_authentication, resilience.not_redundant
  user_group_ids             = ["team"]
  automatic_failover_enabled = true
}

resource "aws_elasticache_replication_group" "open" {
  # fail: access.no_authentication, resilience.not_redundant
  node_type = "cache.t4g.small"
}

resource "aws_elasticache_replication_group" "follower" {
  # none: access.no_authentication, resilience.not_redundant
  global_replication_group_id = "abcde-global"
}

resource "aws_dax_cluster" "spread" {
  # pass: resilience.single_zone
  replication_factor = 3
}

resource "aws_dax_cluster" "one_node" {
  # fail: resilience.single_zone
  replication_factor = 1
}

resource "aws_dax_cluster" "one_zone" {
  # fail: resilience.single_zone
  replication_factor = 3
  availability_zones = ["eu-west-1a"]
}

resource "aws_dax_cluster" "zones_later" {
  # unknown: resilience.single_zone
  replication_factor = 3
  availability_zones = [var.days]
}
