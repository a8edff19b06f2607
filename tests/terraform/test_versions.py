"""What a constraint tells about the major version of a provider."""

from __future__ import annotations

import pytest

from auditor_resources.translate._versions import before


@pytest.mark.parametrize(
    ("constraint", "older"),
    [
        ("4.27.0", True),
        ("= 5.1", False),
        ("~> 4.1", True),
        ("~> 4.1.2", True),
        ("~> 5.0", False),
        ("~> 4", None),
        (">= 3.0", None),
        (">= 3.0, < 5", True),
        ("< 5.0.0", True),
        ("< 5.1", None),
        ("<= 4.9", True),
        (">= 5", False),
        ("> 5.0, < 6", False),
        ("v4.2", True),
        (">= 3, != 4.1", None),
        ("latest", None),
        ("", None),
    ],
)
def test_versions_before_the_fifth(constraint: str, older: bool | None) -> None:
    assert before(constraint, 5) is older
