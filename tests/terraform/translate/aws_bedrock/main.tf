resource "aws_kms_key" "own" {
  enable_key_rotation = true
}

# fail: encryption.customer_managed_key
resource "aws_bedrock_custom_model" "plain" {
  custom_model_name = "plain"
}

# pass: encryption.customer_managed_key
resource "aws_bedrock_custom_model" "own" {
  custom_model_name       = "own"
  custom_model_kms_key_id = aws_kms_key.own.arn
}

# fail: encryption.customer_managed_key
resource "aws_bedrockagent_prompt" "plain" {
  name = "plain"
}

# pass: encryption.customer_managed_key
resource "aws_bedrockagent_prompt" "own" {
  name                        = "own"
  customer_encryption_key_arn = aws_kms_key.own.arn
}

# fail: encryption.customer_managed_key
resource "aws_bedrockagent_data_source" "plain" {
  name = "plain"
}

# pass: encryption.customer_managed_key
resource "aws_bedrockagent_data_source" "own" {
  name = "own"
  server_side_encryption_configuration {
    kms_key_arn = aws_kms_key.own.arn
  }
}
