"""No manifest whatsoever raises, hangs or is passed over in silence."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kubernetes.manifests.audited import collect, pod

OBJECTS = list(yaml.safe_load_all((Path(__file__).parent / "estate.yaml").read_bytes()))
ODD: list[Any] = [
    None, True, 0, -1, 3.5, 10**30, "", "x", "{{ .Values.x }}", "${X}", "a" * 10_000, "\U0001f600",
    [], [None], [[]], ["x"], [{}], {}, {"a": None}, {"x": {"y": []}}, {"": ""}, "2026-01-01", "=",
]  # fmt: skip


def paths(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where something stands within an object."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*above, key)
            yield from paths(inner, (*above, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield (*above, number)
            yield from paths(inner, (*above, number))


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    """Return a copy with another value at a path."""
    whole = copy.deepcopy(value)
    place = whole
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = by
    return whole


def dumped(objects: list[Any]) -> bytes:
    return yaml.dump_all(objects, Dumper=yaml.CSafeDumper, allow_unicode=True).encode()


@pytest.mark.parametrize("number", range(len(OBJECTS)))
def test_every_field_may_hold_anything(tmp_path: Path, number: int) -> None:
    obj = OBJECTS[number]
    every = list(paths(obj))
    for turn, odd in enumerate(ODD):
        chosen = every[turn % 3 :: 3] if len(every) > 60 else every
        variants = [replaced(obj, path, odd) for path in chosen]
        (tmp_path / "a.yaml").write_bytes(dumped(variants))
        collect(tmp_path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner,
                                                                max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_random_values_at_random_places(data: st.DataObject) -> None:
    variants = []
    for obj in OBJECTS:
        path = data.draw(st.sampled_from(list(paths(obj))))
        variants.append(replaced(obj, path, data.draw(JSON)))
    with TemporaryDirectory() as folder:
        Path(folder, "a.yaml").write_bytes(dumped(variants))
        collect(Path(folder))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=12), st.sampled_from([0, 1]))
def test_bytes_in_a_manifest_may_be_anything(at: int, cut: int, put: bytes, kind: int) -> None:
    content = dumped(OBJECTS[:4])
    at %= len(content)
    spoilt = content[:at] + put + content[at + cut :]
    if kind:
        spoilt = pod().encode() + b"---\n" + spoilt
    with TemporaryDirectory() as folder:
        for name in ("a.yaml", "b.json", "kustomization.yaml"):
            Path(folder, name).write_bytes(spoilt)
        collect(Path(folder))


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Pod\nspec: 3\n",
        "apiVersion: v1\nkind: Pod\nmetadata: []\nspec: []\n",
        "apiVersion: [v1]\nkind: {a: b}\n",
        "apiVersion: 1\nkind: true\n",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: [x], namespace: {}, labels: 3}\n",
        "apiVersion: a/b/c/d\nkind: ''\n",
        "- apiVersion: v1\n  kind: Pod\n",
        "apiVersion: v1\nkind: Pod\n" + "a: &a {b: &b {c: [*b]}}\n",
        "apiVersion: v1\nkind: Pod\nspec: &s\n  containers:\n  - &c {name: x}\n  - *c\n",
        "apiVersion: v1\nkind: Pod\nspec:\n" + "".join("  " * n + "a:\n" for n in range(1, 90)),
        "apiVersion: v1\nkind: Secret\ndata: {a: '%%%', b: 3, c: [1], d: null}\n",
        "apiVersion: v1\nkind: Pod\n%YAML 1.2\n---\n",
        "%YAML 9.9\n---\napiVersion: v1\nkind: Pod\n",
        "apiVersion: v1\r\rkind: Pod\r",
    ],
)
def test_odd_objects(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(text, newline="")
    collect(tmp_path)


def test_repeated_aliases_are_bounded(tmp_path: Path) -> None:
    steps = [f"  {b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefg", "bcdefgh",
                                                                        strict=True)]  # fmt: skip
    bomb = "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(steps)
    (tmp_path / "a.yaml").write_text(f"{bomb}---\n{pod()}")
    found = collect(tmp_path)
    assert found.gaps == [("too-large", "a.yaml:9-9")]
    assert len(found.pods) == 1
