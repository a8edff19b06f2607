"""Terraform: configuration trees and plan documents read into facts."""
