"""A small web shop on Kubernetes, with planted faults beside sound twins of the same kind.

:func:`objects` returns what the stand-in API server serves: the YAML files of this folder, the
pods that their workloads would have, and certificates made today. :data:`FAULTS` says which
check has to find which object, :data:`SOUND` which object has to pass which check.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
FILES = ("platform.yaml", "shop.yaml", "legacy.yaml")
Body = dict[str, Any]

_AGENT, _WORKER = "legacy/Deployment/agent", "shop/Deployment/worker"
_DATABASE, _WEB = "legacy/StatefulSet/database", "shop/Deployment/web"

FAULTS: dict[str, tuple[str, ...]] = {
    "access.all_powerful_role": ("legacy/Role/wildcard",),
    "access.cluster_admin_bound": ("ClusterRoleBinding/everybody-is-admin",),
    "access.cluster_escalation_route": ("ClusterRoleBinding/support",),
    "access.default_service_account": (_AGENT,),
    "access.default_service_account_bound": ("legacy/RoleBinding/wildcard",),
    "access.everyone_bound": ("ClusterRoleBinding/everybody-is-admin",),
    "access.exec_into_pods": ("ClusterRole/support",),
    "access.impersonation": ("ClusterRole/support",),
    "access.secrets_readable": ("ClusterRole/support",),
    "access.wildcard_rule": ("legacy/Role/wildcard",),
    "certificates.bundle_does_not_verify": ("ValidatingWebhookConfiguration/gatekeeper-old",),
    "certificates.expiring": ("shop/Secret/partner-tls",),
    "certificates.issuer_ends_first": ("shop/Secret/shop-tls",),
    "certificates.route_without_tls": ("shop/Ingress/admin",),
    "certificates.unverified_extension": ("APIService/v1beta1.metrics.k8s.io",),
    "exposure.external_ips": ("legacy/Service/agent",),
    "exposure.ingress_snippet": ("shop/Ingress/admin",),
    "exposure.load_balancer": ("legacy/Service/agent",),
    "exposure.pods_not_isolated": (_DATABASE,),
    "patching.end_of_support": ("Node/node-old",),
    "patching.mixed_digests": (_AGENT,),
    "patching.unpinned_image": (_AGENT, _WORKER),
    "patching.version_skew": ("Node/node-old",),
    "readiness.api_unavailable": ("APIService/v1beta1.metrics.k8s.io",),
    "readiness.autoscaler_target_missing": ("shop/HorizontalPodAutoscaler/reports",),
    "readiness.budget_blocks_eviction": ("shop/PodDisruptionBudget/worker",),
    "readiness.no_memory_limit": (_AGENT, _DATABASE, _WORKER),
    "readiness.no_readiness_probe": (_AGENT, _WORKER),
    "readiness.node_not_ready": ("Node/node-old",),
    "readiness.service_selects_nothing": ("shop/Service/recommendations",),
    "readiness.single_replica": (_WORKER,),
    "secrets.in_configuration": ("shop/ConfigMap/settings",),
    "secrets.in_environment": (_WORKER,),
    "workloads.host_pid": (_AGENT,),
    "workloads.pod_security_not_enforced": ("Namespace/legacy",),
    "workloads.privileged": (_AGENT,),
    "workloads.runs_as_root": (_DATABASE, _WORKER),
    "workloads.runtime_socket": (_AGENT,),
    "workloads.sensitive_host_path": (_AGENT,),
}
SOUND: dict[str, tuple[str, ...]] = {
    "access.secrets_readable": ("shop/Role/leader-election",),
    "access.token_mounted": (_WEB,),
    "certificates.bundle_does_not_verify": ("ValidatingWebhookConfiguration/gatekeeper",),
    "certificates.expiring": ("shop/Secret/sound-tls",),
    "certificates.route_without_tls": ("shop/Ingress/web",),
    "exposure.pods_not_isolated": (_WEB,),
    "patching.mixed_digests": (_WEB,),
    "patching.unpinned_image": (_WEB,),
    "patching.version_skew": ("Node/node-1",),
    "readiness.budget_blocks_eviction": ("shop/PodDisruptionBudget/web",),
    "readiness.no_memory_limit": (_WEB,),
    "readiness.no_readiness_probe": (_WEB,),
    "readiness.service_selects_nothing": ("shop/Service/web",),
    "workloads.pod_security_not_enforced": ("Namespace/shop",),
    "workloads.privileged": (_WEB, _WORKER),
    "workloads.runs_as_root": (_WEB,),
    "workloads.writable_root_filesystem": (_WEB,),
}


def declared() -> list[Body]:
    """Return the objects of the YAML files."""
    return [
        body
        for name in FILES
        for body in yaml.safe_load_all((HERE / name).read_text())
        if body is not None
    ]


def objects() -> list[Body]:
    """Return everything that the cluster holds."""
    found = declared()
    pods = [pod for body in found for pod in _pods(body)]
    return [*found, *pods, *_certificates()]


def _pods(body: Body) -> Iterator[Body]:
    """Yield the replica set and the pods of a workload, as its controllers would make them."""
    kind = body["kind"]
    if kind not in ("Deployment", "StatefulSet"):
        return
    name, namespace = body["metadata"]["name"], body["metadata"]["namespace"]
    template = body["spec"]["template"]
    owner = {"apiVersion": "apps/v1", "kind": kind, "name": name, "uid": f"uid-{name}"}
    ending = hashlib.sha256(name.encode()).hexdigest()[:9]
    labels = dict(template["metadata"]["labels"])
    if kind == "Deployment":
        labels["pod-template-hash"] = ending
        metadata = {"name": f"{name}-{ending}", "namespace": namespace, "labels": labels}
        yield {
            "apiVersion": "apps/v1",
            "kind": "ReplicaSet",
            "metadata": {**metadata, "ownerReferences": [{**owner, "controller": True}]},
            "spec": {
                "replicas": body["spec"]["replicas"],
                "selector": {"matchLabels": labels},
                "template": {**template, "metadata": {"labels": labels}},
            },
        }
        owner = {**owner, "kind": "ReplicaSet", "name": f"{name}-{ending}"}
    for number in range(body["spec"]["replicas"]):
        yield {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "name": f"{owner['name']}-{number}",
                "namespace": namespace,
                "labels": labels,
                "ownerReferences": [{**owner, "controller": True}],
            },
            "spec": {**template["spec"], "nodeName": f"node-{number % 2 + 1}"},
            "status": {
                "phase": "Running",
                "containerStatuses": [
                    _status(container, number) for container in template["spec"]["containers"]
                ],
            },
        }


def _status(container: Body, number: int) -> Body:
    """Return the state of a container; pods of a moving tag run what it meant when they began."""
    image = container["image"]
    moving = image.endswith(":latest") or ":" not in image
    seed = f"{image}{number if moving else ''}"
    digest = image.partition("@")[2] or f"sha256:{hashlib.sha256(seed.encode()).hexdigest()}"
    return {
        "name": container["name"],
        "image": image,
        "imageID": f"{image.partition('@')[0].rpartition(':')[0] or image}@{digest}",
        "restartCount": 0,
        "ready": True,
    }


def _certificates() -> Iterator[Body]:
    """Yield TLS Secrets and a webhook: one certificate about to end, one ended and used, one
    sound, an authority that ends before what it issued, and a bundle that trusts another."""
    now = datetime.now(UTC)
    short = _Authority("shop issuing CA", now, days=11)
    sound = _Authority("platform CA", now, days=3000)
    yield _secret("shop", "shop-tls", short, "shop.example.com", now, days=59)
    yield _secret("shop", "partner-tls", sound, "partner.example.com", now, days=5)
    yield _secret("shop", "sound-tls", sound, "sound.example.com", now, days=80)
    yield _secret("legacy", "old-tls", sound, "old.example.com", now, days=-4)
    yield _secret("kube-system", "gatekeeper", sound, "gatekeeper.kube-system.svc", now, days=80)
    for name, bundle in (("gatekeeper", sound), ("gatekeeper-old", short)):
        yield {
            "apiVersion": "admissionregistration.k8s.io/v1",
            "kind": "ValidatingWebhookConfiguration",
            "metadata": {"name": name},
            "webhooks": [
                {
                    "name": f"{name}.example.com",
                    "clientConfig": {
                        "caBundle": base64.b64encode(bundle.pem).decode(),
                        "service": {"name": "gatekeeper", "namespace": "kube-system"},
                    },
                    "admissionReviewVersions": ["v1"],
                    "sideEffects": "None",
                    "failurePolicy": "Ignore",
                    "timeoutSeconds": 5,
                    "rules": [
                        {
                            "apiGroups": ["apps"],
                            "apiVersions": ["v1"],
                            "operations": ["CREATE"],
                            "resources": ["deployments"],
                        }
                    ],
                }
            ],
        }


class _Authority:
    """A certificate authority made for this estate."""

    def __init__(self, name: str, now: datetime, days: int) -> None:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(self.name)
            .issuer_name(self.name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=300))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.pem = certificate.public_bytes(serialization.Encoding.PEM)

    def issue(self, host: str, now: datetime, days: int) -> tuple[bytes, bytes]:
        """Return a certificate for a host and its key, as PEM."""
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        key = ec.generate_private_key(ec.SECP256R1())
        certificate = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)]))
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=31))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return certificate.public_bytes(serialization.Encoding.PEM), private


def _secret(
    namespace: str, name: str, authority: _Authority, host: str, now: datetime, days: int
) -> Body:
    certificate, key = authority.issue(host, now, days)
    data = {"tls.crt": certificate + authority.pem, "tls.key": key, "ca.crt": authority.pem}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": "kubernetes.io/tls",
        "metadata": {"name": name, "namespace": namespace},
        "data": {key: base64.b64encode(value).decode() for key, value in data.items()},
    }
