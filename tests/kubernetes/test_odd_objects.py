"""Objects of any form end in facts and gaps, never in a crash."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.collecting import Reason
from auditor_kubernetes.testing import FixtureError, Server
from tests.kubernetes.estate import Auditor, Json, estate
from tests.kubernetes.standin import Serve

ODD: tuple[Any, ...] = (
    None,
    7,
    -1,
    1.5,
    True,
    "x",
    "",
    "9" * 40,
    1e300,
    "{{ x }}",
    "\0",
    [],
    {},
    {"a": None},
    {"": {}},
    {"name": []},
    [None],
    [[]],
    ["x", {}],
    [{"name": None}],
)
SERVED = ("CustomResourceDefinition", "APIService", "Secret")
"""What the stand-in itself has to understand."""


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the paths to everything within a value, but for what the stand-in finds it by."""
    if path and path not in (("apiVersion",), ("kind",), ("metadata",)):
        yield path
    if isinstance(value, dict):
        for key, item in value.items():
            if path != ("metadata",) or key not in ("name", "namespace", "labels"):
                yield from places(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, (*path, number))


def spoilt(objects: list[Json], chance: random.Random) -> Iterator[Json]:
    """Yield the objects with something odd in the place of a part of each."""
    for given in objects:
        odd = copy.deepcopy(given)
        found = list(places(odd))
        if odd["kind"] not in SERVED and found:
            *above, last = chance.choice(found)
            inner: Any = odd
            for key in above:
                inner = inner[key]
            inner[last] = copy.deepcopy(chance.choice(ODD))
        if _can_be_served(odd):
            yield odd


def _can_be_served(given: Json) -> bool:
    try:
        Server([given])
    except FixtureError:
        return False
    return True


@pytest.mark.parametrize("seed", range(12))
def test_odd_objects_crash_nothing(serve: Serve, tmp_path: Path, seed: int) -> None:
    objects = list(spoilt([dict(each) for each in estate()], random.Random(seed)))
    assert len(objects) > 50
    audit = Auditor(serve(objects), tmp_path, tier=2, tries=1).audit()
    assert [gap.detail for gap in audit.gaps if gap.reason is Reason.CRASHED] == []
    assert len(audit.findings) > 100
