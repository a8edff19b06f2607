"""What else is in a cluster, as it is written: stores, agents, nightly jobs, tenants, access."""

from __future__ import annotations

import kubernetes_apps as apps
from kubernetes_apps import Json

SYSTEM = "kube-system"
_RBAC = "rbac.authorization.k8s.io"


def store(number: int) -> Json:
    """Return a StatefulSet of three pods, each with a volume."""
    name = f"store-{number:03}"
    template = _template(number, name)
    claim = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "20Gi"}}}
    spec = {
        "replicas": 3,
        "serviceName": name,
        "selector": {"matchLabels": template["metadata"]["labels"]},
        "template": template,
        "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": claim}],
    }
    return _object("apps/v1", "StatefulSet", name, apps.namespace(number), spec)


def agent(number: int) -> Json:
    """Return a DaemonSet of the cluster itself; one in three on the network of its node."""
    name = f"agent-{number:02}"
    template = _template(number, name)
    template["spec"]["hostNetwork"] = number % 3 == 0
    template["spec"]["tolerations"] = [{"operator": "Exists"}]
    spec = {"selector": {"matchLabels": template["metadata"]["labels"]}, "template": template}
    return _object("apps/v1", "DaemonSet", name, SYSTEM, spec)


def nightly(number: int) -> Json:
    """Return a CronJob."""
    template = apps.template(number)
    template["spec"]["restartPolicy"] = "Never"
    job = {"backoffLimit": 2, "template": template}
    spec = {"schedule": "30 2 * * *", "concurrencyPolicy": "Forbid", "jobTemplate": {"spec": job}}
    return _object("batch/v1", "CronJob", f"nightly-{number:03}", apps.namespace(number), spec)


def tenant(number: int) -> list[Json]:
    """Return a namespace and what is set for it: often a quota, limits, a policy to deny."""
    name = apps.namespace(number)
    space = _object("v1", "Namespace", name, "", None)
    space["metadata"]["labels"] = {"team": name}
    if number % 3:
        space["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] = "restricted"
    found = [space, _object("v1", "ServiceAccount", "default", name, None)]
    if number % 4:
        hard = {"requests.cpu": "200", "requests.memory": "400Gi", "pods": "400"}
        limit = {"type": "Container", "defaultRequest": {"cpu": "50m", "memory": "64Mi"}}
        found.append(_object("v1", "ResourceQuota", "default", name, {"hard": hard}))
        found.append(_object("v1", "LimitRange", "default", name, {"limits": [limit]}))
    if number % 2:
        spec = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
        found.append(_object("networking.k8s.io/v1", "NetworkPolicy", "default", name, spec))
    return found


def operator(number: int) -> list[Json]:
    """Return the account of an operator and its rights in the whole cluster; one in twenty may
    do anything."""
    name = f"operator-{number:03}"
    rules = [
        {"apiGroups": ["", "apps"], "resources": ["pods", "deployments"], "verbs": ["get", "list"]},
        {"apiGroups": [f"group-{number}.example.com"], "resources": ["*"], "verbs": ["*"]},
    ]
    if number % 20 == 0:
        rules = [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]
    role = _object(f"{_RBAC}/v1", "ClusterRole", name, "", None)
    binding = _object(f"{_RBAC}/v1", "ClusterRoleBinding", name, "", None)
    return [
        _object("v1", "ServiceAccount", name, SYSTEM, None),
        {**role, "rules": rules},
        {
            **binding,
            "roleRef": {"apiGroup": _RBAC, "kind": "ClusterRole", "name": name},
            "subjects": [{"kind": "ServiceAccount", "name": name, "namespace": SYSTEM}],
        },
    ]


def _template(number: int, name: str) -> Json:
    template = apps.template(number)
    template["metadata"]["labels"] = {"app.kubernetes.io/instance": name}
    return template


def _object(version: str, kind: str, name: str, namespace: str, spec: Json | None) -> Json:
    metadata: Json = {"name": name, **({"namespace": namespace} if namespace else {})}
    found: Json = {"apiVersion": version, "kind": kind, "metadata": metadata}
    return found if spec is None else {**found, "spec": spec}
