"""The roles that a scan needs: the resources that are read, and not one more."""

from __future__ import annotations

from collections.abc import Iterable

from auditor_kubernetes.resources import Resource, of_tier

NAME = "auditor-read-only"
URLS = ("/version", "/version/", "/api", "/api/*", "/apis", "/apis/*")
"""What is asked beside resources; most clusters allow it to everyone who signed in."""

_HEAD = """\
# What auditor needs to read a cluster, and nothing else: kubectl apply -f -
# Bind it to whoever scans; the subject below is a service account of your choice.
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {name}
rules:
{rules}
- nonResourceURLs: [{urls}]
  verbs: [get]
"""
_BINDINGS = """\
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {name}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {name}}}
subjects:
- {{kind: ServiceAccount, name: auditor, namespace: auditor}}
---
# The certificates of the cluster's own authorities.
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {name}
  namespace: kube-system
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: extension-apiserver-authentication-reader
subjects:
- {{kind: ServiceAccount, name: auditor, namespace: auditor}}
"""
_SECOND = """\
---
# Tier 2. Kubernetes cannot allow the metadata of Secrets alone: this allows their values too.
# auditor asks for metadata, and for whole TLS Secrets of which it keeps the certificates only.
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {name}-secrets
rules:
{rules}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {name}-secrets
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {name}-secrets}}
subjects:
- {{kind: ServiceAccount, name: auditor, namespace: auditor}}
"""


def rules(resources: Iterable[Resource]) -> str:
    """Return rules that allow to list these, one for each API group."""
    groups: dict[str, list[str]] = {}
    for item in resources:
        groups.setdefault(item.kind.group, []).append(item.kind.plural)
    return "\n".join(
        f'- apiGroups: ["{group}"]\n  resources: [{", ".join(sorted(plurals))}]\n  verbs: [list]'
        for group, plurals in sorted(groups.items())
    )


def first_tier() -> str:
    """Return the role of tier 1, with which no Secret can be read, and its bindings."""
    urls = ", ".join(URLS)
    head = _HEAD.format(name=NAME, rules=rules(of_tier(1)), urls=urls)
    return (head + _BINDINGS.format(name=NAME)).rstrip()


def second_tier() -> str:
    """Return the roles of both tiers."""
    more = [item for item in of_tier(2) if item.tier == 2]
    return f"{first_tier()}\n{_SECOND.format(name=NAME, rules=rules(more))}".rstrip()
