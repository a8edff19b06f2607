"""A small estate that has something of everything, and audits of it within this process."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from auditor.collecting import Gap, Population, Scene, Target, Unit
from auditor.engine.collect import UnitResult, collect_unit
from auditor.engine.judge import Judge
from auditor.facts import Fact
from auditor.findings import Finding
from auditor.plugins import Plugins
from auditor.policy import Policy
from auditor_kubernetes.collector import ClusterCollector
from auditor_kubernetes.testing import Server
from auditor_kubernetes.testing.fixtures import read

MOMENT = datetime.now(UTC).replace(microsecond=0)
EXPIRED_FOR_CERTAIN = ("certificates.expired", "shop/Secret/old-tls", "tls.crt.not_after", "fail")
"""That nobody uses it lets it pass; that it has ended is sure without."""
_DIGEST = "sha256:" + "1" * 64
_OTHER_DIGEST = "sha256:" + "2" * 64

PODS = f"""
- web-7d9f-1 web-7d9f apps/v1/ReplicaSet web {_DIGEST}
- web-7d9f-2 web-7d9f apps/v1/ReplicaSet web {_DIGEST}
- worker-66aa-1 worker-66aa apps/v1/ReplicaSet worker {_DIGEST}
- worker-66aa-2 worker-66aa apps/v1/ReplicaSet worker {_OTHER_DIGEST}
- db-0 db apps/v1/StatefulSet db {_DIGEST}
- nightly-28-1 nightly-28 batch/v1/Job dump {_DIGEST}
- lonely-1 lonely apps/v1/ReplicaSet one {_DIGEST}
- ancient-1 ancient v1/ReplicationController old {_DIGEST}
- canary-99bb-1 canary-99bb apps/v1/ReplicaSet app {_DIGEST}
- build-1 build tekton.dev/v1/TaskRun step {_DIGEST}
- build-2 build tekton.dev/v1/TaskRun step {_DIGEST}
- build-3 build tekton.dev/v1/TaskRun other {_DIGEST}
- bare - - tool {_DIGEST}
"""
"""Name, owner, the owner's version and kind, container, digest that runs."""

EXTENSIONS = """
gateway.networking.k8s.io v1 Namespaced Gateway gateways
gateway.networking.k8s.io v1 Namespaced HTTPRoute httproutes
cert-manager.io v1 Namespaced Certificate certificates
cert-manager.io v1 Namespaced Issuer issuers
cert-manager.io v1 Cluster ClusterIssuer clusterissuers
velero.io v1 Namespaced Schedule schedules
argoproj.io v1alpha1 Namespaced Rollout rollouts
"""

Json = dict[str, Any]


def encoded(content: bytes | str) -> str:
    """Return base64, as in the data of a Secret."""
    return base64.b64encode(content.encode() if isinstance(content, str) else content).decode()


@dataclass(frozen=True)
class Issued:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def secret(self) -> str:
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()


