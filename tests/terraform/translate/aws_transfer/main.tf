variable "later" {}

# pass: encryption.in_transit
# fail: encryption.no_post_quantum, encryption.no_validated_cryptography, exposure.faces_internet
# none: exposure.public_data_store
resource "aws_transfer_server" "silent" {}

# pass: exposure.faces_internet
resource "aws_transfer_server" "inside" {
  endpoint_type = "VPC"
}

# fail: encryption.in_transit
# pass: encryption.no_post_quantum
resource "aws_transfer_server" "plain" {
  protocols            = ["SFTP", "FTP"]
  security_policy_name = "TransferSecurityPolicy-2025-03"
}

# pass: encryption.no_post_quantum, encryption.no_validated_cryptography
resource "aws_transfer_server" "validated" {
  security_policy_name = "TransferSecurityPolicy-FIPS-2025-03"
}

# unknown: encryption.in_transit, encryption.no_post_quantum, encryption.no_validated_cryptography
resource "aws_transfer_server" "told_later" {
  protocols            = var.later
  security_policy_name = var.later
}
