variable "configuration" {}

resource "aws_glue_security_configuration" "whole" {
  name = "whole"
  encryption_configuration {
    cloudwatch_encryption {
      cloudwatch_encryption_mode = "SSE-KMS"
    }
    job_bookmarks_encryption {
      job_bookmarks_encryption_mode = "CSE-KMS"
    }
    s3_encryption {
      s3_encryption_mode = "SSE-S3"
    }
  }
}

# fail: encryption.customer_managed_key, logging.log_after_the_run
# none: encryption.at_rest
resource "aws_glue_job" "bare" {
  name     = "bare"
  role_arn = "arn:aws:iam::123456789012:role/glue"
  command {
    script_location = "s3://scripts/main.py"
  }
}

# pass: encryption.at_rest, logging.log_after_the_run
resource "aws_glue_job" "careful" {
  name                   = "careful"
  role_arn               = "arn:aws:iam::123456789012:role/glue"
  security_configuration = aws_glue_security_configuration.whole.id
  default_arguments = {
    "--enable-continuous-cloudwatch-log" = "true"
  }
  command {
    script_location = "s3://scripts/main.py"
  }
}

# none: encryption.at_rest
resource "aws_glue_job" "elsewhere" {
  name                   = "elsewhere"
  role_arn               = "arn:aws:iam::123456789012:role/glue"
  security_configuration = var.configuration
  command {
    script_location = "s3://scripts/main.py"
  }
}

# fail: encryption.customer_managed_key
# none: encryption.at_rest, logging.log_after_the_run
resource "aws_glue_dev_endpoint" "bare" {
  name     = "bare"
  role_arn = "arn:aws:iam::123456789012:role/glue"
}

# none: encryption.at_rest
resource "aws_glue_ml_transform" "matches" {
  name     = "matches"
  role_arn = "arn:aws:iam::123456789012:role/glue"
}
