terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "aws" {
  region = var.region
}

module "network" {
  source      = "../modules/network"
  name        = local.name
  admin_cidrs = ["0.0.0.0/0"]
}

module "web" {
  source          = "../modules/web"
  name            = local.name
  vpc_id          = module.network.vpc_id
  subnet_ids      = module.network.subnet_ids
  certificate_arn = aws_acm_certificate.shop.arn
}

module "records" {
  for_each = {
    orders   = { encrypted = true, backup_days = 14 }
    sessions = { encrypted = false, backup_days = 0 }
  }

  source      = "../modules/records"
  name        = "${local.name}-${each.key}"
  encrypted   = each.value.encrypted
  backup_days = each.value.backup_days
  kms_key_id  = aws_kms_key.data.arn
}

module "monitoring" {
  source  = "terraform-aws-modules/cloudwatch/aws//modules/log-metric-filter"
  version = "5.6.0"

  log_group_name = aws_cloudwatch_log_group.shop.name
  name           = "errors"
  pattern        = "ERROR"
}

resource "aws_acm_certificate" "shop" {
  domain_name       = "shop.example.com"
  validation_method = "EMAIL"
}

resource "aws_kms_key" "data" {
  description             = "data of the shop"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_cloudwatch_log_group" "shop" {
  name              = "/shop/${local.name}"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.data.arn
}

resource "aws_s3_bucket" "invoices" {
  bucket = "${local.name}-invoices"
}

resource "aws_s3_bucket_versioning" "invoices" {
  bucket = aws_s3_bucket.invoices.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "invoices" {
  bucket                  = aws_s3_bucket.invoices.id
  block_public_acls       = true
  block_public_policy     = var.invoices_public ? false : true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket" "exports" { # auditor:ignore=resilience.no_versioning until=2027-03-31 reason="nightly exports can be made again"
  bucket = "${local.name}-exports"
}

resource "aws_ebs_volume" "scratch" {
  availability_zone = "${var.region}a"
  size              = 100
  encrypted         = var.encrypt_scratch
}
