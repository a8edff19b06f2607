variable "policy" {
  type = string
}

variable "subnets" {
  type = list(string)
}

variable "accept" {
  type = string
}

variable "by_hand" {
  type = bool
}

# none: resilience.one_zone, access.wildcard_actions, access.public_principal
resource "aws_vpc_endpoint" "gateway" {
  vpc_id       = "vpc-1"
  service_name = "com.amazonaws.eu-west-1.s3"
}

# fail: resilience.one_zone
# none: access.wildcard_actions, access.public_principal
resource "aws_vpc_endpoint" "one_subnet" {
  vpc_id            = "vpc-1"
  service_name      = "com.amazonaws.eu-west-1.ec2"
  vpc_endpoint_type = "Interface"
  subnet_ids        = ["subnet-1"]
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }]
  })
}

# pass: resilience.one_zone, access.wildcard_actions, access.public_principal
resource "aws_vpc_endpoint" "two_subnets" {
  vpc_id            = "vpc-1"
  service_name      = "com.amazonaws.eu-west-1.ec2"
  vpc_endpoint_type = "Interface"
  subnet_ids        = ["subnet-1", "subnet-2"]
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "ec2:DescribeTags", Resource = "*" }]
  })
}

# unknown: access.wildcard_actions, resilience.one_zone
resource "aws_vpc_endpoint" "told_later" {
  vpc_id            = "vpc-1"
  service_name      = "com.amazonaws.eu-west-1.ec2"
  vpc_endpoint_type = "Interface"
  subnet_ids        = var.subnets
  policy            = var.policy
}

# fail: access.wildcard_actions
# pass: access.public_principal
resource "aws_vpc_endpoint_policy" "wide" {
  vpc_endpoint_id = aws_vpc_endpoint.gateway.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "arn:aws:s3:::a" }]
  })
}

# fail: access.public_principal
resource "aws_vpc_endpoint_service" "open" {
  acceptance_required = false
  allowed_principals  = ["*"]
}

# none: access.public_principal
resource "aws_vpc_endpoint_service" "by_hand" {
  acceptance_required = true
  allowed_principals  = ["*"]
}

# unknown: access.public_principal
resource "aws_vpc_endpoint_service" "perhaps_by_hand" {
  acceptance_required = var.by_hand
  allowed_principals  = ["*"]
}

# pass: access.public_principal
resource "aws_vpc_endpoint_service" "partner" {
  acceptance_required = false
  allowed_principals  = ["arn:aws:iam::210987654321:root"]
}

# none: access.public_principal
resource "aws_vpc_endpoint_service" "own_account" {
  acceptance_required = false
}

# fail: access.attachments_accepted_unseen
resource "aws_ec2_transit_gateway" "automatic" {
  auto_accept_shared_attachments = "enable"
}

# pass: access.attachments_accepted_unseen
resource "aws_ec2_transit_gateway" "silent" {
}

# unknown: access.attachments_accepted_unseen
resource "aws_ec2_transit_gateway" "told_later" {
  auto_accept_shared_attachments = var.accept
}

# pass: logging.access_log_disabled
resource "aws_ec2_client_vpn_endpoint" "logged" {
  client_cidr_block = "10.0.0.0/22"
  connection_log_options {
    enabled              = true
    cloudwatch_log_group = "vpn"
  }
}

# fail: logging.access_log_disabled
resource "aws_ec2_client_vpn_endpoint" "silent" {
  client_cidr_block = "10.0.0.0/22"
  connection_log_options {
    enabled = false
  }
}
