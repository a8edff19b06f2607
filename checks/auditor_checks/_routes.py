"""What checks of routes share: names of hosts, and the objects that a route names."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from auditor.checking import View
from auditor.facts import ClusterFact, Route

FactT = TypeVar("FactT", bound=ClusterFact)

_ADDRESS = re.compile(r"[0-9.]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*")


def covers(pattern: str, host: str) -> bool:
    """Say whether a name of a certificate or of a TLS section covers a host (RFC 9525).

    A wildcard stands for one whole leftmost label; a wildcard host needs the same wildcard.
    """
    pattern, host = pattern.lower().rstrip("."), host.lower().rstrip(".")
    if pattern == host:
        return True
    if not pattern.startswith("*.") or _ADDRESS.fullmatch(host):
        return False
    label, _, rest = host.partition(".")
    return bool(label) and "." in rest and rest == pattern[2:]


def what(route: Route) -> str:
    """Name a route for people."""
    return f"{route.subject} {route.name}"


def referred(view: View[Any], kind: type[FactT], fact: ClusterFact, name: str) -> FactT | None:
    """Return the object that a fact names (``name``, or ``namespace/name`` of elsewhere).

    Where a manifest leaves a namespace open, the name alone decides.
    """
    namespace, _, bare = name.rpartition("/")
    candidates = view.by(kind, _name).get(bare, ())
    wanted = namespace or fact.namespace
    for other in candidates:
        if other.namespace == wanted:
            return other
    open_here = not namespace and not fact.namespace_written
    for other in candidates:
        if open_here or not other.namespace_written:
            return other
    return None


def _name(fact: ClusterFact) -> str:
    return fact.name
