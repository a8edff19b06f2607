variable "region" {
  type    = string
  default = "eu-west-1"
}

variable "environment" {
  type    = string
  default = "prod"
}

variable "invoices_public" {
  type    = bool
  default = true
}

variable "encrypt_scratch" {
  description = "Given by the pipeline; nobody can tell from here."
  type        = bool
}

locals {
  name = "shop-${var.environment}"
}
