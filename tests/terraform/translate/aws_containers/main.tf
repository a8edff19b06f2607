variable "tag" {}

variable "cidrs" {
  type = list(string)
}

variable "key" {}

resource "aws_kms_key" "own" {
  enable_key_rotation = true
}

# fail: logging.container_insights_disabled
resource "aws_ecs_cluster" "bare" {
  name = "bare"
}

# pass: logging.container_insights_disabled
resource "aws_ecs_cluster" "watched" {
  name = "watched"
  setting {
    name  = "containerInsights"
    value = "enhanced"
  }
}

# fail: encryption.in_transit, patching.unpinned_image
resource "aws_ecs_task_definition" "bare" {
  family = "bare"
  container_definitions = jsonencode([
    { name = "web", image = "nginx:1.29.1" },
    { name = "side", image = "envoy" },
  ])
  volume {
    name = "data"
    efs_volume_configuration {
      file_system_id = "fs-1"
    }
  }
}

# pass: encryption.in_transit, patching.unpinned_image
resource "aws_ecs_task_definition" "good" {
  family                = "good"
  container_definitions = <<-JSON
    [{"name": "web", "image": "nginx:1.29.1", "memory": 128}]
  JSON
  volume {
    name = "scratch"
  }
  volume {
    name = "data"
    efs_volume_configuration {
      file_system_id     = "fs-1"
      transit_encryption = "ENABLED"
    }
  }
}

# unknown: patching.unpinned_image
# none: encryption.in_transit
resource "aws_ecs_task_definition" "unknown" {
  family = "unknown"
  container_definitions = jsonencode([
    { name = "web", image = "nginx:${var.tag}" },
  ])
}

# fail: exposure.public_ip
resource "aws_ecs_service" "public" {
  name = "public"
  network_configuration {
    subnets          = ["subnet-1"]
    assign_public_ip = true
  }
}

# pass: exposure.public_ip
resource "aws_ecs_service" "private" {
  name = "private"
}

# fail: exposure.public_cluster_endpoint, exposure.cluster_endpoint_open_to_world, logging.control_plane_logs
# fail: secrets.no_envelope_encryption, patching.end_of_support
resource "aws_eks_cluster" "bare" {
  name                      = "bare"
  version                   = "1.20"
  enabled_cluster_log_types = ["api"]
  vpc_config {
    subnet_ids = ["subnet-1"]
  }
}

# pass: exposure.public_cluster_endpoint, exposure.cluster_endpoint_open_to_world, logging.control_plane_logs
# pass: secrets.no_envelope_encryption, patching.end_of_support
resource "aws_eks_cluster" "good" {
  name                      = "good"
  version                   = "1.35"
  enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
  vpc_config {
    subnet_ids             = ["subnet-1"]
    endpoint_public_access = false
  }
  encryption_config {
    resources = ["secrets"]
    provider {
      key_arn = aws_kms_key.own.arn
    }
  }
}

# fail: exposure.public_cluster_endpoint
# pass: exposure.cluster_endpoint_open_to_world
resource "aws_eks_cluster" "office" {
  name = "office"
  vpc_config {
    subnet_ids          = ["subnet-1"]
    public_access_cidrs = ["203.0.113.0/24"]
  }
}

# unknown: exposure.cluster_endpoint_open_to_world, secrets.no_envelope_encryption
resource "aws_eks_cluster" "unknown" {
  name = "unknown"
  vpc_config {
    subnet_ids          = ["subnet-1"]
    public_access_cidrs = var.cidrs
  }
  dynamic "encryption_config" {
    for_each = var.key == "" ? [] : [1]
    content {
      resources = ["secrets"]
      provider {
        key_arn = var.key
      }
    }
  }
}

# fail: exposure.ssh_open
resource "aws_eks_node_group" "open" {
  cluster_name = "good"
  remote_access {
    ec2_ssh_key = "admin"
  }
}

# pass: exposure.ssh_open
resource "aws_eks_node_group" "narrow" {
  cluster_name = "good"
  remote_access {
    ec2_ssh_key               = "admin"
    source_security_group_ids = ["sg-1"]
  }
}

# fail: patching.mutable_image_tags, patching.no_scan_on_push, encryption.customer_managed_key
resource "aws_ecr_repository" "bare" {
  name = "bare"
}

# pass: patching.mutable_image_tags, patching.no_scan_on_push, encryption.customer_managed_key
resource "aws_ecr_repository" "good" {
  name                 = "good"
  image_tag_mutability = "IMMUTABLE"
  image_scanning_configuration {
    scan_on_push = true
  }
  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.own.arn
  }
}

# fail: encryption.customer_managed_key
# pass: patching.no_scan_on_push
resource "aws_ecr_repository" "provider_key" {
  name = "team/provider-key"
  encryption_configuration {
    encryption_type = "KMS"
  }
}

resource "aws_ecr_registry_scanning_configuration" "team" {
  scan_type = "ENHANCED"
  rule {
    scan_frequency = "CONTINUOUS_SCAN"
    repository_filter {
      filter      = "team/*"
      filter_type = "WILDCARD"
    }
  }
}

# pass: patching.no_scan_on_push
resource "aws_ecr_repository" "named_within" {
  name = "shop-billing-api"
}

# A filter without a star is sought anywhere in the name.
resource "aws_ecr_registry_scanning_configuration" "billing" {
  scan_type = "ENHANCED"
  rule {
    scan_frequency = "SCAN_ON_PUSH"
    repository_filter {
      filter      = "billing"
      filter_type = "WILDCARD"
    }
  }
}

# fail: access.public_principal
resource "aws_ecr_repository_policy" "open" {
  repository = aws_ecr_repository.good.name
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = ["ecr:BatchGetImage"]
    }]
  })
}

# fail: patching.mutable_image_tags, encryption.customer_managed_key
resource "aws_ecr_repository_creation_template" "silent" {
  prefix = "ROOT"
}

# pass: patching.mutable_image_tags
resource "aws_ecr_repository_creation_template" "fixed" {
  prefix               = "fixed"
  image_tag_mutability = "IMMUTABLE"
}
