resource "aws_s3_bucket" "open" {
  # fail: exposure.public_acl
  bucket = "open"
}

# fail: exposure.public_acl
resource "aws_s3_bucket_acl" "open" {
  bucket = aws_s3_bucket.open.id
  acl    = "public-read-write"
}

resource "aws_s3_bucket" "ignored" {
  # pass: exposure.public_acl
  bucket = "ignored"
}

# pass: exposure.public_acl
resource "aws_s3_bucket_acl" "ignored" {
  bucket = aws_s3_bucket.ignored.id
  acl    = "public-read"
}

resource "aws_s3_bucket_public_access_block" "ignored" {
  bucket             = aws_s3_bucket.ignored.id
  ignore_public_acls = true
}

# fail: exposure.public_acl
resource "aws_s3_bucket_acl" "every_account" {
  bucket = "elsewhere"
  access_control_policy {
    grant {
      grantee {
        id   = "1234"
        type = "CanonicalUser"
      }
      permission = "FULL_CONTROL"
    }
    grant {
      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
      }
      permission = "READ"
    }
    owner {
      id = "1234"
    }
  }
}

# pass: exposure.public_acl
resource "aws_s3_bucket_acl" "private" {
  bucket = "elsewhere"
  acl    = "private"
}

variable "acl" {
  type = string
}

# unknown: exposure.public_acl
resource "aws_s3_bucket_acl" "told_later" {
  bucket = "elsewhere"
  acl    = var.acl
}

# fail: exposure.public_acl
resource "aws_s3_object" "page" {
  bucket = "elsewhere"
  key    = "index.html"
  acl    = "public-read"
}

# none: exposure.public_acl
resource "aws_s3_object" "plain" {
  bucket = "elsewhere"
  key    = "data"
}

resource "aws_s3_bucket" "delivery" {
  # pass: exposure.public_acl
  # none: logging.access_log_disabled
  bucket = "delivery"
}

resource "aws_s3_bucket_acl" "delivery" {
  bucket = aws_s3_bucket.delivery.id
  acl    = "log-delivery-write"
}
