"""From a target to units: which contexts, which APIs they have, and what we may read."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from msgspec import DecodeError, Struct, field, json

from auditor.collecting import Gap, Plan, Population, Reason, Target, Unit
from auditor_kubernetes.cluster import Cluster, contexts, enter
from auditor_kubernetes.discovery import Discovery, discover
from auditor_kubernetes.options import KubernetesOptions
from auditor_kubernetes.refusals import Refused
from auditor_kubernetes.resources import CERTIFICATES, SECRETS, Resource, by_unit, of_tier

REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
"""Asks the API server what the caller may do; every authenticated user may ask."""
VERSION = "version"
"""The unit that reads what the API server says of itself."""
_AT_ONCE = 8


class _ReviewStatus(Struct):
    allowed: bool = False


class _Review(Struct):
    status: _ReviewStatus = field(default_factory=_ReviewStatus)


def plan(collector: str, target: Target, options: KubernetesOptions) -> Plan:
    """Split a target into units, one for each context and resource.

    :raises TargetError: when there is no such context.
    """
    units: list[Unit] = []
    gaps: list[Gap] = []
    populations: list[Population] = []
    for name in contexts(target.rest.strip("/"), options):
        try:
            cluster = enter(name, options)
            apis = discover(cluster)
        except Refused as error:
            gaps.append(
                Gap(scope=name, reason=error.reason, address=error.request, detail=str(error))
            )
            continue
        own, population = _units(collector, cluster, apis, options)
        units += own
        populations.append(population)
    return Plan(units=tuple(units), gaps=tuple(gaps), populations=tuple(populations))


def _units(
    collector: str, cluster: Cluster, apis: Discovery, options: KubernetesOptions
) -> tuple[list[Unit], Population]:
    wanted = [item for item in of_tier(options.tier) if item.name not in options.skip]
    versions = {item.name: apis.version_of(item.kind) or "" for item in wanted}
    present = [item for item in wanted if versions[item.name]]
    refused = _refused(cluster, present, options)
    for item in wanted:
        if not versions[item.name] and item.kind.group in apis.stale:
            refused[item.name] = (
                f"{Reason.UNREACHABLE.value}: the server of {item.kind.group} does not answer"
            )
    own = {VERSION: [], **by_unit(wanted)}
    own.setdefault(CERTIFICATES, []).extend(own.get(SECRETS, ()))
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
        for unit, members in own.items()
    ]
    skipped = len(of_tier(2)) - len(wanted)
    excluded = {
        "the cluster has no such API": len(wanted) - len(present),
        "not asked (tier, skip in [k8s])": skipped,
    }
    population = Population(
        scope=cluster.name,
        source="resources",
        query=f"kinds of objects of {cluster.name}",
        listed=len(wanted) + skipped,
        evaluated=len(present) - sum(item.name in refused for item in present),
        errored=sum(item.name in refused for item in present),
        excluded={why: number for why, number in excluded.items() if number},
    )
    return units, population


def _refused(
    cluster: Cluster, wanted: Iterable[Resource], options: KubernetesOptions
) -> dict[str, str]:
    """Ask beforehand what we may list; return reason and advice for what we may not.

    Where the question itself is refused, the lists will tell.
    """

    def allowed(resource: Resource) -> bool:
        namespaces = options.namespaces if resource.kind.namespaced else ()
        return all(_allowed(cluster, resource, each) for each in namespaces or ("",))

    items = list(wanted)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(allowed, items)
        return {
            item.name: f"{Reason.DENIED.value}: denied; grant {item.rule} (auditor permissions k8s)"
            for item, answer in zip(items, answers, strict=True)
            if not answer
        }


def _allowed(cluster: Cluster, resource: Resource, namespace: str) -> bool:
    attributes = {
        "verb": "list",
        "group": resource.kind.group,
        "resource": resource.kind.plural,
        "namespace": namespace,
    }
    question = {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": attributes},
    }
    try:
        body = cluster.post(REVIEWS, json.encode(question), request="ask what is allowed")
        return json.decode(body, type=_Review).status.allowed
    except (Refused, DecodeError, UnicodeDecodeError):
        return True
