"""Whether there are pods behind a selector, also those that other controllers make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from auditor.answers import Answer
from auditor.checking import View
from auditor.facts import (
    AccessBinding,
    AccessRole,
    ClusterFact,
    Listing,
    ReferencedName,
    Selector,
    Unknown,
    Workload,
)
from auditor.nearness import apart
from auditor.rbac.routes import runs_as
from auditor.rbac.rules import Request
from auditor.selection import selects
from auditor_checks._cluster import SYSTEM_NAMESPACES, namespace_of, unseen
from auditor_checks.access._rbac import estate_in
from auditor_checks.readiness._joins import neighbours
from auditor_checks.readiness._selection import PODS, chosen

MAKERS = (Workload, ReferencedName, AccessRole, AccessBinding, Listing)
"""Kinds of facts that :func:`pods_behind` needs in ``also``."""

MAKING_NOTHING = frozenset(
    "ServiceMonitor PodMonitor PrometheusRule Probe ScrapeConfig VirtualService DestinationRule "
    "PeerAuthentication AuthorizationPolicy ExternalSecret SealedSecret SecretStore ScaledObject "
    "IngressRoute Middleware BackendConfig FrontendConfig ManagedCertificate VerticalPodAutoscaler "
    "CiliumNetworkPolicy Application AppProject Route HTTPRoute GRPCRoute TLSRoute TCPRoute "
    "UDPRoute ReferenceGrant BackendTLSPolicy HealthCheckPolicy GCPBackendPolicy Certificate "
    "Issuer ClusterIssuer ClusterExternalSecret ClusterSecretStore PushSecret GrafanaDashboard "
    "GrafanaDatasource GrafanaFolder AlertmanagerConfig PodMonitoring TargetGroupBinding "
    "TriggerAuthentication ServiceEntry Sidecar EnvoyFilter RequestAuthentication Telemetry "
    "CiliumClusterwideNetworkPolicy FQDNNetworkPolicy KafkaTopic KafkaUser OCIRepository "
    "GitRepository HelmRepository ImageStream SecurityContextConstraints ConsolePlugin".split()
)
"""Well-known custom resources whose controllers make neither pods nor Services for them."""
_OF_THE_CLUSTER = frozenset(
    {
        ("tier", "control-plane"),
        *(
            (label, program)
            for label in ("component", "k8s-app")
            for program in (
                "etcd",
                "kube-apiserver",
                "kube-controller-manager",
                "kube-dns",
                "kube-proxy",
                "kube-scheduler",
            )
        ),
    }
)
"""Labels of pods that installers of clusters start in ``kube-system`` (kubeadm and the manifests
of Kubernetes itself)."""
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MAKING = tuple(Request(verb=verb, resource="pods") for verb in ("create", "patch"))


def pods_behind(view: View[Any], fact: ClusterFact, selector: Selector | None) -> Answer:
    """Say whether a selector matches pods; an Unknown where they may be made unseen.

    The check declares :data:`MAKERS` in ``also``.
    """
    if selector is None:
        return False
    workloads, doubt = chosen(view, fact, selector)
    if workloads:
        return True
    hidden = doubt or unseen(view, *PODS) or next(_makers(view, fact, selector), None)
    if not hidden and _may_be_the_clusters(fact, selector):
        return Unknown("the cluster itself may run the pods")
    return hidden or next(_operators(view, fact), False)


def _may_be_the_clusters(fact: ClusterFact, selector: Selector) -> bool:
    at_home = fact.namespace in SYSTEM_NAMESPACES or not fact.namespace_written
    return not fact.live and at_home and not _OF_THE_CLUSTER.isdisjoint(selector.labels.items())


def _makers(view: View[Any], fact: ClusterFact, selector: Selector) -> Iterator[Unknown]:
    """Yield custom resources that have the selected labels, or whose name or kind is among them:
    controllers hand all three on to the pods they make."""
    values = selector.labels.values()
    for custom in neighbours(view, ReferencedName, fact):
        if custom.live or custom.origin.kind in MAKING_NOTHING:
            continue
        named = custom.name in values or not _spellings(custom.origin.kind).isdisjoint(values)
        if named or (custom.labels and selects(selector, custom.labels) is True):
            yield Unknown(f"{custom.origin.kind} {custom.name} may make the pods")


@lru_cache(maxsize=1024)
def _spellings(kind: str) -> frozenset[str]:
    """Return a kind as labels have it: ``thanos-ruler`` and ``thanosruler`` of ThanosRuler."""
    return frozenset((kind.lower(), _HUMP.sub("-", kind).lower()))


def _operators(view: View[Any], fact: ClusterFact) -> Iterator[Unknown]:
    """Yield workloads of manifests that may make pods beside the fact, or label those there, by a
    right given for that; who may do everything is no such one."""
    if fact.live:
        return
    for workload in view.by(Workload, namespace_of).get(fact.namespace, ()):
        identity = None if apart(fact, workload) else runs_as(workload)
        for _, grant in () if identity is None else estate_in(view).of(identity):
            here = grant.namespace in ("", fact.namespace) and grant.rules.everything is False
            if here and any(grant.rules.allowing(request) for request in _MAKING):
                yield Unknown(f"{workload.origin.kind} {workload.name} may make or label the pods")
