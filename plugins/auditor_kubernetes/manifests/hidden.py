"""What documents hold under names that mean a secret, whatever kind of thing they describe.

Evidence is the whole file, so the documents count that are no objects of ours too: settings of
clusters, kubeconfigs, objects of extensions, and objects in which something has the wrong form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from auditor.redaction import names
from auditor_objects.exposures import PEM, STORED, wrapped_keys
from auditor_objects.model import LAST_APPLIED
from auditor_objects.texts import leaves, unwrapped

_HEADERS = frozenset(("authorization", "proxy-authorization", "cookie", "x-api-key"))
_SCHEME = re.compile(r"\b(?:[Bb]earer|[Bb]asic)[ \t]+([\w.~+/=-]{7,}[\w~+/=-])")
_REGISTRY = re.compile(r'"auth"\s*:\s*"([A-Za-z0-9+/=]{8,})"')
_COLLECTIONS = (dict, list)
_SHORTEST = len("Basic ") + 8
"""Characters of the shortest text that either of them finds."""
_OBJECT_NAME = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)+|[a-z0-9]{1,15}")
"""Names of Secrets and the like: to hide them would take the objects from the reports."""


_TELLING = tuple(
    word.encode()
    for word in (
        *("pass", "pwd", "secret", "token", "credential", "key", "authorization", "cookie"),
        *("earer", "asic", '"auth"', PEM.lower(), "\\"),
    )
)
"""What every name that means a secret has in it, and every text that shows one; or an escape,
behind which they may stand."""
_TELLING_SHORT = re.compile(rb"(?:pw|Pw|PW|pat|Pat|PAT)(?![a-z])")


def may_name(source: bytes) -> bool:
    """Tell whether :func:`named_values` may find something in what this text was parsed to."""
    lower = source.lower()
    return any(word in lower for word in _TELLING) or _TELLING_SHORT.search(source) is not None


def named_values(document: Any) -> Iterator[str]:
    """Yield the values of a document that no output may contain."""
    todo: list[tuple[Any, str]] = [(document, "")]
    seen: dict[int, Any] = {}
    while todo:
        value, kind = todo.pop()
        if isinstance(value, str):
            if kind or _shows(value):
                yield from _of_text(value, kind)
        elif isinstance(value, dict):
            if id(value) not in seen:
                seen[id(value)] = value
                for key, inner in value.items():
                    if inner.__class__ is not str:
                        if isinstance(inner, _COLLECTIONS):
                            todo.append((inner, _meaning(key)))
                    elif (own := _meaning(key)) or _shows(inner):
                        yield from _of_text(inner, own)
                if "value" in value or "kind" in value or LAST_APPLIED in value:
                    todo += _by_neighbours(value)
        elif isinstance(value, list) and id(value) not in seen:
            seen[id(value)] = value
            todo += [(item, kind) for item in value]


def _by_neighbours(value: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield what a mapping holds of which not the key tells what it is."""
    applied = value.get(LAST_APPLIED)
    if isinstance(applied, str):
        yield from _repeated(applied)
    name, given = value.get("name"), value.get("value")
    if isinstance(name, str) and (kind := _meaning(name)):
        yield from ((leaf, kind) for leaf in leaves(given))
    if value.get("kind") == "Secret":
        for field in ("data", "stringData"):
            if not isinstance(value.get(field), dict):
                yield value.get(field), STORED


def _repeated(text: str) -> Iterator[tuple[Any, str]]:
    """Yield the object that an annotation repeats, and what it stores if it is a Secret."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return
    yield body, ""
    if isinstance(body, dict) and body.get("kind") == "Secret":
        for part in (body.get("data"), body.get("stringData")):
            if isinstance(part, dict):
                yield from ((item, STORED) for item in part.values())


@lru_cache(maxsize=4096)
def _meaning(name: str) -> str:
    if len(name) > 100:
        return ""
    return "token" if name.lower() in _HEADERS else names.meaning(name)


def _shows(text: str) -> bool:
    """Say whether a text may hold something secret whatever its name."""
    return len(text) >= _SHORTEST and (
        "earer" in text or "asic" in text or '"auth"' in text or PEM in text
    )


def _of_text(text: str, kind: str) -> Iterator[str]:
    if kind and not names.ordinary(text) and names.plausible(text, kind):
        if kind in ("password", STORED) or _OBJECT_NAME.fullmatch(text) is None:
            yield text
        inner = unwrapped(text)
        if kind == STORED and inner.isprintable():
            yield inner
    if "earer" in text or "asic" in text:
        yield from (said for said in _SCHEME.findall(text) if names.plausible(said, "token"))
    if '"auth"' in text:
        yield from _REGISTRY.findall(text)
    if PEM in text:
        yield from wrapped_keys(text)
