"""Applications as their owners write them: the same go to the cluster and into manifests.

An application is known by a number, on which everything in it depends: which objects it has,
and which faults (no probes, no limits, a mutable tag, a password in its environment …).
"""

from __future__ import annotations

import hashlib
from typing import Any

Json = dict[str, Any]
NAMESPACES = 60
_REPLICAS = (1, 2, 2, 3, 3, 4, 6, 8, 10, 15)
_IMAGES = ("api", "worker", "web", "gateway", "mailer", "search", "billing", "reports")


def namespace(number: int) -> str:
    """Return the namespace of an application."""
    return f"team-{number % NAMESPACES:02}"


def name(number: int) -> str:
    """Return the name of an application."""
    return f"{_IMAGES[number % len(_IMAGES)]}-{number:04}"


def replicas(number: int) -> int:
    """Return how many pods an application has; 5.4 on average."""
    return _REPLICAS[number % len(_REPLICAS)]


def labels(number: int) -> dict[str, str]:
    """Return the labels of all objects of an application."""
    return {
        "app.kubernetes.io/name": _IMAGES[number % len(_IMAGES)],
        "app.kubernetes.io/instance": name(number),
        "app.kubernetes.io/part-of": namespace(number),
        "app.kubernetes.io/version": f"2.{number % 13}.{number % 7}",
        "team": namespace(number),
    }


def digest(text: str, length: int = 64) -> str:
    """Return hexadecimal digits that depend on a text alone."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def application(number: int) -> list[Json]:
    """Return all objects of an application, the Deployment first."""
    found = [deployment(number), _service(number), _account(number)]
    if number % 3 != 2:
        found += [_configuration(number), _budget(number)]
    if number % 4 == 0:
        found.append(_ingress(number))
    if number % 4 != 3:
        found += [_scaler(number), _policy(number)]
    if number % 5 == 0:
        found += _access(number)
    return found


def deployment(number: int) -> Json:
    """Return the Deployment of an application."""
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": _metadata(number),
        "spec": {
            "replicas": replicas(number),
            "revisionHistoryLimit": 2,
            "selector": {"matchLabels": _selector(number)},
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}},
            "template": template(number),
        },
    }


def template(number: int) -> Json:
    """Return the template of an application's pods."""
    spec: Json = {
        "serviceAccountName": name(number),
        "automountServiceAccountToken": number % 6 == 0,
        "containers": [_main(number), *([_proxy(number)] if number % 3 == 1 else [])],
        "volumes": [
            {"name": "tmp", "emptyDir": {"sizeLimit": "256Mi"}},
            {"name": "config", "configMap": {"name": name(number)}},
        ],
        "terminationGracePeriodSeconds": 45,
    }
    if number % 8 != 1:
        spec["securityContext"] = {
            "runAsNonRoot": True,
            "runAsUser": 10001,
            "fsGroup": 10001,
            "seccompProfile": {"type": "RuntimeDefault"},
        }
    if number % 3 == 0:
        spec["initContainers"] = [_migration(number)]
    if number % 2:
        spec["topologySpreadConstraints"] = [
            {
                "maxSkew": 1,
                "topologyKey": "topology.kubernetes.io/zone",
                "whenUnsatisfiable": "ScheduleAnyway",
                "labelSelector": {"matchLabels": _selector(number)},
            }
        ]
    if number % 61 == 0:
        host: Json = {"name": "host", "hostPath": {"path": "/var/log", "type": "Directory"}}
        spec["volumes"].append(host)
    annotations = {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": "9090",
        "checksum/config": digest(f"config {number}"),
    }
    return {"metadata": {"labels": labels(number), "annotations": annotations}, "spec": spec}


def _metadata(number: int) -> Json:
    return {"name": name(number), "namespace": namespace(number), "labels": labels(number)}


def _selector(number: int) -> dict[str, str]:
    return {"app.kubernetes.io/instance": name(number)}


def _image(number: int) -> str:
    repository = f"registry.example.com/{namespace(number)}/{_IMAGES[number % len(_IMAGES)]}"
    if number % 10 == 3:
        return f"{repository}:latest"
    if number % 10 == 7:
        return f"{repository}@sha256:{digest(repository)}"
    return f"{repository}:2.{number % 13}.{number % 7}"


