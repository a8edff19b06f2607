"""Terraform's functions: found by name, arguments checked and converted."""

from __future__ import annotations

from auditor_terraform.functions.registry import call

__all__ = ["call"]
