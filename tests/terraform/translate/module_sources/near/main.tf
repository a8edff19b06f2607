# pass: exposure.subnet_public_ip
resource "aws_subnet" "inner" {
  vpc_id = "vpc-1"
}
