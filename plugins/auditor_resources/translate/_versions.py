"""What a version constraint says about the major version of a provider.

The syntax is that of the Terraform documentation, *Version Constraints*. ``~> 4`` sets no upper
bound, as only the last of its segments may grow.
"""

from __future__ import annotations

import re

_TERM = re.compile(r"\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+)((?:\.\d+)*)\S*\s*")


def before(constraint: str, major: int) -> bool | None:
    """Say whether all versions that the constraint allows come before ``major``.0.0: False when
    none does, None when it leaves both open."""
    answer: bool | None = None
    for term in constraint.split(","):
        found = _TERM.fullmatch(term)
        if found is None:
            return None
        operator, first = found[1] or "=", int(found[2])
        rest = [int(part) for part in found[3].split(".")[1:]]
        if operator == "=" or (operator == "~>" and rest):
            return first < major
        if operator in ("<", "<=") and (
            first < major or (operator == "<" and first == major and not any(rest))
        ):
            answer = True
        if operator in (">", ">=", "~>") and first >= major:
            answer = False
    return answer
