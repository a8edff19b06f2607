variable "public" {
  type = bool
}

variable "logging" {
  type = bool
}

# pass: logging.flow_logs_disabled
resource "aws_vpc" "logged" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_flow_log" "logged" {
  vpc_id       = aws_vpc.logged.id
  traffic_type = "ALL"
}

# fail: logging.flow_logs_disabled
resource "aws_vpc" "silent" {
  cidr_block = "10.1.0.0/16"
}

# fail: logging.flow_logs_disabled
resource "aws_vpc" "one_subnet_logged" {
  cidr_block = "10.2.0.0/16"
}

resource "aws_subnet" "inner" {
  vpc_id     = aws_vpc.one_subnet_logged.id
  cidr_block = "10.2.0.0/24"
}

resource "aws_flow_log" "subnet" {
  subnet_id    = aws_subnet.inner.id
  traffic_type = "ALL"
}

# unknown: logging.flow_logs_disabled
resource "aws_vpc" "perhaps" {
  cidr_block = "10.3.0.0/16"
}

resource "aws_flow_log" "perhaps" {
  count        = var.logging ? 1 : 0
  vpc_id       = aws_vpc.perhaps.id
  traffic_type = "ALL"
}

# pass: logging.flow_logs_disabled
resource "aws_vpc" "counted" {
  count      = 2
  cidr_block = "10.${count.index}.0.0/16"
}

resource "aws_flow_log" "counted" {
  count        = 2
  vpc_id       = aws_vpc.counted[count.index].id
  traffic_type = "ALL"
}

# fail: exposure.subnet_public_ip
resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.logged.id
  map_public_ip_on_launch = true
}

# pass: exposure.subnet_public_ip
resource "aws_subnet" "private" {
  vpc_id = aws_vpc.logged.id
}

# unknown: exposure.subnet_public_ip
resource "aws_subnet" "unknown" {
  vpc_id                  = aws_vpc.logged.id
  map_public_ip_on_launch = var.public
}

# fail: exposure.subnet_public_ip
resource "aws_default_subnet" "default" {
  availability_zone = "eu-west-1a"
}

resource "aws_vpc_peering_connection" "other" {
  vpc_id      = aws_vpc.logged.id
  peer_vpc_id = aws_vpc.silent.id
}

# fail: exposure.peering_route_open
resource "aws_route" "open" {
  route_table_id            = "rtb-1"
  destination_cidr_block    = "0.0.0.0/0"
  vpc_peering_connection_id = aws_vpc_peering_connection.other.id
}

# pass: exposure.peering_route_open
resource "aws_route" "narrow" {
  route_table_id            = "rtb-1"
  destination_cidr_block    = aws_vpc.silent.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.other.id
}

# none: exposure.peering_route_open
resource "aws_route" "internet" {
  route_table_id         = "rtb-1"
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = "igw-1"
}

# fail: exposure.peering_route_open
resource "aws_route_table" "inline" {
  vpc_id = aws_vpc.logged.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = "igw-1"
  }
  route {
    cidr_block                = "0.0.0.0/0"
    vpc_peering_connection_id = aws_vpc_peering_connection.other.id
  }
}

# fail: exposure.default_group_unmanaged
resource "aws_vpc" "left_alone" {
  cidr_block = "10.9.0.0/16"
}

# pass: exposure.default_group_unmanaged
resource "aws_vpc" "adopted" {
  cidr_block = "10.8.0.0/16"
}

resource "aws_default_security_group" "adopted" {
  vpc_id = aws_vpc.adopted.id
}

# fail: exposure.default_group_unmanaged
resource "aws_vpc" "adopted_open" {
  cidr_block = "10.7.0.0/16"
}

resource "aws_default_security_group" "adopted_open" {
  vpc_id = aws_vpc.adopted_open.id
  ingress {
    protocol  = "-1"
    self      = true
    from_port = 0
    to_port   = 0
  }
}
