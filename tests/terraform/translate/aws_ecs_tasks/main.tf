variable "definitions" {}

# fail: access.host_shared, access.privileged_workload, access.writable_root
# fail: logging.service_logs_disabled
resource "aws_ecs_task_definition" "host" {
  family       = "host"
  network_mode = "host"
  container_definitions = jsonencode([
    {
      name       = "main"
      image      = "nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000"
      privileged = true
    },
  ])
}

# pass: access.host_shared, access.privileged_workload, access.writable_root
# pass: logging.service_logs_disabled
resource "aws_ecs_task_definition" "apart" {
  family       = "apart"
  network_mode = "awsvpc"
  pid_mode     = "task"
  container_definitions = jsonencode([
    {
      name                   = "main"
      image                  = "nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000"
      readonlyRootFilesystem = true
      logConfiguration       = { logDriver = "awslogs" }
    },
  ])
}

# fail: access.host_shared
resource "aws_ecs_task_definition" "processes" {
  family   = "processes"
  pid_mode = "host"
  container_definitions = jsonencode([
    {
      name  = "main"
      image = "nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    },
  ])
}

# pass: access.host_shared
# unknown: access.privileged_workload, logging.service_logs_disabled, access.writable_root
resource "aws_ecs_task_definition" "elsewhere" {
  family                = "elsewhere"
  container_definitions = var.definitions
}

# fail: patching.auto_minor_upgrade
resource "aws_ecs_service" "pinned" {
  name             = "pinned"
  launch_type      = "FARGATE"
  platform_version = "1.3.0"
}

# pass: patching.auto_minor_upgrade
resource "aws_ecs_service" "latest" {
  name        = "latest"
  launch_type = "FARGATE"
}

# none: patching.auto_minor_upgrade
resource "aws_ecs_service" "machines" {
  name = "machines"
}

# fail: resilience.no_lifecycle
resource "aws_ecr_repository" "kept" {
  name = "kept"
}

# pass: resilience.no_lifecycle
resource "aws_ecr_repository" "tidied" {
  name = "tidied"
}

resource "aws_ecr_lifecycle_policy" "tidied" {
  repository = aws_ecr_repository.tidied.name
  policy     = "{}"
}

# fail: resilience.deletion_unguarded
resource "aws_eks_cluster" "loose" {
  name = "loose"
}

# pass: resilience.deletion_unguarded
resource "aws_eks_cluster" "guarded" {
  name                = "guarded"
  deletion_protection = true
}
