variable "enforce" {
  type = bool
}

variable "prevention" {
  default = "enforced"
}

resource "google_storage_bucket" "bare" {
  # fail: encryption.customer_managed_key, resilience.no_versioning, logging.access_log_disabled
  # fail: exposure.no_public_access_block, exposure.ignore_public_acls
  # pass: encryption.at_rest
  name     = "bare"
  location = "EU"
}

resource "google_storage_bucket" "hardened" {
  # pass: encryption.customer_managed_key, resilience.no_versioning, logging.access_log_disabled
  # pass: exposure.no_public_access_block, exposure.ignore_public_acls
  name                        = "hardened"
  location                    = "EU"
  uniform_bucket_level_access = true
  public_access_prevention    = var.prevention
  versioning {
    enabled = true
  }
  logging {
    log_bucket = google_storage_bucket.bare.name
  }
  encryption {
    default_kms_key_name = google_kms_crypto_key.storage.id
  }
}

resource "google_storage_bucket" "inherited" {
  # fail: exposure.no_public_access_block
  # unknown: resilience.no_versioning, exposure.ignore_public_acls
  name                        = "inherited"
  location                    = "EU"
  public_access_prevention    = "inherited"
  uniform_bucket_level_access = var.enforce
  versioning {
    enabled = var.enforce
  }
}

# fail: secrets.key_rotation_disabled
resource "google_kms_crypto_key" "storage" {
  name     = "storage"
  key_ring = "ring"
}

resource "google_storage_bucket" "none" {
  # none: resilience.no_versioning
  count    = 0
  name     = "none"
  location = "EU"
}
