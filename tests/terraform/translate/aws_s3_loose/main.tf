variable "bucket" {
  type = string
}

variable "wanted" {
  type = bool
}

# The satellites name a bucket that nobody knows: it may be this one.
resource "aws_s3_bucket" "any" {
  # unknown: resilience.no_versioning, encryption.customer_managed_key
  # unknown: logging.access_log_disabled, exposure.no_public_access_block
  # unknown: certificates.insecure_transport_allowed
  bucket = "any"
}

resource "aws_s3_bucket_versioning" "loose" {
  # pass: resilience.no_versioning
  bucket = var.bucket
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "loose" {
  # fail: encryption.customer_managed_key
  bucket = var.bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_logging" "loose" {
  bucket        = var.bucket
  target_bucket = "logs"
}

resource "aws_s3_bucket_public_access_block" "loose" {
  bucket            = var.bucket
  block_public_acls = true
}

resource "aws_s3_bucket_policy" "loose" {
  # unknown: certificates.insecure_transport_allowed
  bucket = var.bucket
  policy = var.bucket
}

resource "aws_s3_bucket" "perhaps" {
  # unknown: resilience.no_versioning
  bucket = "perhaps"
}

resource "aws_s3_bucket_versioning" "perhaps" {
  count  = var.wanted ? 1 : 0
  bucket = aws_s3_bucket.perhaps.id
  versioning_configuration {
    status = "Enabled"
  }
}
