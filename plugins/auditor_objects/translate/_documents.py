"""Configuration documents of the control plane, read as the flags that they stand for."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Unknown
from auditor_objects.model import Node
from auditor_objects.translate._flags import Flags

_KUBELET: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("anonymous-auth", ("authentication", "anonymous", "enabled"), "false"),
    ("authorization-mode", ("authorization", "mode"), "Webhook"),
    ("client-ca-file", ("authentication", "x509", "clientCAFile"), ""),
    ("read-only-port", ("readOnlyPort",), "0"),
    ("rotate-certificates", ("rotateCertificates",), "false"),
    ("rotate-server-certificates", ("serverTLSBootstrap",), "false"),
    ("tls-cert-file", ("tlsCertFile",), ""),
    ("tls-private-key-file", ("tlsPrivateKeyFile",), ""),
    ("tls-min-version", ("tlsMinVersion",), ""),
    ("protect-kernel-defaults", ("protectKernelDefaults",), "false"),
    ("make-iptables-util-chains", ("makeIPTablesUtilChains",), "true"),
    ("streaming-connection-idle-timeout", ("streamingConnectionIdleTimeout",), "4h"),
    ("event-qps", ("eventRecordQPS",), "50"),
)
"""Flag, field and the field's default, which may differ from the flag's.

Source: Kubernetes reference, Kubelet Configuration (v1beta1).
"""

_PKI = "/etc/kubernetes/pki"
_KUBEADM = {
    "kube-apiserver": {
        "authorization-mode": "Node,RBAC",
        "client-ca-file": f"{_PKI}/ca.crt",
        "enable-admission-plugins": "NodeRestriction",
        "etcd-cafile": f"{_PKI}/etcd/ca.crt",
        "etcd-certfile": f"{_PKI}/apiserver-etcd-client.crt",
        "etcd-keyfile": f"{_PKI}/apiserver-etcd-client.key",
        "kubelet-client-certificate": f"{_PKI}/apiserver-kubelet-client.crt",
        "kubelet-client-key": f"{_PKI}/apiserver-kubelet-client.key",
        "service-account-key-file": f"{_PKI}/sa.pub",
        "tls-cert-file": f"{_PKI}/apiserver.crt",
        "tls-private-key-file": f"{_PKI}/apiserver.key",
    },
    "kube-controller-manager": {
        "bind-address": "127.0.0.1",
        "root-ca-file": f"{_PKI}/ca.crt",
        "service-account-private-key-file": f"{_PKI}/sa.key",
        "use-service-account-credentials": "true",
    },
    "kube-scheduler": {"bind-address": "127.0.0.1"},
    "etcd": {
        "cert-file": f"{_PKI}/etcd/server.crt",
        "client-cert-auth": "true",
        "key-file": f"{_PKI}/etcd/server.key",
        "peer-cert-file": f"{_PKI}/etcd/peer.crt",
        "peer-client-cert-auth": "true",
        "peer-key-file": f"{_PKI}/etcd/peer.key",
        "trusted-ca-file": f"{_PKI}/etcd/ca.crt",
    },
}
"""Flags that kubeadm gives by itself, where they matter here.

Source: Kubernetes documentation, kubeadm: implementation details.
"""

_SECTIONS = (
    ("kube-apiserver", ("apiServer",)),
    ("kube-controller-manager", ("controllerManager",)),
    ("kube-scheduler", ("scheduler",)),
    ("etcd", ("etcd", "local")),
)
_EXTERNAL_ETCD = (
    ("caFile", "etcd-cafile"),
    ("certFile", "etcd-certfile"),
    ("keyFile", "etcd-keyfile"),
)


def kubelet_configuration(document: Node) -> Flags:
    """Read a KubeletConfiguration."""
    flags = Flags()
    for flag, path, default in _KUBELET:
        node = document.get(*path)
        text = node.text()
        flags.put(flag, default if text is None else text, node)
    suites = document.get("tlsCipherSuites")
    flags.put("tls-cipher-suites", _joined(suites.texts()), suites)
    if isinstance(suites.value, str):
        flags.put("tls-cipher-suites", suites.wrong("a list"), suites)
    gates = document.get("featureGates")
    flags.put(
        "feature-gates",
        _joined(tuple(_pair(name, node.text()) for name, node in gates.entries())),
        gates,
    )
    return flags


def _pair(name: str, value: str | Unknown | None) -> str | Unknown:
    return value if isinstance(value, Unknown) else f"{name}={value}"


def _joined(words: tuple[str | Unknown, ...]) -> str | Unknown:
    hole = next((word for word in words if isinstance(word, Unknown)), None)
    return hole or ",".join(str(word) for word in words)


def cluster_configuration(document: Node) -> Iterator[tuple[str, Flags, Node]]:
    """Yield each component that kubeadm makes from a ClusterConfiguration, with its flags."""
    external = document.get("etcd", "external")
    for component, path in _SECTIONS:
        if component == "etcd" and external:
            continue
        section = document.get(*path)
        flags = Flags(_KUBEADM[component])
        if component == "kube-apiserver" and external:
            for key, flag in _EXTERNAL_ETCD:
                text = external.get(key).text()
                flags.put(flag, "" if text is None else text, external.get(key))
        for name, node in _extra(section.get("extraArgs")):
            value = node.text()
            flags.values.pop(name, None)
            flags.put(name, "" if value is None else value, node)
        if isinstance(section.get("extraArgs").value, str):
            flags.hole = section.get("extraArgs").wrong("a mapping")
        yield component, flags, section if section.place else document


def _extra(listed: Node) -> Iterator[tuple[str, Node]]:
    """Yield extra flags: a mapping up to v1beta3, a list of names and values since."""
    if isinstance(listed.value, list):
        for item in listed.items():
            yield item.get("name").known(), item.get("value")
    elif isinstance(listed.value, dict):
        yield from listed.entries()
