"""Roles that every cluster has, for manifests that bind them without defining them.

Source: Kubernetes documentation, *Using RBAC Authorization*, "Default roles and role bindings",
and ``plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go`` of Kubernetes 1.36. A cluster
may add to ``admin``, ``edit`` and ``view`` by aggregation.
"""

from __future__ import annotations

from collections.abc import Mapping

from auditor.facts import AccessRule

_READ = ("get", "list", "watch")
_CHANGE = ("create", "delete", "deletecollection", "patch", "update")
_CONTROLLERS = (
    "daemonsets",
    "deployments",
    "deployments/scale",
    "replicasets",
    "replicasets/scale",
    "statefulsets",
    "statefulsets/scale",
)
_KEPT = (
    "configmaps",
    "endpoints",
    "persistentvolumeclaims",
    "replicationcontrollers",
    "replicationcontrollers/scale",
    "serviceaccounts",
    "services",
)
_OPENED = ("pods/attach", "pods/exec", "pods/portforward", "pods/proxy")


def _rule(verbs: tuple[str, ...], group: str, *resources: str) -> AccessRule:
    return AccessRule(verbs=verbs, groups=(group,), resources=resources)


def _both(verbs: tuple[str, ...], *more: str) -> tuple[AccessRule, ...]:
    """Return the rules that readers and editors have for the same objects, in their verbs."""
    return (
        _rule(verbs, "apps", *_CONTROLLERS, *more),
        _rule(verbs, "autoscaling", "horizontalpodautoscalers"),
        _rule(verbs, "batch", "cronjobs", "jobs"),
        _rule(verbs, "extensions", "daemonsets", "deployments", "ingresses", "networkpolicies"),
        _rule(verbs, "networking.k8s.io", "ingresses", "networkpolicies"),
        _rule(verbs, "policy", "poddisruptionbudgets"),
    )


_VIEW = (
    _rule(_READ, "", *_KEPT, "pods", "pods/log", "pods/status", "events"),
    _rule(_READ, "", "limitranges", "namespaces", "namespaces/status", "resourcequotas"),
    _rule(_READ, "discovery.k8s.io", "endpointslices"),
    *_both(_READ, "controllerrevisions"),
)
_EDIT = (
    *_VIEW,
    _rule(_READ, "", *_OPENED, "secrets", "services/proxy"),
    _rule(("impersonate",), "", "serviceaccounts"),
    _rule(_CHANGE, "", "pods", *_OPENED),
    _rule(("create",), "", "pods/eviction", "serviceaccounts/token"),
    _rule(_CHANGE, "", *_KEPT, "events", "secrets", "services/proxy"),
    _rule((*_READ, *_CHANGE), "coordination.k8s.io", "leases"),
    *_both(_CHANGE),
)
_ADMIN = (
    *_EDIT,
    _rule(("create",), "authorization.k8s.io", "localsubjectaccessreviews"),
    _rule((*_READ, *_CHANGE), "rbac.authorization.k8s.io", "rolebindings", "roles"),
)

BUILT_IN: Mapping[str, tuple[AccessRule, ...]] = {
    "cluster-admin": (
        AccessRule(verbs=("*",), groups=("*",), resources=("*",)),
        AccessRule(verbs=("*",), urls=("*",)),
    ),
    "admin": _ADMIN,
    "edit": _EDIT,
    "view": _VIEW,
    "system:auth-delegator": (
        _rule(("create",), "authentication.k8s.io", "tokenreviews"),
        _rule(("create",), "authorization.k8s.io", "subjectaccessreviews"),
    ),
    "system:kubelet-api-admin": (
        _rule(_READ, "", "nodes"),
        _rule(("proxy",), "", "nodes"),
        _rule(("*",), "", "nodes/log", "nodes/metrics", "nodes/proxy", "nodes/stats"),
    ),
}
"""Rules of the roles that others bind, by name."""

RESERVED = "system:"
"""What the cluster's own roles, users and groups begin with."""

_SYSTEM_NAMESPACE = "kube-system"
_SYSTEM = {
    "extension-apiserver-authentication-reader": (
        AccessRule(
            verbs=_READ,
            groups=("",),
            resources=("configmaps",),
            names=("extension-apiserver-authentication",),
        ),
    )
}
"""Roles of the system namespace that others bind, by name."""


def built_in(kind: str, namespace: str, name: str) -> tuple[AccessRule, ...] | None:
    """Return the rules that Kubernetes gives a role of this name, where they are known here."""
    if kind == "ClusterRole":
        return BUILT_IN.get(name)
    return _SYSTEM.get(name) if namespace == _SYSTEM_NAMESPACE else None


def exists_everywhere(kind: str, namespace: str, name: str) -> bool:
    """Say whether a cluster brings a role of this name by itself."""
    return name.startswith(RESERVED) or built_in(kind, namespace, name) is not None
