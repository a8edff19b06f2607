"""What lies in a directory, by its path alone."""

from __future__ import annotations

import pytest

from auditor.files import lies_in

PATHS = [
    ("/estate", "/estate", True),
    ("/estate/web.yaml", "/estate", True),
    ("/estate/web/web.yaml", "/estate", True),
    ("/estate-of-others/web.yaml", "/estate", False),
    ("/web.yaml", "/estate", False),
    ("/estate", "/estate/web", False),
    ("/web.yaml", "/", True),
    ("/", "/", True),
    ("/", "/estate", False),
]


@pytest.mark.parametrize(("path", "tree", "expected"), PATHS)
def test_what_lies_in_a_directory(path: str, tree: str, expected: bool) -> None:
    assert lies_in(path, tree) is expected