def _main(number: int) -> Json:
    environment: list[Json] = [
        {"name": "LOG_LEVEL", "value": "info"},
        {"name": "HTTP_PORT", "value": "8080"},
        {"name": "UPSTREAM", "value": f"http://{name(number + 1)}.{namespace(number + 1)}:80"},
        {"name": "TRACING_ENDPOINT", "value": "http://collector.observability:4317"},
        {"name": "POD_IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
        {
            "name": "DATABASE_PASSWORD",
            "valueFrom": {"secretKeyRef": {"name": f"{name(number)}-database", "key": "password"}},
        },
    ]
    if number % 50 == 0:
        environment[-1] = {"name": "DATABASE_PASSWORD", "value": f"Pw-{digest(name(number), 16)}"}
    container: Json = {
        "name": "app",
        "image": _image(number),
        "imagePullPolicy": "IfNotPresent",
        "args": ["serve", "--listen=:8080", f"--instance={name(number)}", "--workers=4"],
        "ports": [{"name": "http", "containerPort": 8080}, {"name": "mgmt", "containerPort": 9090}],
        "env": environment,
        "envFrom": [{"configMapRef": {"name": name(number)}}],
        "volumeMounts": [
            {"name": "tmp", "mountPath": "/tmp"},
            {"name": "config", "mountPath": "/etc/app", "readOnly": True},
        ],
    }
    if number % 7:
        container["resources"] = {
            "requests": {"cpu": "100m", "memory": "256Mi"},
            "limits": {"cpu": "1", "memory": "512Mi"},
        }
    if number % 11:
        container["livenessProbe"] = _probe("/healthz", 30)
        container["readinessProbe"] = _probe("/readyz", 5)
    if number % 4:
        container["securityContext"] = _confined()
    if number % 97 == 0:
        container["securityContext"] = {"privileged": True}
    return container


def _proxy(number: int) -> Json:
    return {
        "name": "proxy",
        "image": "registry.example.com/platform/proxy:1.31.4",
        "args": ["--config=/etc/proxy/proxy.yaml", f"--service={name(number)}"],
        "ports": [{"name": "admin", "containerPort": 15000}],
        "env": [{"name": "PROXY_CONCURRENCY", "value": "2"}],
        "resources": {
            "requests": {"cpu": "10m", "memory": "64Mi"},
            "limits": {"cpu": "200m", "memory": "128Mi"},
        },
        "readinessProbe": _probe("/ready", 2, "admin"),
        "securityContext": _confined(),
        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
    }


def _migration(number: int) -> Json:
    return {
        "name": "migrate",
        "image": _image(number),
        "args": ["migrate"],
        "resources": {"requests": {"cpu": "50m", "memory": "128Mi"}, "limits": {"memory": "256Mi"}},
        "securityContext": _confined(),
    }


def _confined() -> Json:
    return {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def _probe(path: str, period: int, port: str = "http") -> Json:
    return {
        "httpGet": {"path": path, "port": port},
        "initialDelaySeconds": 5,
        "periodSeconds": period,
        "timeoutSeconds": 2,
    }


def _service(number: int) -> Json:
    ports = [
        {"name": "http", "port": 80, "targetPort": "http"},
        {"name": "metrics", "port": 9090, "targetPort": "mgmt"},
    ]
    chosen = {"app.kubernetes.io/instance": f"{name(number)}-old"} if number % 73 == 5 else None
    spec: Json = {"selector": chosen or _selector(number), "ports": ports}
    if number % 40 == 9:
        spec["type"] = "LoadBalancer"
    return {"apiVersion": "v1", "kind": "Service", "metadata": _metadata(number), "spec": spec}


def _account(number: int) -> Json:
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": _metadata(number)}


def _configuration(number: int) -> Json:
    data = {
        "LOG_FORMAT": "json",
        "CACHE_TTL": "300s",
        "application.yaml": f"server:\n  port: 8080\nname: {name(number)}\nfeatures: [a, b, c]\n",
    }
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": _metadata(number), "data": data}


def _budget(number: int) -> Json:
    least: int | str = replicas(number) if number % 17 == 0 else "50%"
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": _metadata(number),
        "spec": {"minAvailable": least, "selector": {"matchLabels": _selector(number)}},
    }


def _ingress(number: int) -> Json:
    host = f"{name(number)}.example.com"
    backend = {"service": {"name": name(number), "port": {"name": "http"}}}
    paths = [{"path": "/", "pathType": "Prefix", "backend": backend}]
    spec: Json = {"ingressClassName": "nginx", "rules": [{"host": host, "http": {"paths": paths}}]}
    if number % 12:
        spec["tls"] = [{"hosts": [host], "secretName": f"{name(number)}-tls"}]
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": _metadata(number),
        "spec": spec,
    }


def _scaler(number: int) -> Json:
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": name(number)}
    usage = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": _metadata(number),
        "spec": {
            "scaleTargetRef": target,
            "minReplicas": replicas(number),
            "maxReplicas": 4 * replicas(number),
            "metrics": [{"type": "Resource", "resource": usage}],
        },
    }


def _policy(number: int) -> Json:
    peers = [{"podSelector": {"matchLabels": {"team": namespace(number)}}}]
    ports = [{"protocol": "TCP", "port": 8080}]
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": _metadata(number),
        "spec": {
            "podSelector": {"matchLabels": _selector(number)},
            "policyTypes": ["Ingress"],
            "ingress": [{"from": peers, "ports": ports}],
        },
    }


def _access(number: int) -> list[Json]:
    group = "rbac.authorization.k8s.io"
    rules = [
        {"apiGroups": [""], "resources": ["configmaps", "endpoints"], "verbs": ["get", "list"]},
        {"apiGroups": ["coordination.k8s.io"], "resources": ["leases"], "verbs": ["get", "update"]},
    ]
    if number % 45 == 0:
        rules.append({"apiGroups": [""], "resources": ["secrets"], "verbs": ["*"]})
    subject = {"kind": "ServiceAccount", "name": name(number), "namespace": namespace(number)}
    role = {"apiGroup": group, "kind": "Role", "name": name(number)}
    return [
        {
            "apiVersion": f"{group}/v1",
            "kind": "Role",
            "metadata": _metadata(number),
            "rules": rules,
        },
        {
            "apiVersion": f"{group}/v1",
            "kind": "RoleBinding",
            "metadata": _metadata(number),
            "roleRef": role,
            "subjects": [subject],
        },
    ]
