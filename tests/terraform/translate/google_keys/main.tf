variable "period" {
  type = string
}

resource "google_kms_crypto_key" "still" {
  # fail: secrets.key_rotation_disabled
  # pass: secrets.key_deletion_unguarded
  name     = "k"
  key_ring = "r"
}

resource "google_kms_crypto_key" "rotating" {
  # pass: secrets.key_rotation_disabled
  name            = "k"
  key_ring        = "r"
  rotation_period = "7776000s"
}

resource "google_kms_crypto_key" "slow" {
  # fail: secrets.key_rotation_disabled, secrets.key_deletion_unguarded
  name                       = "k"
  key_ring                   = "r"
  rotation_period            = "63072000s"
  destroy_scheduled_duration = "86400s"
}

resource "google_kms_crypto_key" "signing" {
  # none: secrets.key_rotation_disabled
  name     = "k"
  key_ring = "r"
  purpose  = "ASYMMETRIC_SIGN"
}

resource "google_kms_crypto_key" "unset" {
  # unknown: secrets.key_rotation_disabled
  name            = "k"
  key_ring        = "r"
  rotation_period = var.period
}

resource "google_secret_manager_secret" "still" {
  # fail: secrets.rotation_disabled
  secret_id = "s"
  replication {
    auto {}
  }
}

resource "google_secret_manager_secret" "rotating" {
  # pass: secrets.rotation_disabled
  secret_id = "s"
  rotation {
    rotation_period    = "2592000s"
    next_rotation_time = "2027-01-01T00:00:00Z"
  }
}

resource "google_project_iam_audit_config" "everything" {
  # pass: logging.trail_disabled
  project = "p"
  service = "allServices"
  audit_log_config {
    log_type = "DATA_READ"
  }
  audit_log_config {
    log_type = "DATA_WRITE"
  }
}

resource "google_project_iam_audit_config" "exempted" {
  # fail: logging.trail_disabled
  project = "p"
  service = "allServices"
  audit_log_config {
    log_type         = "DATA_READ"
    exempted_members = ["user:a@example.com"]
  }
  audit_log_config {
    log_type = "DATA_WRITE"
  }
}

resource "google_project_iam_audit_config" "one_service" {
  # none: logging.trail_disabled
  project = "p"
  service = "storage.googleapis.com"
  audit_log_config {
    log_type = "DATA_READ"
  }
}

resource "google_logging_project_bucket_config" "short" {
  # fail: logging.retention_short
  # pass: logging.retention_unset
  project   = "p"
  location  = "global"
  bucket_id = "_Default"
}

resource "google_logging_project_bucket_config" "long" {
  # pass: logging.retention_short
  project        = "p"
  location       = "global"
  bucket_id      = "_Default"
  retention_days = 400
}
