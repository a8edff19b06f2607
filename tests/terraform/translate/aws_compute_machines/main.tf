variable "address" {
  type = bool
}

variable "options" {
  type = list(string)
}

resource "aws_subnet" "public" {
  vpc_id                  = "vpc-1"
  map_public_ip_on_launch = true
}

resource "aws_instance" "good" {
  # pass: encryption.at_rest, access.metadata_v1, access.metadata_hop_limit, exposure.public_ip
  # pass: logging.detailed_monitoring_disabled
  ami                         = "ami-1"
  instance_type               = "t3.micro"
  associate_public_ip_address = false
  monitoring                  = true

  metadata_options {
    http_tokens = "required"
  }

  root_block_device {
    encrypted = true
  }

  ebs_block_device {
    device_name = "/dev/sdb"
    encrypted   = true
  }

  ephemeral_block_device {
    device_name  = "/dev/sdc"
    virtual_name = "ephemeral0"
  }
}

resource "aws_instance" "silent" {
  # fail: encryption.at_rest, access.metadata_v1, logging.detailed_monitoring_disabled
  # pass: exposure.public_ip
  # none: access.metadata_hop_limit
  ami           = "ami-1"
  instance_type = "t3.micro"
}

resource "aws_instance" "one_plain_disk" {
  # fail: encryption.at_rest
  ami = "ami-1"
  root_block_device {
    encrypted = true
  }
  ebs_block_device {
    device_name = "/dev/sdb"
  }
}

resource "aws_instance" "role" {
  # pass: access.machine_without_role, exposure.role_on_public_machine
  ami                  = "ami-1"
  iam_instance_profile = "web"
}

resource "aws_instance" "role_outside" {
  # pass: access.machine_without_role
  # fail: exposure.role_on_public_machine
  ami                         = "ami-1"
  iam_instance_profile        = aws_iam_instance_profile.web.name
  associate_public_ip_address = true
}

resource "aws_instance" "role_perhaps_outside" {
  # unknown: exposure.role_on_public_machine
  ami                         = "ami-1"
  iam_instance_profile        = "web"
  associate_public_ip_address = var.address
}

resource "aws_iam_instance_profile" "web" {
  name = "web"
}

resource "aws_instance" "no_role" {
  # fail: access.machine_without_role
  # none: exposure.role_on_public_machine
  ami                         = "ami-1"
  associate_public_ip_address = true
}

resource "aws_instance" "hops" {
  # fail: access.metadata_v1, access.metadata_hop_limit
  ami = "ami-1"
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "optional"
    http_put_response_hop_limit = 2
  }
}

resource "aws_instance" "no_metadata" {
  # pass: access.metadata_v1
  # none: access.metadata_hop_limit
  ami = "ami-1"
  metadata_options {
    http_endpoint = "disabled"
  }
}

resource "aws_instance" "public" {
  # fail: exposure.public_ip
  ami                         = "ami-1"
  associate_public_ip_address = true
}

resource "aws_instance" "public_by_subnet" {
  # fail: exposure.public_ip
  ami       = "ami-1"
  subnet_id = aws_subnet.public.id
}

resource "aws_instance" "told_later" {
  # unknown: exposure.public_ip, encryption.at_rest, access.metadata_v1
  ami                         = "ami-1"
  associate_public_ip_address = var.address

  dynamic "root_block_device" {
    for_each = var.options
    content {
      encrypted = true
    }
  }

  dynamic "metadata_options" {
    for_each = var.options
    content {
      http_tokens = "required"
    }
  }
}

resource "aws_instance" "templated" {
  # none: encryption.at_rest, access.metadata_v1, exposure.public_ip
  # none: logging.detailed_monitoring_disabled, access.machine_without_role
  launch_template {
    id = aws_launch_template.good.id
  }
}

resource "aws_launch_template" "good" {
  # pass: encryption.at_rest, access.metadata_v1, exposure.public_ip
  name = "good"

  metadata_options {
    http_tokens = "required"
  }

  block_device_mappings {
    device_name = "/dev/sda1"
    ebs {
      encrypted = "true"
    }
  }

  block_device_mappings {
    device_name  = "/dev/sdb"
    virtual_name = "ephemeral0"
  }

  network_interfaces {
    associate_public_ip_address = "false"
  }
}

resource "aws_launch_template" "bad" {
  # fail: encryption.at_rest, access.metadata_v1, exposure.public_ip
  name = "bad"

  block_device_mappings {
    device_name = "/dev/sda1"
    ebs {
      volume_size = 20
    }
  }

  network_interfaces {
    associate_public_ip_address = true
  }
}

resource "aws_launch_template" "bare" {
  # none: encryption.at_rest
  # fail: access.metadata_v1
  # pass: exposure.public_ip
  name = "bare"
}

