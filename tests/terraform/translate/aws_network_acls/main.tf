variable "source" {}

# fail: exposure.ssh_open
resource "aws_network_acl" "open" {
  vpc_id = "vpc-1"
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    from_port  = 22
    to_port    = 22
    cidr_block = "0.0.0.0/0"
  }
}

# pass: exposure.ssh_open
resource "aws_network_acl" "denied_first" {
  vpc_id = "vpc-1"
  ingress {
    rule_no    = 200
    action     = "allow"
    protocol   = "-1"
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }
  ingress {
    rule_no    = 100
    action     = "deny"
    protocol   = "tcp"
    from_port  = 22
    to_port    = 22
    cidr_block = "0.0.0.0/0"
  }
}

# fail: exposure.rdp_open
resource "aws_network_acl_rule" "rdp" {
  network_acl_id = aws_network_acl.open.id
  rule_number    = 200
  protocol       = "tcp"
  rule_action    = "allow"
  cidr_block     = "0.0.0.0/0"
  from_port      = 3389
  to_port        = 3389
}

# pass: exposure.rdp_open
resource "aws_network_acl_rule" "rdp_refused" {
  network_acl_id = aws_network_acl.open.id
  rule_number    = 300
  protocol       = "tcp"
  rule_action    = "deny"
  cidr_block     = "0.0.0.0/0"
  from_port      = 3389
  to_port        = 3389
}

# pass: exposure.rdp_open, exposure.all_ports_open
resource "aws_network_acl_rule" "leaving" {
  network_acl_id = aws_network_acl.open.id
  rule_number    = 300
  egress         = true
  protocol       = "-1"
  rule_action    = "allow"
  cidr_block     = "0.0.0.0/0"
}

# fail: exposure.all_ports_open
resource "aws_network_acl_rule" "everything" {
  network_acl_id  = aws_network_acl.open.id
  rule_number     = 400
  protocol        = "-1"
  rule_action     = "allow"
  ipv6_cidr_block = "::/0"
}

# unknown: exposure.ssh_open
resource "aws_network_acl_rule" "unknown" {
  network_acl_id = aws_network_acl.open.id
  rule_number    = 500
  protocol       = "tcp"
  rule_action    = "allow"
  cidr_block     = var.source
  from_port      = 22
  to_port        = 22
}

# fail: exposure.ssh_open
resource "aws_default_network_acl" "open" {
  default_network_acl_id = "acl-1"
  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = -1
    from_port  = 0
    to_port    = 0
    cidr_block = "0.0.0.0/0"
  }
}
