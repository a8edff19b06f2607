variable "status" {
  type = string
}

variable "elsewhere" {
  type = string
}

resource "aws_kms_key" "data" {}

resource "aws_s3_bucket" "kept" {
  bucket = "kept"
  # pass: encryption.at_rest, encryption.customer_managed_key, resilience.no_versioning
  # pass: resilience.no_mfa_delete, logging.access_log_disabled
  # pass: exposure.no_public_access_block, exposure.public_acl
}

resource "aws_s3_bucket_versioning" "kept" {
  # pass: resilience.no_versioning, resilience.no_mfa_delete
  bucket = aws_s3_bucket.kept.id
  versioning_configuration {
    status     = "Enabled"
    mfa_delete = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "kept" {
  # pass: encryption.customer_managed_key
  bucket = aws_s3_bucket.kept.bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.data.arn
    }
  }
}

resource "aws_s3_bucket_logging" "kept" {
  bucket        = aws_s3_bucket.kept.id
  target_bucket = aws_s3_bucket.logs.id
  target_prefix = "kept/"
}

# pass: exposure.block_public_acls, exposure.block_public_policy
# pass: exposure.ignore_public_acls, exposure.restrict_public_buckets
resource "aws_s3_bucket_public_access_block" "kept" {
  bucket                  = "kept"
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket" "logs" {
  # none: logging.access_log_disabled
  # fail: exposure.no_public_access_block, resilience.no_versioning
  bucket = "logs"
}

resource "aws_s3_bucket" "bare" {
  # pass: encryption.at_rest, exposure.public_acl
  # fail: encryption.customer_managed_key, resilience.no_versioning, logging.access_log_disabled
  # fail: exposure.no_public_access_block, certificates.insecure_transport_allowed
  # fail: resilience.no_mfa_delete
}

resource "aws_s3_bucket" "half" {
  # fail: encryption.customer_managed_key, resilience.no_versioning, resilience.no_mfa_delete
  # fail: exposure.no_public_access_block
}

resource "aws_s3_bucket_versioning" "half" {
  # fail: resilience.no_versioning, resilience.no_mfa_delete
  bucket = aws_s3_bucket.half.id
  versioning_configuration {
    status = "Suspended"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "half" {
  bucket = aws_s3_bucket.half.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

# fail: exposure.block_public_acls, exposure.ignore_public_acls
# fail: exposure.block_public_policy
# pass: exposure.restrict_public_buckets
resource "aws_s3_bucket_public_access_block" "half" {
  bucket                  = aws_s3_bucket.half.id
  block_public_acls       = false
  restrict_public_buckets = true
}

resource "aws_s3_bucket" "open_question" {
  # unknown: resilience.no_versioning
}

resource "aws_s3_bucket_versioning" "open_question" {
  bucket = aws_s3_bucket.open_question.id
  versioning_configuration {
    status = var.status
  }
}

resource "aws_s3_bucket" "many" {
  # pass: resilience.no_versioning
  for_each = toset(["a", "b"])
  bucket   = "many-${each.key}"
}

resource "aws_s3_bucket_versioning" "many" {
  for_each = aws_s3_bucket.many
  bucket   = each.value.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket" "switched_off" {
  # fail: resilience.no_versioning
  bucket = "switched-off"
}

resource "aws_s3_bucket_versioning" "switched_off" {
  count  = 0
  bucket = aws_s3_bucket.switched_off.id
  versioning_configuration {
    status = "Enabled"
  }
}

# fail: resilience.no_versioning
resource "aws_s3_bucket_versioning" "alone" {
  bucket = "made-elsewhere"
  versioning_configuration {
    status = "Disabled"
  }
}

# fail: exposure.block_public_acls
# pass: exposure.ignore_public_acls
resource "aws_s3_account_public_access_block" "account" {
  ignore_public_acls = true
}

# pass: exposure.block_public_acls
# fail: exposure.block_public_policy
resource "aws_s3_access_point" "point" {
  bucket = aws_s3_bucket.kept.id
  name   = "point"
  public_access_block_configuration {
    block_public_policy = false
  }
}

resource "aws_s3_bucket" "archive" {
  # pass: access.object_acls_in_force, resilience.no_lifecycle, resilience.not_replicated
  # pass: resilience.no_object_lock
  bucket = "archive"
}

resource "aws_s3_bucket_versioning" "archive" {
  bucket = aws_s3_bucket.archive.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_ownership_controls" "archive" {
  bucket = aws_s3_bucket.archive.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "archive" {
  bucket = aws_s3_bucket.archive.id
  rule {
    id     = "off"
    status = "Disabled"
  }
  rule {
    id     = "old"
    status = "Enabled"
  }
}

resource "aws_s3_bucket_replication_configuration" "archive" {
  bucket = aws_s3_bucket.archive.id
  role   = "arn:aws:iam::123456789012:role/replication"
  rule {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "archive" {
  bucket = aws_s3_bucket.archive.id
}

resource "aws_s3_bucket" "careless" {
  # fail: access.object_acls_in_force, resilience.no_lifecycle, resilience.not_replicated
  # fail: resilience.no_object_lock
  bucket = "careless"
}

resource "aws_s3_bucket_versioning" "careless" {
  bucket = aws_s3_bucket.careless.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_ownership_controls" "careless" {
  bucket = aws_s3_bucket.careless.id
  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_replication_configuration" "careless" {
  bucket = aws_s3_bucket.careless.id
  role   = "arn:aws:iam::123456789012:role/replication"
  rule {
    status = "Disabled"
  }
}

resource "aws_s3_bucket" "unversioned" {
  # none: access.object_acls_in_force, resilience.no_lifecycle
  # fail: resilience.not_replicated, resilience.no_object_lock
  bucket = "unversioned"
}

resource "aws_s3_bucket" "ownership_later" {
  # unknown: access.object_acls_in_force
  bucket              = "ownership-later"
  object_lock_enabled = true
  # pass: resilience.no_object_lock
}

resource "aws_s3_bucket_ownership_controls" "ownership_later" {
  bucket = aws_s3_bucket.ownership_later.id
  rule {
    object_ownership = var.status
  }
}

resource "aws_s3_bucket" "ignores_maybe" {
  # unknown: exposure.public_acl
  bucket = "ignores-maybe"
  acl    = "public-read"
}

resource "aws_s3_bucket_public_access_block" "ignores_maybe" {
  bucket             = aws_s3_bucket.ignores_maybe.id
  ignore_public_acls = var.elsewhere
}
