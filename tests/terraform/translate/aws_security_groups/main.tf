variable "office" {
  default = "203.0.113.0/24"
}

variable "allowed" {
  type = list(string)
}

variable "rules" {
  type = list(object({ port = number }))
}

variable "ports" {
  default = [22, 443]
}

# fail: exposure.ssh_open, exposure.unrestricted_egress
# pass: exposure.rdp_open, exposure.all_ports_open
resource "aws_security_group" "ssh" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# fail: exposure.rdp_open, exposure.ssh_open
resource "aws_security_group" "range_over_ipv6" {
  ingress {
    from_port        = 20
    to_port          = 4000
    protocol         = "6"
    ipv6_cidr_blocks = ["0::/0"]
  }
}

# pass: exposure.ssh_open, exposure.rdp_open, exposure.unrestricted_egress, exposure.all_ports_open
resource "aws_security_group" "office_only" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = [var.office]
  }
}

# unknown: exposure.ssh_open
# pass: exposure.rdp_open
resource "aws_security_group" "unknown_source" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.allowed
  }
}

# fail: exposure.ssh_open
resource "aws_security_group" "dynamic" {
  dynamic "ingress" {
    for_each = var.ports
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

# unknown: exposure.ssh_open
# pass: exposure.unrestricted_egress
resource "aws_security_group" "dynamic_unknown" {
  dynamic "ingress" {
    for_each = var.rules
    content {
      from_port   = ingress.value.port
      to_port     = ingress.value.port
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

# fail: exposure.all_ports_open, exposure.ssh_open
resource "aws_security_group" "attribute_as_blocks" {
  ingress = [{
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = null
    description      = null
    prefix_list_ids  = null
    security_groups  = null
    self             = false
  }]
}

# pass: exposure.ssh_open, exposure.all_ports_open
resource "aws_security_group" "among_themselves" {
  ingress {
    from_port = 0
    to_port   = 0
    protocol  = "-1"
    self      = true
  }
  ingress {
    from_port       = 22
    to_port         = 22
    protocol        = "tcp"
    security_groups = [aws_security_group.ssh.id]
  }
}

resource "aws_eip" "home" {}

# pass: exposure.ssh_open
resource "aws_security_group" "own_address" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["${aws_eip.home.public_ip}/32"]
  }
}

# none: exposure.ssh_open
resource "aws_security_group" "absent" {
  count = 0
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# fail: exposure.ssh_open
resource "aws_security_group_rule" "ssh" {
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
  security_group_id = aws_security_group.ssh.id
}

# pass: exposure.ssh_open
# fail: exposure.unrestricted_egress
resource "aws_security_group_rule" "out" {
  type              = "egress"
  from_port         = 0
  to_port           = 0
  protocol          = "all"
  cidr_blocks       = ["0.0.0.0/0"]
  security_group_id = aws_security_group.ssh.id
}

# fail: exposure.rdp_open
resource "aws_vpc_security_group_ingress_rule" "rdp" {
  for_each          = toset(["0.0.0.0/0", "10.0.0.0/8"])
  cidr_ipv4         = each.value
  from_port         = 3389
  to_port           = 3389
  ip_protocol       = "tcp"
  security_group_id = aws_security_group.ssh.id
}

# fail: exposure.all_ports_open, exposure.ssh_open
resource "aws_vpc_security_group_ingress_rule" "everything" {
  cidr_ipv6         = "::/0"
  ip_protocol       = "-1"
  security_group_id = aws_security_group.ssh.id
}

# fail: exposure.unrestricted_egress
# pass: exposure.ssh_open
resource "aws_vpc_security_group_egress_rule" "everything" {
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
  security_group_id = aws_security_group.ssh.id
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

# fail: exposure.default_security_group
resource "aws_default_security_group" "open" {
  vpc_id = aws_vpc.main.id
  ingress {
    protocol  = "-1"
    self      = true
    from_port = 0
    to_port   = 0
  }
}

# pass: exposure.default_security_group
resource "aws_default_security_group" "shut" {
  vpc_id = aws_vpc.main.id
}

# unknown: exposure.default_security_group
resource "aws_default_security_group" "unknown" {
  vpc_id = aws_vpc.main.id
  dynamic "egress" {
    for_each = var.rules
    content {
      protocol    = "tcp"
      from_port   = egress.value.port
      to_port     = egress.value.port
      cidr_blocks = ["10.0.0.0/8"]
    }
  }
}

# fail: exposure.default_security_group
resource "aws_security_group_rule" "in_default" {
  type              = "ingress"
  from_port         = 443
  to_port           = 443
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/8"]
  security_group_id = aws_vpc.main.default_security_group_id
}
