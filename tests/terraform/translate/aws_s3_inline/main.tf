# The syntax of provider version 3: everything inside the bucket.
resource "aws_s3_bucket" "kept" {
  # pass: encryption.customer_managed_key, resilience.no_versioning, logging.access_log_disabled
  # pass: exposure.public_acl
  # fail: resilience.no_mfa_delete
  bucket = "kept"
  acl    = "private"

  versioning {
    enabled = true
  }

  logging {
    target_bucket = "logs"
  }

  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm     = "aws:kms"
        kms_master_key_id = "arn:aws:kms:eu-west-1:123456789012:key/1"
      }
    }
  }
}

resource "aws_s3_bucket" "logs" {
  # none: logging.access_log_disabled
  # fail: encryption.customer_managed_key, resilience.no_versioning
  bucket = "logs"
  acl    = "log-delivery-write"

  versioning {
    enabled    = false
    mfa_delete = true
  }

  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm = "AES256"
      }
    }
  }
}

resource "aws_s3_bucket" "managed_alias" {
  # fail: encryption.customer_managed_key
  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm     = "aws:kms"
        kms_master_key_id = "alias/aws/s3"
      }
    }
  }
}

resource "aws_s3_bucket" "public" {
  # fail: exposure.public_acl
  acl = "public-read"
}

resource "aws_s3_bucket" "granted" {
  # fail: exposure.public_acl
  grant {
    id          = "1234"
    type        = "CanonicalUser"
    permissions = ["FULL_CONTROL"]
  }
  grant {
    type        = "Group"
    permissions = ["READ"]
    uri         = "http://acs.amazonaws.com/groups/global/AllUsers"
  }
}

resource "aws_s3_bucket" "delivered" {
  # pass: exposure.public_acl
  grant {
    type        = "Group"
    permissions = ["WRITE"]
    uri         = "http://acs.amazonaws.com/groups/s3/LogDelivery"
  }
}

variable "acl" {
  type = string
}

variable "versioned" {
  default = [{ enabled = true }]
}

resource "aws_s3_bucket" "dynamic" {
  # unknown: exposure.public_acl
  # pass: resilience.no_versioning
  acl = var.acl
  dynamic "versioning" {
    for_each = var.versioned
    content {
      enabled = versioning.value.enabled
    }
  }
}

resource "aws_s3_bucket" "old_versions" {
  # pass: resilience.no_lifecycle, resilience.not_replicated, resilience.no_object_lock
  versioning {
    enabled = true
  }

  lifecycle_rule {
    enabled = true
  }

  replication_configuration {
    role = "arn:aws:iam::123456789012:role/replication"
    rules {
      status = "Enabled"
    }
  }

  object_lock_configuration {
    object_lock_enabled = "Enabled"
  }
}

resource "aws_s3_bucket" "old_versions_kept" {
  # fail: resilience.no_lifecycle, resilience.not_replicated, resilience.no_object_lock
  versioning {
    enabled = true
  }

  lifecycle_rule {
    enabled = false
  }
}
