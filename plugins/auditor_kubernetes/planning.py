"""From a target to units: which contexts, which APIs they have, and what we may read."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import DecodeError, Struct, field, json

from auditor.collecting import Gap, Plan, Population, Reason, Target, Unit
from auditor.engine.pool import Threads, completed
from auditor.errors import ConfigError
from auditor_kubernetes import namespaces
from auditor_kubernetes.cluster import Cluster
from auditor_kubernetes.discovery import Discovery, discover
from auditor_kubernetes.kubeconfig import contexts
from auditor_kubernetes.listing import why_not
from auditor_kubernetes.options import KubernetesOptions
from auditor_kubernetes.reader import gap
from auditor_kubernetes.refusals import Refused, denied
from auditor_kubernetes.resources import Resource, by_unit, resources

REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
"""Asks the API server what the caller may do; every authenticated user may ask."""
VERSION = "version"
"""The unit that reads what the API server says of itself."""
_AT_ONCE = 8

T = TypeVar("T")
R = TypeVar("R")


class _ReviewStatus(Struct):
    allowed: bool


class _Review(Struct):
    status: _ReviewStatus


class _Part(Struct):
    """What planning found out about one context."""

    units: list[Unit] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    populations: list[Population] = field(default_factory=list)


def plan(
    collector: str, target: Target, options: KubernetesOptions, enter: Callable[[str], Cluster]
) -> Plan:
    """Split a target into units, one for each context and resource.

    :param enter: the way into the cluster of a context, which may be refused.
    :raises TargetError: when there is no such context.
    :raises ConfigError: when a resource that is to be skipped is not known.
    """
    _check(options)

    def part(name: str) -> _Part:
        try:
            cluster = enter(name)
            return _units(collector, cluster, discover(cluster), options)
        except Refused as error:
            return _Part(gaps=[gap(name, error)])

    parts = _at_once(part, contexts(target.rest, options))
    return Plan(
        units=tuple(unit for each in parts for unit in each.units),
        gaps=tuple(found for each in parts for found in each.gaps),
        populations=tuple(count for each in parts for count in each.populations),
    )


def _check(options: KubernetesOptions) -> None:
    known = {item.name for item in resources()}
    for name in options.skip:
        if name not in known:
            raise ConfigError(f"[k8s] skip: {name} is not read anyway", ", ".join(sorted(known)))


def _at_once(function: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Call a function for several items at once; return the results in their order."""
    calls = [(item,) for item in items]
    threads = Threads(min(_AT_ONCE, len(items)))
    results = dict(completed(threads, function, calls, len(calls)))
    return [results[number] for number in range(len(items))]


def _units(collector: str, cluster: Cluster, apis: Discovery, options: KubernetesOptions) -> _Part:
    known = resources()
    wanted = [item for item in known if not why_not(item, options)]
    versions = {item.name: apis.version_of(item.kind) for item in wanted}
    present = [item for item in wanted if versions[item.name]]
    refused = _refused(cluster, present) if not options.namespaces else {}
    for item in wanted:
        why = apis.unread.get(item.kind.group)
        if why and not versions[item.name]:
            refused[item.name] = (why.reason.value, why.detail)
    units = [
        Unit(
            collector=collector,
            scope=f"{cluster.name}/{unit}",
            detail={
                "context": cluster.name,
                "unit": unit,
                "versions": {item.name: versions[item.name] for item in members},
                "refused": {
                    item.name: refused[item.name] for item in members if item.name in refused
                },
            },
        )
        for unit, members in {VERSION: [], **_told_once(by_unit(wanted), refused)}.items()
    ]
    absent = sum(not versions[item.name] and item.name not in refused for item in wanted)
    excluded = {
        "the cluster has no such API": absent,
        "not asked for (tier, namespaces and skip in [k8s])": len(known) - len(wanted),
    }
    population = Population(
        scope=cluster.name,
        source="resources",
        query=f"kinds of objects of {cluster.name}",
        listed=len(known),
        evaluated=len(wanted) - len(refused) - absent,
        errored=len(refused),
        excluded={why: number for why, number in excluded.items() if number},
    )
    missing = _at_once(lambda name: namespaces.missing(cluster, name, options), options.namespaces)
    gaps = [*_unverified(cluster), *(found for found in missing if found)]
    return _Part(units=units, populations=[population], gaps=gaps)


def _told_once(
    units: Mapping[str, list[Resource]], refused: Container[str]
) -> dict[str, list[Resource]]:
    """Leave what is refused to the unit that it belongs to: it says so for all."""
    return {
        unit: [item for item in members if item.unit == unit or item.name not in refused]
        for unit, members in units.items()
    }


def _unverified(cluster: Cluster) -> Iterator[Gap]:
    """Say so when nobody can tell whether it was the cluster that answered."""
    if cluster.host.startswith("https:") and not cluster.configuration.verify_ssl:
        detail = (
            "the kubeconfig says insecure-skip-tls-verify, so that whoever stands in between may "
            "have answered; give certificate-authority-data instead"
        )
        request = f"verify {cluster.host}"
        yield gap(cluster.name, Refused(Reason.UNRESOLVED, request, detail))


def _refused(cluster: Cluster, wanted: Iterable[Resource]) -> dict[str, tuple[str, str]]:
    """Ask beforehand what we may list in all namespaces; return reason and advice for what we
    may not. Where the question itself is refused, the lists will tell."""
    items = list(wanted)
    answers = _at_once(lambda item: _is_allowed(cluster, item), items)
    return {
        item.name: (Reason.DENIED.value, denied(item.rule))
        for item, allowed in zip(items, answers, strict=True)
        if not allowed
    }


def _is_allowed(cluster: Cluster, resource: Resource) -> bool:
    attributes = {"verb": "list", "group": resource.kind.group, "resource": resource.kind.plural}
    question = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": attributes},
    }
    try:
        body = cluster.post(REVIEWS, json.encode(question), request="ask what is allowed")
        return json.decode(body, type=_Review).status.allowed
    except (Refused, DecodeError, UnicodeDecodeError, RecursionError):
        return True
