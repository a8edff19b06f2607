"""Objects read from a folder of ordinary YAML and JSON files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_SUFFIXES = (".yaml", ".yml", ".json")


class FixtureError(ValueError):
    """A fixture that no API server would take."""


def read(folder: Path) -> Iterator[Mapping[str, Any]]:
    """The objects in all YAML and JSON files below ``folder``, in the order of their paths.

    :raises FixtureError: for a file that cannot be parsed, or a document that is no object.
    """
    if not folder.is_dir():
        raise FixtureError(f"{folder}: no such folder")
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SUFFIXES and path.is_file():
            try:
                yield from expanded(_documents(path))
            except FixtureError as error:
                raise FixtureError(f"{path}: {error}") from error


def expanded(documents: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """``documents`` with lists (``kind: List``, ``PodList``…) replaced by what they hold.

    :raises FixtureError: for a document without ``apiVersion`` or ``kind``.
    """
    for document in documents:
        if not isinstance(document, Mapping):
            raise FixtureError(f"a document is no object: {document!r:.60}")
        kind, version = document.get("kind"), document.get("apiVersion")
        if not isinstance(kind, str) or not isinstance(version, str):
            raise FixtureError("an object lacks apiVersion or kind")
        if kind.endswith("List") and isinstance(document.get("items"), list):
            own = {} if kind == "List" else {"apiVersion": version, "kind": kind[:-4]}
            yield from expanded({**own, **item} for item in document["items"])
        else:
            yield document


def _documents(path: Path) -> Iterator[Any]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        try:
            yield json.loads(text)
        except json.JSONDecodeError as error:
            raise FixtureError(str(error)) from error
        return
    import yaml

    try:
        yield from (found for found in yaml.load_all(text, _loader()) if found is not None)
    except yaml.YAMLError as error:
        raise FixtureError(str(error)) from error


@cache
def _loader() -> Any:
    """A loader to which moments are text, as they are in JSON, which the API speaks."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]
        yaml_implicit_resolvers = {
            first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
            for first, pairs in base.yaml_implicit_resolvers.items()
        }

    return Loader
