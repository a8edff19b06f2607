"""Caps that keep hostile or generated values from exhausting time or memory."""

from __future__ import annotations

MAX_TEXT = 4_000_000
"""Characters of one string that an expression makes."""
MAX_NODES = 500_000
"""Nodes (elements of elements …) of one value that is walked."""
MAX_NESTING = 100
"""Levels of brackets, operators and calls in one expression, and of values in values."""
MAX_NUMBER_BITS = 512
"""Terraform's numbers have a mantissa of 512 bits; larger integers are not computed."""
