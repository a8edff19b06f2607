"""One module a service: its declared calls, and its answers in Terraform's words."""
