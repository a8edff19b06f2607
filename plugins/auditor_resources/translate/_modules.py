"""Module calls: where the code comes from and how firmly that is pinned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import msgspec

from auditor.facts import Fact, SourceReference
from auditor_resources.model import Resource
from auditor_resources.translate._base import Answer, Context, text

_LOCAL = ("./", "../", "/", ".\\", "..\\")
_REGISTRY = re.compile(
    r"(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?/)?[\w-]+/[\w-]+/[a-z0-9-]+(?://.*)?", re.ASCII
)
_FORGES = ("github.com/", "bitbucket.org/", "gitlab.com/")
_EXACT = re.compile(r"=?\s*v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_NUMBERED = re.compile(r"(?:^|[^0-9a-z])v?\d+(?:\.\d+)+|^v\d+$", re.IGNORECASE)
_PINS = (("ref", ""), ("rev", ""), ("versionId", "version"), ("checksum", "commit"))
"""Parameters of an address that choose a revision, and what they pin by (empty: see its form)."""


def module_facts(resource: Resource, context: Context) -> Iterator[Fact]:
    """Yield what a module call fetches; nothing for a directory beside the configuration."""
    source = text(resource.body, "source", resource.type or None)
    if source.value is None or (isinstance(source.value, str) and _is_local(source.value)):
        return
    if not isinstance(source.value, str):
        pin, by = source, ""
    elif _is_registry(source.value):
        pin = text(resource.body, "version")
        exact = isinstance(pin.value, str) and _EXACT.fullmatch(pin.value.strip())
        by = "" if not isinstance(pin.value, str) else "version" if exact else "range"
    else:
        found, by = _revision(source.value)
        pin = Answer(found, source.place)
    fact = context.fact(
        SourceReference,
        resource,
        "module call",
        pinned_by=by,
        answers={"source": Answer(_without_secrets(source), source.place), "pin": pin},
    )
    origin = msgspec.structs.replace(fact.origin, provider="terraform", kind="module")
    yield msgspec.structs.replace(fact, origin=origin)


def _is_local(source: str) -> bool:
    return source in (".", "..") or source.startswith(_LOCAL)


def _is_registry(source: str) -> bool:
    return not source.startswith(_FORGES) and _REGISTRY.fullmatch(source) is not None


def _revision(source: str) -> tuple[str | None, str]:
    """Return the revision that an address asks for, and what kind it looks like."""
    parameters = parse_qs(source.partition("?")[2])
    for name, by in _PINS:
        values = parameters.get(name)
        if not values:
            continue
        revision = values[0]
        if by:
            return revision, by
        if _COMMIT.fullmatch(revision):
            return revision, "commit"
        return revision, "tag" if _NUMBERED.search(revision) else "branch"
    return None, ""


def _without_secrets(source: Answer) -> object:
    """Return the address without a user's password or token in it."""
    return source.map(_strip_user).value


def _strip_user(source: str) -> str:
    forced, separator, address = source.rpartition("::")
    try:
        user = urlsplit(address).netloc.rpartition("@")[0]
    except ValueError:
        return source
    if ":" in user:
        address = address.replace(f"{user}@", "", 1)
    return f"{forced}{separator}{address}"
