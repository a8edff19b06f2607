"""How completely resources were listed: those that were read, and those nobody asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.facts import Listing, Origin, Unknown
from auditor_kubernetes.options import KubernetesOptions
from auditor_kubernetes.resources import Resource, resources


def listing(
    cluster: str, resource: Resource, complete: bool | Unknown, namespaces: Iterable[str] = ()
) -> Listing:
    """Return the fact that says how completely a resource was listed."""
    origin = Origin(provider="kubernetes", scope=cluster, address=resource.name, kind="list")
    return Listing(
        origin=origin,
        subject="list",
        resource=resource.name,
        kind=resource.kind.kind,
        complete=complete,
        namespaces=tuple(namespaces),
    )


def left_out(cluster: str, options: KubernetesOptions) -> Iterator[Listing]:
    """Yield a fact for each resource that is not asked for."""
    for resource in resources():
        why = why_not(resource, options)
        if why:
            yield listing(cluster, resource, Unknown(why))


def why_not(resource: Resource, options: KubernetesOptions) -> str:
    """Say why a resource is not asked for; empty when it is."""
    if resource.name in options.skip:
        setting = "skip"
    elif resource.tier > options.tier:
        setting = "tier"
    elif options.namespaces and not resource.kind.namespaced:
        setting = "namespaces"
    else:
        return ""
    return f"{resource.name} are not read ({setting} in [k8s])"
