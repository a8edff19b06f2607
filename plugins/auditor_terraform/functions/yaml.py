"""YAML: only what can be read and written with certainty."""

from __future__ import annotations

from auditor_terraform.functions.registry import function
from auditor_terraform.model import Unknown, Value


@function("yamldecode", "s")
def yaml_decode(text: str) -> Value:
    """Return Unknown."""
    return Unknown("yamldecode is not evaluated")


@function("yamlencode", "d")
def yaml_encode(value: Value) -> Value:
    """Return Unknown."""
    return Unknown("yamlencode is not evaluated")