resource "aws_launch_configuration" "good" {
  # pass: encryption.at_rest, access.metadata_v1, exposure.public_ip
  image_id      = "ami-1"
  instance_type = "t3.micro"
  metadata_options {
    http_tokens = "required"
  }
  root_block_device {
    encrypted = true
  }
}

resource "aws_launch_configuration" "bad" {
  # fail: encryption.at_rest, access.metadata_v1, exposure.public_ip
  image_id                    = "ami-1"
  instance_type               = "t3.micro"
  associate_public_ip_address = true
  ebs_block_device {
    device_name = "/dev/sdb"
    encrypted   = false
  }
}

resource "aws_launch_configuration" "from_snapshot" {
  # unknown: encryption.at_rest
  image_id = "ami-1"
  root_block_device {
    encrypted = true
  }
  ebs_block_device {
    device_name = "/dev/sdb"
    snapshot_id = "snap-1"
  }
}

resource "aws_spot_fleet_request" "fleet" {
  # fail: encryption.at_rest, exposure.public_ip
  launch_specification {
    ami                         = "ami-1"
    associate_public_ip_address = true
    root_block_device {
      encrypted = true
    }
    ebs_block_device {
      device_name = "/dev/sdb"
    }
  }
}

resource "aws_imagebuilder_image_recipe" "recipe" {
  # fail: encryption.at_rest, encryption.customer_managed_key
  name = "recipe"
  block_device_mapping {
    device_name = "/dev/xvdb"
    ebs {
      volume_size = 100
    }
  }
}

resource "aws_autoscaling_group" "good" {
  # pass: resilience.no_health_check
  max_size          = 2
  min_size          = 1
  target_group_arns = ["arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/1"]
  health_check_type = "ELB"
}

resource "aws_autoscaling_group" "bad" {
  # fail: resilience.no_health_check
  max_size       = 2
  min_size       = 1
  load_balancers = ["classic"]
}

resource "aws_autoscaling_group" "attached" {
  # fail: resilience.no_health_check
  max_size          = 2
  min_size          = 1
  health_check_type = "EC2"
}

resource "aws_autoscaling_attachment" "attached" {
  autoscaling_group_name = aws_autoscaling_group.attached.id
  lb_target_group_arn    = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/1"
}

resource "aws_autoscaling_group" "zones" {
  # pass: resilience.one_zone
  max_size           = 2
  min_size           = 1
  availability_zones = ["eu-west-1a", "eu-west-1b"]
}

resource "aws_autoscaling_group" "zone" {
  # fail: resilience.one_zone
  max_size           = 2
  min_size           = 1
  availability_zones = ["eu-west-1a"]
}

resource "aws_autoscaling_group" "zones_told_later" {
  # unknown: resilience.one_zone
  max_size           = 2
  min_size           = 1
  availability_zones = var.options
}

resource "aws_autoscaling_group" "subnet" {
  # fail: resilience.one_zone
  max_size            = 2
  min_size            = 1
  vpc_zone_identifier = [aws_subnet.public.id]
}

resource "aws_autoscaling_group" "alone" {
  # none: resilience.no_health_check, resilience.one_zone
  max_size = 2
  min_size = 1
}

resource "aws_ec2_instance_metadata_defaults" "good" {
  # pass: access.metadata_v1_by_default, access.metadata_hop_limit
  http_tokens                 = "required"
  http_put_response_hop_limit = 1
}

resource "aws_ec2_instance_metadata_defaults" "bad" {
  # fail: access.metadata_v1_by_default
  http_tokens = "no-preference"
}

resource "aws_imagebuilder_distribution_configuration" "silent" {
  # fail: encryption.customer_managed_key
  name = "silent"
  distribution {
    region = "eu-west-1"
    ami_distribution_configuration {
      name = "image-{{ imagebuilder:buildDate }}"
    }
  }
}

resource "aws_imagebuilder_distribution_configuration" "good" {
  # pass: encryption.customer_managed_key
  name = "good"
  distribution {
    region = "eu-west-1"
    ami_distribution_configuration {
      kms_key_id = "arn:aws:kms:eu-west-1:123456789012:key/1"
    }
  }
}

resource "aws_launch_template" "watched" {
  # pass: logging.detailed_monitoring_disabled
  monitoring {
    enabled = true
  }
}

resource "aws_launch_template" "unwatched" {
  # fail: logging.detailed_monitoring_disabled
  image_id = "ami-1"
}

resource "aws_launch_configuration" "watched" {
  # pass: logging.detailed_monitoring_disabled
  image_id      = "ami-1"
  instance_type = "t3.micro"
}

resource "aws_launch_configuration" "unwatched" {
  # fail: logging.detailed_monitoring_disabled
  image_id          = "ami-1"
  instance_type     = "t3.micro"
  enable_monitoring = false
}
