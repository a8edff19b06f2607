"""Whether the namespaces that are asked for are there: of one that is not, all lists are empty."""

from __future__ import annotations

from auditor.collecting import Gap, Reason
from auditor_kubernetes.cluster import Cluster
from auditor_kubernetes.options import KubernetesOptions
from auditor_kubernetes.paging import pages
from auditor_kubernetes.reader import gap
from auditor_kubernetes.refusals import Refused
from auditor_kubernetes.resources import Resource, resources

_ACCOUNTS = "serviceaccounts"
"""Every namespace has the account ``default`` (Kubernetes documentation, "Service Accounts"),
and roles of single namespaces may allow to list them."""


def missing(cluster: Cluster, namespace: str, options: KubernetesOptions) -> Gap | None:
    """Return a gap when a namespace is not there, or when nobody says whether it is."""
    known = {item.name: item for item in resources()}
    request = f"look for namespace {namespace}"
    empty = False
    if _ACCOUNTS not in options.skip:
        try:
            if _finds(cluster, known[_ACCOUNTS], request, namespace=namespace):
                return None
            empty = True
        except Refused:
            empty = False
    try:
        if _finds(cluster, known["namespaces"], request, name=namespace):
            return None
        refused = Refused(Reason.ABSENT, request, "the cluster has no such namespace")
    except Refused as error:
        detail = f"whether there is one cannot be told: {error.detail}"
        refused = Refused(error.reason, request, detail)
        if empty:
            detail = "it has not even the account that every namespace has: is there one?"
            refused = Refused(Reason.ABSENT, request, detail)
    return gap(cluster.name, refused)


def _finds(
    cluster: Cluster, resource: Resource, request: str, *, namespace: str = "", name: str = ""
) -> bool:
    """Say whether there is an object in a namespace, or one of this name.

    :raises Refused: when it may not be asked.
    """
    query = {"fieldSelector": f"metadata.name={name}"} if name else {}
    path = resource.path(resource.kind.versions[0], namespace)
    first = next(pages(cluster, path, query, size=1, rule=resource.rule, request=request))
    return bool(first.items)
