"""Minor releases of Kubernetes, and which of them a cluster runs."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

from auditor.checking import View
from auditor.facts import Component, Unknown
from auditor_checks._data import load

Release = tuple[int, int]

_RELEASE = re.compile(r"v?(\d+)\.(\d+)")


def release_of(version: str) -> Release | None:
    """Return ``(1, 34)`` of ``v1.34.2-eks-abc``; None when it is no version."""
    found = _RELEASE.match(version.strip())
    return (int(found[1]), int(found[2])) if found else None


def servers(view: View[Any]) -> list[Component]:
    """Return the components that tell the version of the cluster's API server."""
    return view.by(Component, _kind).get("APIServer", [])


def _kind(component: Component) -> str:
    return component.origin.kind


def server_release(view: View[Any]) -> Release | Unknown | None:
    """Return the release of the cluster's API server, the oldest where several answer; None
    where no cluster was read."""
    found: list[Release] = []
    for component in servers(view):
        version = component.version
        if isinstance(version, Unknown):
            return version
        release = release_of(version)
        if release is None:
            return Unknown(f"{version} is no version of Kubernetes")
        found.append(release)
    return min(found, default=None)


def newest_release(moment: datetime) -> Release:
    """Return the newest release that was out at the moment, by the lifecycle data."""
    return _newest_on(moment.date().isoformat())


@lru_cache(maxsize=64)
def _newest_on(today: str) -> Release:
    cycles = load("lifecycle")["products"]["kubernetes"]
    out = [release_of(cycle["cycle"]) for cycle in cycles if cycle["released"] <= today]
    return max(release for release in out if release is not None)


def named(release: Release) -> str:
    """Return ``1.34``."""
    return f"{release[0]}.{release[1]}"
