"""Versions of what a cluster runs on: server, kubelets, operating systems and runtimes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from auditor.facts import Component, Fact, Origin, Unknown
from auditor_objects.model import Object
from auditor_objects.pods import containers_of, pod_of
from auditor_objects.translate import Context

SERVER: Final = "APIServer"
"""The kind that the server's component has in its origin."""

_SYSTEMS: Final = (
    (re.compile(r"Ubuntu (\d+\.\d+)"), "ubuntu"),
    (re.compile(r"Debian GNU/Linux (\d+)"), "debian"),
    (re.compile(r"Amazon Linux(?: AMI)? (20\d\d(?:\.0[39])?|2)\b"), "amazon-linux"),
    (re.compile(r"Red Hat Enterprise Linux CoreOS ([\d.]+)"), "red-hat-openshift-coreos"),
    (re.compile(r"Red Hat Enterprise Linux(?: Server)?(?: release)? ([\d.]+)"), "rhel"),
    (re.compile(r"Rocky Linux(?: release)? ([\d.]+)"), "rocky-linux"),
    (re.compile(r"AlmaLinux(?: release)? ([\d.]+)"), "almalinux"),
    (re.compile(r"Oracle Linux Server(?: release)? ([\d.]+)"), "oracle-linux"),
    (re.compile(r"CentOS Stream(?: release)? ([\d.]+)"), "centos-stream"),
    (re.compile(r"CentOS Linux(?: release)? ([\d.]+)"), "centos"),
    (re.compile(r"SUSE Linux Enterprise Server (\d+(?:\.\d+| SP\d+)?)"), "sles"),
    (re.compile(r"Alpine Linux v?([\d.]+)"), "alpine-linux"),
    (re.compile(r"Windows Server (\d{4})"), "windows-server"),
    (re.compile(r"Bottlerocket OS ([\d.]+)"), "bottlerocket"),
    (re.compile(r"Flatcar Container Linux by Kinvolk ([\d.]+)"), "flatcar"),
    (re.compile(r"Container-Optimized OS from Google ?([\d.]*)"), "cos"),
    (re.compile(r"Talos \(v?([\d.]+)"), "talos"),
    (re.compile(r"(?:Azure Linux|CBL-Mariner/Linux) ?([\d.]*)"), "azure-linux"),
    (re.compile(r"Fedora (?:Linux|CoreOS) ?([\d.]*)"), "fedora"),
)
"""Names of operating systems (``PRETTY_NAME`` of os-release) and slugs of the lifecycle data."""
_RUNTIMES: Final = {"containerd": "containerd", "cri-o": "cri-o", "docker": "docker-engine"}
_PARTS: Final = ("kube-proxy", "kube-controller-manager", "kube-scheduler")
"""Programs whose image bears the version of Kubernetes."""
_VERSION: Final = re.compile(r"v?\d+\.\d+\S*")


def server_version(info: Mapping[str, Any], scope: str, evidence: str = "") -> Iterator[Fact]:
    """Yield the component that the answer of ``/version`` tells of.

    :param info: the decoded answer, with ``gitVersion``.
    :param scope: the cluster.
    """
    text = info.get("gitVersion")
    known = isinstance(text, str) and _VERSION.fullmatch(text) is not None
    version = str(text) if known else Unknown("/version does not tell the server's version")
    yield Component(
        origin=Origin(
            provider="kubernetes",
            scope=scope,
            address="/version",
            kind=SERVER,
            evidence=evidence,
        ),
        subject="API server",
        product=_distribution(str(text)) if known else "kubernetes",
        version=version,
    )


def _distribution(version: str) -> str:
    """Return the slug of whoever supports this build (``v1.34.2-eks-abc``)."""
    if "eks" in version:
        return "amazon-eks"
    return "google-kubernetes-engine" if "-gke" in version else "kubernetes"


def _node(obj: Object, context: Context) -> Iterator[Fact]:
    if not obj.live:
        return
    info = obj.get("status", "nodeInfo")
    origin = obj.origin()
    kubelet = info.get("kubeletVersion").known()
    if kubelet:
        yield Component(
            origin=origin,
            subject="kubelet",
            part="kubelet",
            product=_distribution(kubelet),
            version=kubelet,
        )
    system = info.get("osImage").known()
    for pattern, product in _SYSTEMS:
        found = pattern.search(system)
        if found:
            yield Component(
                origin=origin,
                subject="operating system",
                part="operating-system",
                product=product,
                version=found[1].replace(" SP", ".") or Unknown(f"{system} tells no version"),
            )
            break
    runtime, _, version = info.get("containerRuntimeVersion").known().partition("://")
    if runtime in _RUNTIMES and version:
        yield Component(
            origin=origin,
            subject="container runtime",
            part="runtime",
            product=_RUNTIMES[runtime],
            version=version,
        )


def _system_part(obj: Object, context: Context) -> Iterator[Fact]:
    """Yield the version of a part of Kubernetes that runs as pods."""
    pod = pod_of(obj)
    if not obj.live or obj.namespace != "kube-system" or pod is None:
        return
    for at, node in containers_of(pod):
        name, _, tag = node.get("image").known().partition("@")[0].rpartition(":")
        program = name.rpartition("/")[2]
        if program in _PARTS and _VERSION.fullmatch(tag):
            yield Component(
                origin=obj.origin(),
                subject=program,
                part=at,
                product=_distribution(tag),
                version=tag,
            )


TRANSLATORS = {"/Node": _node, "/Pod": _system_part, "apps/DaemonSet": _system_part}
