resource "aws_kms_key" "own" {
  enable_key_rotation = true
}

# fail: exposure.direct_internet_access, exposure.no_private_network, access.privileged_workload
resource "aws_sagemaker_notebook_instance" "open" {
  name          = "open"
  role_arn      = "arn:aws:iam::123456789012:role/notebook"
  instance_type = "ml.t3.medium"
}

# pass: exposure.direct_internet_access, exposure.no_private_network, access.privileged_workload
resource "aws_sagemaker_notebook_instance" "closed" {
  name                   = "closed"
  role_arn               = "arn:aws:iam::123456789012:role/notebook"
  instance_type          = "ml.t3.medium"
  direct_internet_access = "Disabled"
  subnet_id              = "subnet-1"
  root_access            = "Disabled"
}

# fail: exposure.direct_internet_access, exposure.no_private_network
resource "aws_sagemaker_model" "open" {
  name               = "open"
  execution_role_arn = "arn:aws:iam::123456789012:role/model"
}

# pass: exposure.direct_internet_access, exposure.no_private_network
resource "aws_sagemaker_model" "closed" {
  name                     = "closed"
  execution_role_arn       = "arn:aws:iam::123456789012:role/model"
  enable_network_isolation = true
  vpc_config {
    subnets            = ["subnet-1"]
    security_group_ids = ["sg-1"]
  }
}

# fail: access.no_federation
resource "aws_sagemaker_domain" "local" {
  domain_name = "local"
  auth_mode   = "IAM"
}

# pass: access.no_federation
resource "aws_sagemaker_domain" "central" {
  domain_name = "central"
  auth_mode   = "SSO"
}

# fail: resilience.not_redundant
resource "aws_sagemaker_endpoint_configuration" "single" {
  name = "single"
  production_variants {
    model_name             = "a"
    initial_instance_count = 2
  }
  production_variants {
    model_name             = "b"
    initial_instance_count = 1
  }
}

# pass: resilience.not_redundant
resource "aws_sagemaker_endpoint_configuration" "several" {
  name = "several"
  production_variants {
    model_name             = "a"
    initial_instance_count = 2
  }
}

# none: resilience.not_redundant
resource "aws_sagemaker_endpoint_configuration" "serverless" {
  name = "serverless"
  production_variants {
    model_name = "a"
    serverless_config {
      max_concurrency   = 1
      memory_size_in_mb = 1024
    }
  }
}

# none: resilience.not_redundant
resource "aws_sagemaker_endpoint_configuration" "unsized" {
  name = "unsized"
  production_variants {
    model_name = "a"
  }
}
