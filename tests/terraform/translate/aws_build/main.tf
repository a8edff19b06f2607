resource "aws_kms_key" "own" {
  enable_key_rotation = true
}

# fail: encryption.at_rest, encryption.customer_managed_key
resource "aws_codebuild_project" "clear" {
  name = "clear"
  artifacts {
    type                = "S3"
    encryption_disabled = true
  }
  environment {
    image = "aws/codebuild/standard:7.0"
  }
}

# pass: encryption.at_rest, encryption.customer_managed_key, patching.unpinned_image
resource "aws_codebuild_project" "good" {
  name           = "good"
  encryption_key = aws_kms_key.own.arn
  artifacts {
    type = "S3"
  }
  environment {
    image = "aws/codebuild/standard:7.0"
  }
}

# none: encryption.at_rest
resource "aws_codebuild_project" "keeps_nothing" {
  name = "keeps-nothing"
  artifacts {
    type                = "NO_ARTIFACTS"
    encryption_disabled = true
  }
}

# fail: encryption.at_rest
resource "aws_codebuild_project" "secondary" {
  name = "secondary"
  artifacts {
    type = "S3"
  }
  secondary_artifacts {
    type                = "S3"
    artifact_identifier = "docs"
    encryption_disabled = true
  }
}

# fail: encryption.customer_managed_key
resource "aws_codepipeline" "bare" {
  name = "bare"
  artifact_store {
    location = "bucket"
    type     = "S3"
  }
}

# pass: encryption.customer_managed_key
resource "aws_codepipeline" "good" {
  name = "good"
  artifact_store {
    location = "bucket"
    type     = "S3"
    encryption_key {
      id   = aws_kms_key.own.arn
      type = "KMS"
    }
  }
}

data "aws_kms_alias" "of_aws" {
  name = "alias/aws/s3"
}

# fail: encryption.customer_managed_key
resource "aws_codebuild_project" "key_of_aws" {
  name           = "key-of-aws"
  encryption_key = data.aws_kms_alias.of_aws.arn
  artifacts {
    type = "NO_ARTIFACTS"
  }
}

# fail: logging.service_logs_disabled, exposure.public_data_store
resource "aws_codebuild_project" "silent" {
  name               = "silent"
  service_role       = "arn:aws:iam::123456789012:role/build"
  project_visibility = "PUBLIC_READ"
  artifacts {
    type = "NO_ARTIFACTS"
  }
  logs_config {
    cloudwatch_logs {
      status = "DISABLED"
    }
  }
}

# pass: logging.service_logs_disabled, exposure.public_data_store
resource "aws_codebuild_project" "logs_by_default" {
  name         = "logs_by_default"
  service_role = "arn:aws:iam::123456789012:role/build"
  artifacts {
    type = "NO_ARTIFACTS"
  }
}
