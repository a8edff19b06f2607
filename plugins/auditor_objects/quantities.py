"""Quantities as the API writes them: ``250m``, ``1.5Gi``, ``2e3``."""

from __future__ import annotations

import re

from auditor.facts import Unknown
from auditor_objects.model import Node

_QUANTITY = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:([eE][+-]?\d{1,3})|(\w{1,2}))?")
_UNITS = {
    "n": 1e-9,
    "u": 1e-6,
    "m": 1e-3,
    "k": 1e3,
    "M": 1e6,
    "G": 1e9,
    "T": 1e12,
    "P": 1e15,
    "E": 1e18,
    "Ki": 2.0**10,
    "Mi": 2.0**20,
    "Gi": 2.0**30,
    "Ti": 2.0**40,
    "Pi": 2.0**50,
    "Ei": 2.0**60,
}


def quantity(node: Node) -> float | Unknown | None:
    """Read a quantity in its base unit: cores, bytes, numbers.

    Source: Kubernetes API conventions, resource.Quantity.
    """
    value = node.value
    if value is None or isinstance(value, bool):
        return None if value is None else node.wrong("a quantity")
    if isinstance(value, int | float):
        return float(value)
    text = node.text()
    if not isinstance(text, str):
        return text
    found = _QUANTITY.fullmatch(text.strip())
    if found is None or len(text) > 64:
        return node.wrong("a quantity")
    number, exponent, unit = found.groups()
    if exponent:
        return float(number + exponent)
    if unit and unit not in _UNITS:
        return node.wrong("a quantity")
    return float(number) * _UNITS.get(unit or "", 1.0)
