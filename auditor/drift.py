"""What is declared in files beside what was found running: objects, fields and verdicts.

Facts make it possible: both sides are read into the same ones, so what differs in them is what
the checks look at, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from auditor.drift_sides import Cluster, Declared, Held, Key, address_of, is_open
from auditor.facts import (
    AccessRole,
    Autoscaler,
    ClusterFact,
    Listing,
    Place,
    SecretObject,
    ServiceAccount,
    Unknown,
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
        "copied_requests",
        "copies",
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
_MADE = {("Service", "kubernetes")}
"""Objects that clusters make by themselves."""
_LONGEST = 80


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


class Unmatched(Struct, frozen=True, kw_only=True):
    """An object of one side that may be on the other too, for all that was read of it."""

    scope: str
    address: str
    found: str
    """``declared`` or ``running``."""
    reason: str


class Drift(Struct, frozen=True, kw_only=True):
    """What a comparison found. Addresses are written ``scope: address``."""

    compared: int
    """Objects that are on both sides."""
    undeclared: tuple[str, ...]
    """Running, in namespaces that are declared, without a declaration."""
    missing: tuple[str, ...]
    """Declared, but not running."""
    unmatched: tuple[Unmatched, ...]
    differences: tuple[Difference, ...]
    changes: tuple[VerdictChange, ...]
    untold: int
    """Fields that could not be compared, because one side is unknown."""


def compare(facts: Iterable[ClusterFact | Listing], findings: Iterable[Finding]) -> Drift:
    """Compare the declared objects among ``facts`` with those of each cluster.

    That an object was not found says something where its kind was listed whole, and only there.
    """
    declared = Declared()
    clusters: dict[str, Cluster] = {}
    for fact in facts:
        live = fact.kind if isinstance(fact, Listing) else fact.live
        side = clusters.setdefault(fact.origin.scope, Cluster()) if live else declared
        side.take(fact)
    verdicts = _verdicts(findings)
    found = _Found()
    for scope, cluster in sorted(clusters.items()):
        found.add(scope, declared, cluster, verdicts)
    return Drift(
        compared=found.compared,
        undeclared=tuple(found.undeclared),
        missing=tuple(found.missing),
        unmatched=tuple(found.unmatched),
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
        self.unmatched: list[Unmatched] = []
        self.differences: list[Difference] = []
        self.changes: list[VerdictChange] = []

    def add(
        self,
        scope: str,
        declared: Declared,
        cluster: Cluster,
        verdicts: Mapping[tuple[str, str], Mapping[tuple[str, str], Finding]],
    ) -> None:
        """Compare with one cluster."""
        scaled = {
            (fact.target_kind, fact.namespace, fact.target)
            for item in cluster.objects.values()
            for fact in item.values()
            if isinstance(fact, Autoscaler)
        }
        namespaces = set()
        for key, wanted in sorted(declared.objects.items()):
            kind, namespace, name = key
            running = cluster.objects.get(key)
            if running is not None or not is_open(wanted):
                namespaces.add(namespace)
            if running is None:
                why = cluster.why_unmatched(key, wanted)
                self._alone(scope, key, "declared", why, self.missing)
                continue
            self.compared += 1
            scales = (_bare(kind), namespace, name) in scaled
            self._fields(scope, key, wanted, running, scales)
            before = next(iter(wanted.values())).origin
            after = next(iter(running.values())).origin
            self.changes += _changes(
                scope,
                after.address,
                verdicts.get((before.scope, before.address), {}),
                verdicts.get((scope, after.address), {}),
            )
        kinds = {kind for kind, _, _ in declared.objects}
        for key, item in sorted(cluster.objects.items()):
            near = key[1] in namespaces if key[1] else key[0] in kinds
            if near and not declared.may_be(key) and all(map(_is_own, item.values())):
                why = declared.why_unmatched(key, cluster)
                self._alone(scope, key, "running", why, self.undeclared)

    def _alone(self, scope: str, key: Key, found: str, why: str, sure: list[str]) -> None:
        """Note an object that was found on one side only."""
        address = address_of(key)
        if why:
            self.unmatched.append(Unmatched(scope=scope, address=address, found=found, reason=why))
        else:
            sure.append(f"{scope}: {address}")

    def _fields(self, scope: str, key: Key, wanted: Held, running: Held, scaled: bool) -> None:
        for name, fact in wanted.items():
            found = running.get(name)
            for path, before, after in _differences(fact, found, "") if found else ():
                if isinstance(before, Unknown) or isinstance(after, Unknown):
                    self.untold += 1
                elif not (scaled and path == "replicas"):
                    self.differences.append(
                        Difference(
                            scope=scope,
                            address=address_of(key),
                            field=path,
                            declared=_shown(before),
                            found=_shown(after),
                            place=fact.places.get(path, fact.origin.place),
                        )
                    )


def _bare(kind: str) -> str:
    """Return a kind without its group."""
    return kind.partition(".")[0]


def _is_own(fact: ClusterFact) -> bool:
    """Say whether somebody made it, rather than the cluster or a controller."""
    if fact.managed_by or getattr(fact, "provided", False):
        return False
    return not isinstance(fact, SecretObject | ServiceAccount) and (
        (fact.origin.kind, fact.name) not in _MADE
    )


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
