resource "aws_s3_bucket" "strict" {
  # pass: certificates.insecure_transport_allowed
  # none: access.public_principal
  bucket = "strict"
}

# pass: certificates.insecure_transport_allowed
# pass: access.public_principal
resource "aws_s3_bucket_policy" "strict" {
  bucket = aws_s3_bucket.strict.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.strict.arn, "${aws_s3_bucket.strict.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::123456789012:root" }
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.strict.arn}/*"
      },
    ]
  })
}

data "aws_iam_policy_document" "tls" {
  statement {
    effect    = "Deny"
    actions   = ["*"]
    resources = ["${aws_s3_bucket.documented.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket" "documented" {
  # pass: certificates.insecure_transport_allowed
  bucket = "documented"
}

# pass: certificates.insecure_transport_allowed
resource "aws_s3_bucket_policy" "documented" {
  bucket = aws_s3_bucket.documented.bucket
  policy = data.aws_iam_policy_document.tls.json
}

resource "aws_s3_bucket" "open" {
  # fail: certificates.insecure_transport_allowed
  bucket = "open"
}

# fail: certificates.insecure_transport_allowed
# fail: access.public_principal
resource "aws_s3_bucket_policy" "open" {
  bucket = aws_s3_bucket.open.id
  policy = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": "*",
          "Action": "s3:GetObject",
          "Resource": "${aws_s3_bucket.open.arn}/*"
        }
      ]
    }
  POLICY
}

# fail: certificates.insecure_transport_allowed
resource "aws_s3_bucket_policy" "only_uploads" {
  bucket = "elsewhere"
  policy = jsonencode({
    Statement = {
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:PutObject"
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }
  })
}

# fail: certificates.insecure_transport_allowed
resource "aws_s3_bucket_policy" "narrowed" {
  bucket = "elsewhere"
  policy = jsonencode({
    Statement = {
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "*"
      Condition = {
        Bool         = { "aws:SecureTransport" = "false" }
        StringEquals = { "aws:SourceVpc" = "vpc-1" }
      }
    }
  })
}

# fail: access.public_principal
# pass: certificates.insecure_transport_allowed
resource "aws_s3_bucket" "inline" {
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Principal = { AWS = "*" }, Action = "s3:*", Resource = "*" },
      {
        Effect    = "Deny"
        Principal = { AWS = ["*"] }
        Action    = ["s3:*"]
        Resource  = "*"
        Condition = { Bool = { "aws:SecureTransport" = false } }
      },
    ]
  })
}

variable "policy" {
  type = string
}

# unknown: certificates.insecure_transport_allowed, access.public_principal
resource "aws_s3_bucket_policy" "told_later" {
  bucket = "elsewhere"
  policy = var.policy
}