def issue(name: str, *names: str, by: Issued | None = None, days: int = 60) -> Issued:
    """Return a certificate for DNS names; without any, of an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(MOMENT - timedelta(days=90))
        .not_valid_after(MOMENT + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=not names, path_length=None), critical=True)
    )
    if names:
        wanted = [x509.DNSName(each) for each in names]
        builder = builder.add_extension(x509.SubjectAlternativeName(wanted), critical=False)
    return Issued(builder.sign(by.key if by else key, hashes.SHA256()), key)


def pod(line: str) -> Json:
    """Return a pod of one line of :data:`PODS`."""
    name, owner, maker, container, digest = line.removeprefix("- ").split()
    version, _, kind = maker.rpartition("/")
    metadata: Json = {"name": name, "namespace": "shop", "labels": {"app": owner.split("-")[0]}}
    if owner != "-":
        reference = {"apiVersion": version, "kind": kind, "name": owner, "uid": owner}
        metadata["ownerReferences"] = [{**reference, "controller": True}]
    running = {
        "name": container,
        "image": f"registry.example.com/{container}:1",
        "imageID": f"registry.example.com/{container}@{digest}",
        "restartCount": 7 if name.endswith("-2") else 0,
    }
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata,
        "spec": {"nodeName": "one", "containers": [{"name": container, "image": f"{container}:1"}]},
        "status": {"phase": "Running", "containerStatuses": [running]},
    }


def _static() -> Json:
    made = pod("- kube-apiserver-one one v1/Node kube-apiserver -")
    made["metadata"]["namespace"] = "kube-system"
    made["metadata"]["annotations"] = {"kubernetes.io/config.mirror": "abc"}
    made["spec"]["containers"][0]["image"] = "registry.k8s.io/kube-apiserver:v1.36.2"
    return made


def _extension(line: str) -> Json:
    return extension(*line.split(), schema={"type": "object"})


def extension(
    group: str, version: str, scope: str, kind: str, plural: str, *, schema: Json | None
) -> Json:
    """Return the definition of a kind of extension whose objects have this schema."""
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}"},
        "spec": {
            "group": group,
            "scope": scope,
            "names": {"kind": kind, "plural": plural},
            "versions": [
                {
                    "name": version,
                    "served": True,
                    "storage": True,
                    "schema": {} if schema is None else {"openAPIV3Schema": schema},
                }
            ],
        },
        "status": {
            "conditions": [{"type": "Established", "status": "True"}],
            "storedVersions": [version],
        },
    }


def _certified() -> Iterator[Json]:
    """Yield what holds certificates: Secrets, bundles, requests, the cluster's own."""
    house = issue("house", days=20)
    stranger = issue("stranger", days=400)
    web = issue("web", "shop.example.com", by=house)
    hooks = issue("hooks", "hooks.kube-system.svc", by=house, days=300)
    for name, namespace, found in (
        ("web-tls", "shop", web),
        ("inner-tls", "shop", issue("inner", "inner.example.com", days=-3)),
        ("old-tls", "shop", issue("old", "old.example.com", days=-40)),
        ("hooks-tls", "kube-system", hooks),
    ):
        yield secret(name, namespace, "kubernetes.io/tls", **{"tls.crt": found.pem})
    for kind, bundle in (("Validating", house), ("Mutating", stranger)):
        yield {
            "apiVersion": "admissionregistration.k8s.io/v1",
            "kind": f"{kind}WebhookConfiguration",
            "metadata": {"name": kind.lower()},
            "webhooks": [
                {
                    "name": f"{kind.lower()}.example.com",
                    "failurePolicy": "Fail",
                    "sideEffects": "None",
                    "clientConfig": {
                        "service": {"name": "hooks", "namespace": "kube-system"},
                        "caBundle": encoded(bundle.pem),
                    },
                    "rules": [
                        {
                            "apiGroups": ["*"],
                            "apiVersions": ["*"],
                            "resources": ["*"],
                            "operations": ["*"],
                        }
                    ],
                }
            ],
        }
    yield {
        "apiVersion": "apiregistration.k8s.io/v1",
        "kind": "APIService",
        "metadata": {"name": "v1.metrics.k8s.io"},
        "spec": {
            "group": "metrics.k8s.io",
            "version": "v1",
            "service": {"name": "hooks", "namespace": "kube-system"},
            "caBundle": encoded(house.pem),
        },
        "status": {"conditions": [{"type": "Available", "status": "True"}]},
    }
    for name, status in (
        ("waiting", {}),
        (
            "given",
            {"conditions": [{"type": "Approved"}], "certificate": encoded(web.pem)},
        ),
    ):
        yield {
            "apiVersion": "certificates.k8s.io/v1",
            "kind": "CertificateSigningRequest",
            "metadata": {"name": name, "creationTimestamp": "2026-11-01T00:00:00Z"},
            "spec": {"signerName": "kubernetes.io/kube-apiserver-client", "username": "helper"},
            "status": status,
        }
    yield {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "extension-apiserver-authentication", "namespace": "kube-system"},
        "data": {"client-ca-file": stranger.pem, "requestheader-client-ca-file": house.pem},
    }


