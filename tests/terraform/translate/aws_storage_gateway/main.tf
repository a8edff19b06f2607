resource "aws_kms_key" "own" {
  enable_key_rotation = true
}

# fail: encryption.customer_managed_key
resource "aws_storagegateway_nfs_file_share" "plain" {
  client_list = ["10.0.0.0/8"]
}

# pass: encryption.customer_managed_key
resource "aws_storagegateway_smb_file_share" "own" {
  kms_encrypted = true
  kms_key_arn   = aws_kms_key.own.arn
}
