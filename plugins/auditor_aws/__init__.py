"""Live AWS accounts, read through boto3 into the same resources that Terraform describes."""
