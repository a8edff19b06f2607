variable "tier" {
  type = string
}

variable "addresses" {
  type = list(string)
}

resource "google_sql_database_instance" "bare" {
  # fail: encryption.in_transit, encryption.customer_managed_key, exposure.public_ip
  # fail: resilience.no_backup, resilience.no_point_in_time_recovery, resilience.single_zone
  # fail: access.no_database_iam_authentication, logging.service_logs_disabled
  # fail: patching.end_of_support
  # pass: encryption.at_rest, exposure.public_data_store, resilience.no_deletion_protection
  database_version = "POSTGRES_11"
  settings {
    tier = "db-f1-micro"
  }
}

resource "google_sql_database_instance" "hardened" {
  # pass: encryption.in_transit, encryption.customer_managed_key, exposure.public_ip
  # pass: exposure.public_data_store, resilience.no_backup, resilience.no_point_in_time_recovery
  # pass: resilience.single_zone, resilience.short_backup, access.no_database_iam_authentication
  # pass: logging.service_logs_disabled, patching.end_of_support
  database_version    = "POSTGRES_16"
  encryption_key_name = google_kms_crypto_key.sql.id
  settings {
    tier              = "db-f1-micro"
    availability_type = "REGIONAL"
    ip_configuration {
      ipv4_enabled    = false
      private_network = "n"
      ssl_mode        = "ENCRYPTED_ONLY"
    }
    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
    }
    database_flags {
      name  = "cloudsql.iam_authentication"
      value = "on"
    }
    database_flags {
      name  = "cloudsql.enable_pgaudit"
      value = "on"
    }
  }
}

resource "google_kms_crypto_key" "sql" {
  # none: exposure.public_ip
  name     = "sql"
  key_ring = "ring"
}

resource "google_sql_database_instance" "world" {
  # fail: exposure.public_data_store, exposure.public_ip, resilience.no_deletion_protection
  # fail: resilience.short_backup
  # pass: encryption.in_transit
  # none: logging.service_logs_disabled
  database_version    = "MYSQL_8_0"
  deletion_protection = false
  settings {
    tier = var.tier
    ip_configuration {
      require_ssl = true
      authorized_networks {
        name  = "all"
        value = "0.0.0.0/0"
      }
    }
    backup_configuration {
      enabled            = true
      binary_log_enabled = true
      backup_retention_settings {
        retained_backups = 3
      }
    }
  }
}

resource "google_sql_database_instance" "unset" {
  # unknown: exposure.public_data_store, resilience.single_zone
  database_version = "MYSQL_8_0"
  settings {
    tier              = "t"
    availability_type = var.tier
    ip_configuration {
      dynamic "authorized_networks" {
        for_each = var.addresses
        content {
          value = authorized_networks.value
        }
      }
    }
  }
}

resource "google_sql_database_instance" "replica" {
  # none: resilience.no_backup, resilience.single_zone, encryption.customer_managed_key
  database_version     = "MYSQL_8_0"
  master_instance_name = google_sql_database_instance.world.name
  settings {
    tier = "t"
  }
}

resource "google_redis_instance" "open" {
  # fail: encryption.in_transit, access.unauthenticated_api, resilience.single_zone
  name           = "r"
  memory_size_gb = 1
}

resource "google_redis_instance" "closed" {
  # pass: encryption.in_transit, access.unauthenticated_api, resilience.single_zone
  name                    = "r"
  memory_size_gb          = 1
  tier                    = "STANDARD_HA"
  auth_enabled            = true
  transit_encryption_mode = "SERVER_AUTHENTICATION"
}

resource "google_redis_cluster" "open" {
  # fail: encryption.in_transit, access.unauthenticated_api
  # pass: resilience.no_deletion_protection
  name        = "r"
  shard_count = 3
}

resource "google_spanner_database" "google_key" {
  # fail: encryption.customer_managed_key
  # pass: resilience.no_deletion_protection
  instance = "i"
  name     = "d"
}

resource "google_spanner_database" "own_key" {
  # pass: encryption.customer_managed_key
  # fail: resilience.no_deletion_protection
  instance            = "i"
  name                = "d"
  deletion_protection = false
  encryption_config {
    kms_key_name = google_kms_crypto_key.sql.id
  }
}

resource "google_bigtable_instance" "half" {
  # fail: encryption.customer_managed_key
  name = "half"
  cluster {
    cluster_id   = "a"
    kms_key_name = google_kms_crypto_key.sql.id
  }
  cluster {
    cluster_id = "b"
  }
}

resource "google_bigtable_instance" "whole" {
  # pass: encryption.customer_managed_key
  name = "whole"
  cluster {
    cluster_id   = "a"
    kms_key_name = google_kms_crypto_key.sql.id
  }
}

resource "google_alloydb_cluster" "bare" {
  # fail: encryption.customer_managed_key
  # pass: resilience.no_point_in_time_recovery, resilience.no_deletion_protection
  cluster_id = "c"
  location   = "l"
}
