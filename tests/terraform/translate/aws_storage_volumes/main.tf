variable "encrypted" {
  type    = bool
  default = true
}

variable "told_later" {
  type = bool
}

resource "aws_kms_key" "disks" {}

resource "aws_ebs_volume" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key
  availability_zone = "eu-west-1a"
  encrypted         = true
  kms_key_id        = aws_kms_key.disks.arn
}

resource "aws_ebs_volume" "silent" {
  # fail: encryption.at_rest, encryption.customer_managed_key
  availability_zone = "eu-west-1a"
}

resource "aws_ebs_volume" "by_variable" {
  # pass: encryption.at_rest
  # fail: encryption.customer_managed_key
  availability_zone = "eu-west-1a"
  encrypted         = var.encrypted
  kms_key_id        = "alias/aws/ebs"
}

resource "aws_ebs_volume" "told_later" {
  # unknown: encryption.at_rest
  availability_zone = "eu-west-1a"
  encrypted         = var.told_later
}

resource "aws_ebs_volume" "from_snapshot" {
  # unknown: encryption.at_rest
  availability_zone = "eu-west-1a"
  snapshot_id       = "snap-1"
}

resource "aws_ebs_volume" "text" {
  # pass: encryption.at_rest
  encrypted = "true"
}

resource "aws_ebs_snapshot" "good" {
  # pass: encryption.at_rest
  volume_id = aws_ebs_volume.good.id
}

resource "aws_ebs_snapshot" "bad" {
  # fail: encryption.at_rest
  volume_id = aws_ebs_volume.silent.id
}

resource "aws_ebs_snapshot" "elsewhere" {
  # unknown: encryption.at_rest
  volume_id = "vol-1"
}

resource "aws_ebs_snapshot_copy" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key
  source_snapshot_id = "snap-1"
  source_region      = "eu-west-1"
  encrypted          = true
  kms_key_id         = aws_kms_key.disks.arn
}

resource "aws_ebs_snapshot_copy" "silent" {
  # fail: encryption.at_rest, encryption.customer_managed_key
  source_snapshot_id = "snap-1"
  source_region      = "eu-west-1"
}

resource "aws_ebs_encryption_by_default" "on" {
  # pass: encryption.volume_default
}

resource "aws_ebs_encryption_by_default" "off" {
  # fail: encryption.volume_default
  enabled = false
}

resource "aws_ami" "bad" {
  # fail: encryption.at_rest
  name             = "bad"
  root_device_name = "/dev/xvda"
  ebs_block_device {
    device_name = "/dev/xvda"
    volume_size = 8
    encrypted   = true
  }
  ebs_block_device {
    device_name = "/dev/xvdb"
    volume_size = 8
  }
}

resource "aws_ami" "good" {
  # pass: encryption.at_rest
  name = "good"
  ebs_block_device {
    device_name = "/dev/xvda"
    encrypted   = true
  }
}

resource "aws_ami" "from_snapshot" {
  # unknown: encryption.at_rest
  name = "from-snapshot"
  ebs_block_device {
    device_name = "/dev/xvda"
    snapshot_id = "snap-1"
  }
}

resource "aws_ami_copy" "bad" {
  # fail: encryption.at_rest, encryption.customer_managed_key
  source_ami_id = "ami-1"
}

resource "aws_ami_copy" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key
  source_ami_id = "ami-1"
  encrypted     = true
  kms_key_id    = aws_kms_key.disks.arn
}

resource "aws_ami_launch_permission" "everybody" {
  # fail: exposure.public_data_store
  image_id = "ami-1"
  group    = "all"
}

resource "aws_ami_launch_permission" "one_account" {
  # pass: exposure.public_data_store
  image_id   = "ami-1"
  account_id = "123456789012"
}

resource "aws_dlm_lifecycle_policy" "bad" {
  # fail: encryption.at_rest, encryption.customer_managed_key
  policy_details {
    schedule {
      cross_region_copy_rule {
        encrypted = false
        target    = "us-west-2"
      }
    }
  }
}

resource "aws_dlm_lifecycle_policy" "good" {
  # pass: encryption.at_rest, encryption.customer_managed_key
  policy_details {
    action {
      name = "copy"
      cross_region_copy {
        target = "us-west-2"
        encryption_configuration {
          encrypted = true
          cmk_arn   = aws_kms_key.disks.arn
        }
      }
    }
  }
}
