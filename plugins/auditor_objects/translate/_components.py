"""What is asked of each component of the control plane, as settings read from its flags.

Defaults are those of the components' reference pages,
https://kubernetes.io/docs/reference/command-line-tools-reference/ and
https://etcd.io/docs/latest/op-guide/configuration/.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from auditor.facts import Unknown
from auditor_objects.translate._flags import Flags

Answer: TypeAlias = bool | int | Unknown | None

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_WEAK = ("_RC4_", "_3DES_", "_CBC_", "_NULL_")
"""Parts of names of cipher suites that are broken or open to padding attacks."""


class Rule(NamedTuple):
    """One setting; ``flag`` is where its answer is written."""

    setting: str
    flag: str
    answer: Callable[[Flags], Answer]


def _not(value: bool | Unknown) -> bool | Unknown:
    return value if isinstance(value, Unknown) else not value


def _either(*values: bool | Unknown) -> bool | Unknown:
    if any(value is True for value in values):
        return True
    return next((value for value in values if isinstance(value, Unknown)), False)


def _off(name: str, default: bool) -> Callable[[Flags], Answer]:
    return lambda flags: _not(flags.switch(name, default))


def _on(name: str, default: bool) -> Callable[[Flags], Answer]:
    return lambda flags: flags.switch(name, default)


def _given(*names: str) -> Callable[[Flags], Answer]:
    return lambda flags: flags.given(*names)


def _enabled(plugin: str) -> Callable[[Flags], Answer]:
    """Ask for a plugin that has to be switched on."""

    def answer(flags: Flags) -> Answer:
        off = flags.has("disable-admission-plugins", plugin)
        return flags.has("enable-admission-plugins", plugin) if off is False else _not(off)

    return answer


def _kept(plugin: str) -> Callable[[Flags], Answer]:
    """Ask for a plugin that is on unless it is switched off."""
    return lambda flags: _not(flags.has("disable-admission-plugins", plugin))


def _anonymous_refused(flags: Flags) -> Answer:
    if "anonymous-auth" not in flags.values and flags.given("authentication-config") is True:
        return Unknown("--authentication-config names a file that was not read")
    return _not(flags.switch("anonymous-auth", True))


def _authorizes(mode: str, *, wanted: bool) -> Callable[[Flags], Answer]:
    def answer(flags: Flags) -> Answer:
        if flags.given("authorization-config") is True:
            return Unknown("--authorization-config names a file that was not read")
        found = flags.has("authorization-mode", mode, "AlwaysAllow")
        return found if wanted else _not(found)

    return answer


def _no_static_credentials(flags: Flags) -> Answer:
    """``--basic-auth-file`` went with Kubernetes 1.19."""
    return _not(_either(flags.given("token-auth-file"), flags.given("basic-auth-file")))


def _audited(flags: Flags) -> Answer:
    return _either(flags.given("audit-log-path"), flags.given("audit-webhook-config-file"))


def _rotation(name: str) -> Callable[[Flags], Answer]:
    """Ask for a bound of audit log files; none is kept by who writes to its output or a webhook."""

    def answer(flags: Flags) -> Answer:
        path = flags.text("audit-log-path")
        if path == "-" or (path == "" and flags.given("audit-webhook-config-file") is True):
            return None
        return flags.number(name, 0)

    return answer


def _strong(flags: Flags) -> Answer:
    version = flags.text("tls-min-version")
    suites = flags.words("tls-cipher-suites")
    if version == "VersionTLS13":
        return True
    if isinstance(suites, Unknown):
        return suites
    if any(part in suite for suite in suites for part in _WEAK):
        return False
    if suites:
        return True
    return version if isinstance(version, Unknown) else False


def _local(flags: Flags) -> Answer:
    address = flags.text("bind-address", "0.0.0.0")
    return address if isinstance(address, Unknown) else address in _LOOPBACK


def _plain_port_closed(flags: Flags) -> Answer:
    port = flags.number("insecure-port", 0)
    return port if isinstance(port, Unknown) else port == 0


def _unless_configured(answer: Callable[[Flags], Answer]) -> Callable[[Flags], Answer]:
    """A scheduler with a configuration file takes this from there, whatever the flag says."""

    def configured(flags: Flags) -> Answer:
        if flags.given("config") is not False:
            return Unknown("--config names a file that was not read")
        return answer(flags)

    return configured


def _garbage_collected(flags: Flags) -> Answer:
    threshold = flags.number("terminated-pod-gc-threshold", 12_500)
    return threshold if isinstance(threshold, Unknown) else threshold > 0


def _kubelet_mode(flags: Flags) -> Answer:
    mode = flags.text("authorization-mode", "AlwaysAllow")
    return mode if isinstance(mode, Unknown) else mode != "AlwaysAllow"


def _read_only_port_closed(flags: Flags) -> Answer:
    port = flags.number("read-only-port", 10_255)
    return port if isinstance(port, Unknown) else port == 0


def _streams_end(flags: Flags) -> Answer:
    timeout = flags.text("streaming-connection-idle-timeout", "4h")
    if isinstance(timeout, Unknown):
        return timeout
    return bool(timeout.strip("0smh"))


def _kubelet_certificate(flags: Flags) -> Answer:
    own = flags.given("tls-cert-file", "tls-private-key-file")
    return _either(own, flags.switch("rotate-server-certificates", False))


_API_SERVER = (
    Rule("api_server_anonymous_refused", "anonymous-auth", _anonymous_refused),
    Rule("api_server_authorizes", "authorization-mode", _authorizes("AlwaysAllow", wanted=False)),
    Rule("api_server_rbac", "authorization-mode", _authorizes("RBAC", wanted=True)),
    Rule("api_server_node_authorizer", "authorization-mode", _authorizes("Node", wanted=True)),
    Rule("api_server_no_static_tokens", "token-auth-file", _no_static_credentials),
    Rule("api_server_plain_port_closed", "insecure-port", _plain_port_closed),
    Rule("api_server_profiling_off", "profiling", _off("profiling", True)),
    Rule("api_server_audited", "audit-log-path", _audited),
    Rule("api_server_audit_policy", "audit-policy-file", _given("audit-policy-file")),
    Rule("api_server_audit_days", "audit-log-maxage", _rotation("audit-log-maxage")),
    Rule("api_server_audit_files", "audit-log-maxbackup", _rotation("audit-log-maxbackup")),
    Rule("api_server_audit_megabytes", "audit-log-maxsize", _rotation("audit-log-maxsize")),
    Rule(
        "admission_decides",
        "enable-admission-plugins",
        lambda flags: _not(flags.has("enable-admission-plugins", "AlwaysAdmit")),
    ),
    Rule("admission_node_restriction", "enable-admission-plugins", _enabled("NodeRestriction")),
    Rule("admission_service_account", "disable-admission-plugins", _kept("ServiceAccount")),
    Rule("admission_namespace_lifecycle", "disable-admission-plugins", _kept("NamespaceLifecycle")),
    Rule("admission_pod_security", "disable-admission-plugins", _kept("PodSecurity")),
    Rule("service_account_lookup", "service-account-lookup", _on("service-account-lookup", True)),
    Rule("service_account_key", "service-account-key-file", _given("service-account-key-file")),
    Rule("api_server_verifies_etcd", "etcd-cafile", _given("etcd-cafile")),
    Rule("api_server_known_to_etcd", "etcd-certfile", _given("etcd-certfile", "etcd-keyfile")),
    Rule(
        "api_server_known_to_kubelets",
        "kubelet-client-certificate",
        _given("kubelet-client-certificate", "kubelet-client-key"),
    ),
    Rule(
        "api_server_verifies_kubelets",
        "kubelet-certificate-authority",
        _given("kubelet-certificate-authority"),
    ),
    Rule("api_server_kubelet_tls", "kubelet-https", _on("kubelet-https", True)),
    Rule("api_server_client_authority", "client-ca-file", _given("client-ca-file")),
    Rule(
        "api_server_certificate", "tls-cert-file", _given("tls-cert-file", "tls-private-key-file")
    ),
    Rule("api_server_strong_ciphers", "tls-cipher-suites", _strong),
    Rule(
        "api_server_encrypts_secrets",
        "encryption-provider-config",
        _given("encryption-provider-config"),
    ),
)

_CONTROLLER_MANAGER = (
    Rule(
        "controllers_own_accounts",
        "use-service-account-credentials",
        _on("use-service-account-credentials", False),
    ),
    Rule(
        "service_account_signing_key",
        "service-account-private-key-file",
        _given("service-account-private-key-file"),
    ),
    Rule("service_account_authority", "root-ca-file", _given("root-ca-file")),
    Rule(
        "controllers_rotate_kubelet_certificates",
        "feature-gates",
        lambda flags: flags.gate("RotateKubeletServerCertificate", True),
    ),
    Rule("controllers_local", "bind-address", _local),
    Rule("controllers_profiling_off", "profiling", _off("profiling", True)),
    Rule("terminated_pods_collected", "terminated-pod-gc-threshold", _garbage_collected),
)

_SCHEDULER = (
    Rule("scheduler_profiling_off", "profiling", _unless_configured(_off("profiling", True))),
    Rule("scheduler_local", "bind-address", _local),
)

_ETCD = (
    Rule("etcd_tls", "cert-file", _given("cert-file", "key-file")),
    Rule("etcd_clients_verified", "client-cert-auth", _on("client-cert-auth", False)),
    Rule("etcd_client_authority", "trusted-ca-file", _given("trusted-ca-file")),
    Rule("etcd_own_certificate", "auto-tls", _off("auto-tls", False)),
    Rule("etcd_peer_tls", "peer-cert-file", _given("peer-cert-file", "peer-key-file")),
    Rule("etcd_peers_verified", "peer-client-cert-auth", _on("peer-client-cert-auth", False)),
    Rule("etcd_peer_own_certificate", "peer-auto-tls", _off("peer-auto-tls", False)),
)

_KUBELET = (
    Rule("kubelet_anonymous_refused", "anonymous-auth", _off("anonymous-auth", True)),
    Rule("kubelet_authorizes", "authorization-mode", _kubelet_mode),
    Rule("kubelet_client_authority", "client-ca-file", _given("client-ca-file")),
    Rule("kubelet_read_only_port_closed", "read-only-port", _read_only_port_closed),
    Rule("kubelet_client_rotation", "rotate-certificates", _on("rotate-certificates", False)),
    Rule(
        "kubelet_server_rotation",
        "feature-gates",
        lambda flags: flags.gate("RotateKubeletServerCertificate", True),
    ),
    Rule("kubelet_certificate", "tls-cert-file", _kubelet_certificate),
    Rule("kubelet_strong_ciphers", "tls-cipher-suites", _strong),
    Rule(
        "kubelet_kernel_defaults", "protect-kernel-defaults", _on("protect-kernel-defaults", False)
    ),
    Rule(
        "kubelet_keeps_iptables",
        "make-iptables-util-chains",
        _on("make-iptables-util-chains", True),
    ),
    Rule("kubelet_streams_end", "streaming-connection-idle-timeout", _streams_end),
    Rule("kubelet_events_per_second", "event-qps", lambda flags: flags.number("event-qps", 50)),
)

RULES: dict[str, tuple[str, tuple[Rule, ...]]] = {
    "kube-apiserver": ("API server", _API_SERVER),
    "kube-controller-manager": ("controller manager", _CONTROLLER_MANAGER),
    "kube-scheduler": ("scheduler", _SCHEDULER),
    "etcd": ("etcd", _ETCD),
    "kubelet": ("kubelet", _KUBELET),
}
"""Noun for people and questions, by component."""