def secret(name: str, namespace: str, kind: str = "Opaque", **data: str) -> Json:
    """Return a Secret that holds these values, and a private key that is one."""
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": kind,
        "metadata": {"name": name, "namespace": namespace},
        "data": {key.replace("__", "."): encoded(value) for key, value in data.items()},
    }


def _secrets() -> Iterator[Json]:
    yield secret("api", "shop", key="value-of-the-key")
    yield secret("unused", "shop", word="value-of-the-word")
    yield secret("release.v1", "shop", "helm.sh/release.v1", release="H4sIAAAA")
    token = secret("robot-token", "shop", "kubernetes.io/service-account-token", token="eyJ")
    token["metadata"]["annotations"] = {"kubernetes.io/service-account.name": "robot"}
    token["metadata"]["labels"] = {"kubernetes.io/legacy-token-last-used": "2024-02-03"}
    yield token
    yield {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "settings", "namespace": "shop"},
        "data": {"level": "debug", "db_password": "opensesame-1234"},
    }


@cache
def estate() -> tuple[Mapping[str, Any], ...]:
    """Return all objects."""
    return (
        *read(Path(__file__).with_name("cluster")),
        *(pod(line) for line in PODS.strip().splitlines()),
        _static(),
        *(_extension(line) for line in EXTENSIONS.strip().splitlines()),
        *_certified(),
        *_secrets(),
    )


@cache
def plugins() -> Plugins:
    """Return what is installed; it does not change while tests run."""
    return Plugins()


@dataclass
class Audit:
    """What came of an audit."""

    facts: list[Fact] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    populations: list[Population] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def decided(self) -> set[tuple[str, str, str, str]]:
        """Check, resource, discriminator and verdict of what passes or fails."""
        return {
            (item.check, item.resource, item.discriminator, item.verdict)
            for item in self.findings
            if item.verdict in ("pass", "fail")
        }

    def of(self, form: type[Any]) -> dict[str, Any]:
        """Return the facts of one kind by their address."""
        return {fact.origin.address: fact for fact in self.facts if isinstance(fact, form)}


class Auditor:
    """Audits a stand-in again and again, with the session of one collector."""

    def __init__(self, server: Server, folder: Path, **options: Any) -> None:
        self._collector = ClusterCollector()
        file = server.kubeconfig(folder / "kubeconfig")
        given = {"kubeconfig": str(file), "requests_per_second": 1000.0, **options}
        self.scene = Scene(base=folder, options=given)
        self.populations: list[Population] = []
        self.gaps: list[Gap] = []

    def plan(self) -> list[Unit]:
        """Return the units of the command ``auditor scan k8s:``."""
        target = Target(text="k8s:", scheme="k8s", rest="")
        planned = self._collector.plan(target, self.scene)
        self.populations, self.gaps = list(planned.populations), list(planned.gaps)
        return list(planned.units)

    def collect(self, unit: Unit) -> UnitResult:
        """Collect one unit, with its evidence."""
        return collect_unit(self._collector, unit, self.scene, b"key", True)

    def audit(self, units: Iterable[Unit] | None = None) -> Audit:
        """Plan unless units are given, collect them and judge them."""
        planned = self.plan() if units is None else units
        found = judged(self.collect(unit) for unit in planned)
        found.gaps += self.gaps
        found.populations += self.populations
        return found


def judged(results: Iterable[UnitResult]) -> Audit:
    """Judge what was collected, as of one moment for all audits."""
    found = Audit()
    judge = Judge(plugins().checks, Policy(moment=MOMENT))
    for result in results:
        facts = [record for record in result.records if isinstance(record, Fact)]
        found.facts += facts
        found.gaps += [record for record in result.records if isinstance(record, Gap)]
        found.populations += [item for item in result.records if isinstance(item, Population)]
        found.findings += judge.unit(facts)
    found.findings += judge.run()
    found.gaps += judge.gaps
    return found


def lists(units: Iterable[Unit]) -> Mapping[str, list[int]]:
    """Return the resources that units read, with the numbers of the units."""
    found: dict[str, list[int]] = {}
    for number, unit in enumerate(units):
        for name, version in unit.detail["versions"].items():
            if version:
                found.setdefault(name, []).append(number)
    return found
