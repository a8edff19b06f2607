"""What is declared in files beside what was found running: objects, fields and verdicts.

Facts make it possible: both sides are read into the same ones, so what differs in them is what
the checks look at, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from auditor.facts import Place, Unknown
from auditor.facts.workloads import (
    AccessRole,
    Autoscaler,
    ClusterFact,
    SecretObject,
    ServiceAccount,
)
from auditor.findings import Finding

_STATE = frozenset(
    {
        "active",
        "allowed",
        "annotations",
        "at",
        "at_maximum",
        "available",
        "bound",
        "created",
        "endpoints",
        "evidence",
        "expected",
        "healthy",
        "last_changed",
        "last_success",
        "last_used",
        "live",
        "managed_by",
        "namespace_written",
        "origin",
        "places",
        "problem",
        "problems",
        "ready",
        "restarts",
        "running",
        "stale",
        "subject",
        "terminating",
        "unavailable_since",
    }
)
"""Fields that say where a fact comes from, or how things go, not what was wanted."""
_INJECTED = "kube-api-access-"
"""Name of the volume that clusters add to every pod (Kubernetes documentation, "Configure Service
Accounts for Pods")."""
_MADE = {("ServiceAccount", "default"), ("NetworkService", "kubernetes")}
"""Objects that clusters make by themselves."""
_LONGEST = 80

_Key = tuple[str, str, str, str, str]


class Difference(Struct, frozen=True, kw_only=True):
    """A field that is not as declared; empty ``declared`` or ``found`` is absent there."""

    scope: str
    """The cluster."""
    address: str
    field: str
    declared: str
    found: str
    place: Place | None = None


class VerdictChange(Struct, frozen=True, kw_only=True):
    """A check that says something else of the object that runs than of its declaration."""

    scope: str
    address: str
    check: str
    at: str
    severity: str
    declared: str
    """``pass``, ``fail``, ``unknown``, ``not-applicable``, or empty for no verdict."""
    found: str


class Drift(Struct, frozen=True, kw_only=True):
    """What a comparison found. Addresses are written ``scope: address``."""

    compared: int
    """Objects that are on both sides."""
    undeclared: tuple[str, ...]
    """Running, in namespaces that are declared, without a declaration."""
    missing: tuple[str, ...]
    """Declared, but not running."""
    differences: tuple[Difference, ...]
    changes: tuple[VerdictChange, ...]
    untold: int
    """Fields that could not be compared, because one side is unknown."""


def compare(facts: Iterable[ClusterFact], findings: Iterable[Finding]) -> Drift:
    """Compare the declared objects among ``facts`` with those of each cluster."""
    declared: dict[_Key, ClusterFact] = {}
    live: dict[str, dict[_Key, ClusterFact]] = {}
    for fact in facts:
        if fact.live:
            live.setdefault(fact.origin.scope, {})[_key(fact)] = fact
        else:
            declared.setdefault(_key(fact), fact)
    verdicts = _verdicts(findings)
    found = _Found()
    for scope, objects in sorted(live.items()):
        found.add(scope, declared, objects, verdicts)
    return Drift(
        compared=found.compared,
        undeclared=tuple(found.undeclared),
        missing=tuple(found.missing),
        differences=tuple(found.differences),
        changes=tuple(found.changes),
        untold=found.untold,
    )


class _Found:
    def __init__(self) -> None:
        self.compared = 0
        self.untold = 0
        self.undeclared: list[str] = []
        self.missing: list[str] = []
        self.differences: list[Difference] = []
        self.changes: list[VerdictChange] = []

    def add(
        self,
        scope: str,
        declared: Mapping[_Key, ClusterFact],
        live: Mapping[_Key, ClusterFact],
        verdicts: Mapping[tuple[str, str], Mapping[tuple[str, str], Finding]],
    ) -> None:
        """Compare with one cluster."""
        scaled = {
            (fact.namespace, fact.target_kind, fact.target)
            for fact in live.values()
            if isinstance(fact, Autoscaler)
        }
        pairs: dict[tuple[str, str], str] = {}
        for key, wanted in sorted(declared.items()):
            running = live.get(key)
            if running is None:
                self.missing.append(f"{scope}: {_address(wanted)}")
                continue
            self.compared += 1
            pairs[running.origin.address, wanted.origin.address] = wanted.origin.scope
            free = (wanted.namespace, wanted.origin.kind, wanted.name) in scaled
            for path, before, after in _differences(wanted, running, ""):
                if isinstance(before, Unknown) or isinstance(after, Unknown):
                    self.untold += 1
                elif not (free and path == "replicas"):
                    place = wanted.places.get(path, wanted.origin.place)
                    self.differences.append(
                        Difference(
                            scope=scope,
                            address=_address(running),
                            field=path,
                            declared=_shown(before),
                            found=_shown(after),
                            place=place,
                        )
                    )
        for (address, written), home in sorted(pairs.items()):
            self.changes += _changes(
                scope,
                address,
                verdicts.get((home, written), {}),
                verdicts.get((scope, address), {}),
            )
        kinds = {key[:2] for key in declared}
        namespaces = {fact.namespace for fact in declared.values() if fact.namespace}
        self.undeclared += [
            f"{scope}: {_address(fact)}"
            for key, fact in sorted(live.items())
            if key not in declared and _is_own(fact) and _in_reach(fact, kinds, namespaces)
        ]


def _key(fact: ClusterFact) -> _Key:
    return type(fact).__name__, fact.origin.kind, fact.namespace, fact.name, fact.part


def _address(fact: ClusterFact) -> str:
    parts = (fact.namespace, fact.origin.kind, fact.name)
    return "/".join(part for part in parts if part)


def _is_own(fact: ClusterFact) -> bool:
    """Say whether somebody made it, rather than the cluster or a controller."""
    if fact.managed_by or getattr(fact, "provided", False) or isinstance(fact, SecretObject):
        return False
    return (type(fact).__name__, fact.name) not in _MADE


def _in_reach(fact: ClusterFact, kinds: set[tuple[str, str]], namespaces: set[str]) -> bool:
    """Say whether the declarations would be expected to hold it."""
    if fact.namespace:
        return fact.namespace in namespaces and not isinstance(fact, ServiceAccount)
    return (type(fact).__name__, fact.origin.kind) in kinds


def _differences(wanted: Any, found: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield what is written and different. What is not written is left to the cluster."""
    if wanted is None or wanted == found:
        return
    if isinstance(wanted, Unknown) or isinstance(found, Unknown):
        yield path, wanted, found
    elif isinstance(wanted, Struct) and type(wanted) is type(found):
        aggregated = isinstance(wanted, AccessRole) and wanted.aggregates
        for name in wanted.__struct_fields__:
            if name not in _STATE and not (aggregated and name == "rules"):
                yield from _differences(
                    getattr(wanted, name), getattr(found, name), f"{path}.{name}".lstrip(".")
                )
    elif isinstance(wanted, dict) and isinstance(found, dict):
        for key, value in sorted(wanted.items()):
            yield from _differences(value, found.get(key, ""), f"{path}[{key}]")
    elif _named(wanted) and _named(found):
        yield from _by_name(wanted, found, path)
    else:
        yield path, wanted, found


def _named(value: Any) -> bool:
    return isinstance(value, tuple) and all(
        getattr(item, "name", None) or getattr(item, "volume", None) for item in value
    )


def _by_name(wanted: Any, found: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    before = {_name(item): item for item in wanted}
    after = {_name(item): item for item in found}
    for name in sorted({*before, *after}):
        at = f"{path}[{name}]"
        if name not in before:
            if not name.startswith(_INJECTED):
                yield at, None, "present"
        elif name not in after:
            yield at, "present", None
        else:
            yield from _differences(before[name], after[name], at)


def _name(item: Any) -> str:
    return str(getattr(item, "name", "") or item.volume)


def _shown(value: Any) -> str:
    """Return a value for people; of a structure only that it is another."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple) and any(isinstance(item, Struct) for item in value):
        return f"{len(value)} entries"
    if isinstance(value, tuple):
        value = ", ".join(str(item) for item in value) or "none"
    if isinstance(value, Struct):
        return "set"
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _verdicts(
    findings: Iterable[Finding],
) -> dict[tuple[str, str], dict[tuple[str, str], Finding]]:
    """Group findings by thing, then by check and discriminator."""
    found: dict[tuple[str, str], dict[tuple[str, str], Finding]] = {}
    for finding in findings:
        mine = found.setdefault((finding.scope, finding.resource), {})
        mine[finding.check, finding.discriminator] = finding
    return found


def _changes(
    scope: str,
    address: str,
    before: Mapping[tuple[str, str], Finding],
    after: Mapping[tuple[str, str], Finding],
) -> Iterator[VerdictChange]:
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        was, now = old.verdict if old else "", new.verdict if new else ""
        told = new or old
        if was == now or told is None or "fail" not in (was, now):
            continue
        yield VerdictChange(
            scope=scope,
            address=address,
            check=key[0],
            at=key[1],
            severity=told.severity,
            declared=was,
            found=now,
        )
