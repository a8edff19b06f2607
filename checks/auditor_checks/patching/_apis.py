"""Versions of the Kubernetes API that are deprecated or gone, against a target release."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from auditor.checking import Settings, View
from auditor.facts import ApiUse, Unknown
from auditor_checks._ages import age_days
from auditor_checks._data import load
from auditor_checks.patching._releases import (
    Release,
    named,
    newest_release,
    release_of,
    server_release,
)


class TargetSettings(Settings, frozen=True, kw_only=True):
    """The release that manifests are meant for."""

    target_version: str = ""
    """``1.34``; where empty, the release after that of the audited cluster, and the newest that is
    out for manifests."""
    recent_days: int = 180
    """A manager that has not written an object for longer is taken to have moved on."""


_UNFINISHED = re.compile(r"v\d+(?:alpha|beta)\d+")


class Fate(NamedTuple):
    """What becomes of a version of an API."""

    deprecated: Release | None
    removed: Release | None
    replacement: str
    """Group and version; empty when nothing takes its place."""


def fate_of(use: ApiUse) -> Fate | Unknown | None:
    """Look a version up; None when the group is none of Kubernetes' own.

    A stable version that is not in the data stays. Of one that is not stable that can't be said.
    """
    return _fate(use.group, use.version if isinstance(use.version, str) else "", use.plural_or_kind)


@lru_cache(maxsize=4096)
def _fate(named_group: str, version: str, kind: str) -> Fate | Unknown | None:
    data = load("deprecated_apis")["apis"]
    group = f"{named_group}/" if named_group else ""
    found: dict[str, Any] | None = data.get(f"{group}{version}/{kind}")
    if found is not None:
        return Fate(
            release_of(found["deprecated_in"]),
            release_of(found.get("removed_in", "")),
            found.get("replacement", ""),
        )
    own = any(key.startswith(group) if group else key.count("/") == 1 for key in data)
    if own and _UNFINISHED.fullmatch(version):
        return Unknown(f"{group}{version} {kind} is not known as of {as_of()}")
    return Fate(None, None, "") if own else None


def target(use: ApiUse, view: View[TargetSettings]) -> Release | Unknown:
    """Return the release to judge by."""
    written = view.settings.target_version
    if written:
        return release_of(written) or Unknown(f"target_version {written!r} is no version")
    if not use.live:
        return newest_release(view.moment)
    server = server_release(view)
    if server is None:
        return Unknown("the version of the API server was not read")
    return server if isinstance(server, Unknown) else (server[0], server[1] + 1)


def past(use: ApiUse, fate: Fate, view: View[TargetSettings]) -> str:
    """Return why the managed fields of a live object tell of the past; empty when they do not.

    What the server serves no more nobody can write any more; the mark of it stays until the
    manager writes again.
    """
    if not use.live:
        return ""
    server = server_release(view)
    if fate.removed and isinstance(server, tuple) and fate.removed <= server:
        return f"before {named(fate.removed)}, which removed it"
    if use.written and age_days(use.written, view.moment) > view.settings.recent_days:
        return f"last on {use.written:%Y-%m-%d}"
    return ""


def described(use: ApiUse) -> str:
    """Return ``Ingress extensions/v1beta1``, with who writes it."""
    version = f"{use.group}/{use.version}" if use.group else f"{use.version}"
    if use.manager:
        return f"{use.manager} writes this {use.plural_or_kind} as {version}"
    return f"{use.plural_or_kind} is written as {version}"


def instead(fate: Fate) -> str:
    """Return the end of a message: what to use."""
    return f"; use {fate.replacement}" if fate.replacement else "; nothing takes its place"


def as_of() -> str:
    """Return the day that the data is of."""
    day: str = load("deprecated_apis")["as_of"]
    return day
