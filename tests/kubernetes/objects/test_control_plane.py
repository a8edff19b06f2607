"""Settings of a control plane, read from pods, kubelets' documents and kubeadm's."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from auditor.facts import Place, Setting, Unknown
from auditor_checks import plugin
from auditor_objects.model import Map, Object, Seq
from auditor_objects.translate import Context, covered, translate
from auditor_objects.translate._components import RULES

SERVER = "kube-apiserver"


def settings(body: dict[str, Any]) -> dict[str, Setting]:
    """Return the settings of a control plane by name; those of namespaces are not meant."""
    found = translate(Object(body, scope="cluster"), Context(marker=str.upper))
    return {
        fact.name: fact
        for fact in found
        if isinstance(fact, Setting) and fact.name != "own_namespace"
    }


def pod(*containers: dict[str, Any], kind: str = "Pod") -> dict[str, Any]:
    metadata = {"name": "control-plane", "namespace": "kube-system"}
    spec: dict[str, Any] = {"containers": list(containers)}
    if kind == "Pod":
        return {"apiVersion": "v1", "kind": kind, "metadata": metadata, "spec": spec}
    spec = {"template": {"spec": spec}}
    return {"apiVersion": "apps/v1", "kind": kind, "metadata": metadata, "spec": spec}


def run(*command: Any, args: Any = None, image: str = "example.com/any:1") -> dict[str, Any]:
    found: dict[str, Any] = {"name": "main", "image": image}
    if command:
        found["command"] = list(command)
    if args is not None:
        found["args"] = args
    return found


def value(container: dict[str, Any], name: str) -> Any:
    return settings(pod(container))[name].value


SCRIPT = (
    'set -e; mkdir -p /var/lib/etcd; exec /usr/local/bin/kube-apiserver --profiling="false" >> /log'
)


@pytest.mark.parametrize(
    "container",
    [
        run(SERVER, "--profiling=false"),
        run("/usr/local/bin/kube-apiserver", "--profiling=false"),
        run(SERVER, args=["--profiling=false"]),
        run(args=["--profiling=false"], image="registry.example.com:5000/kube-apiserver:v1.36.2"),
        run(args=[SERVER, "--profiling=false"]),
        run("/hyperkube", "apiserver", "--profiling=false"),
        run("/hyperkube", SERVER, "--profiling=false"),
        run("/bin/sh", "-c", "kube-apiserver --v=2 --profiling=false"),
        run("/bin/sh", "-ec", SCRIPT),
        run("/go-runner", "--log-file=/var/log/a.log", "/bin/kube-apiserver", "--profiling=false"),
        run(SERVER, "--profiling=true", "--profiling=false"),
        run(SERVER, "-profiling=false"),
    ],
    ids=[
        "command",
        "path",
        "args",
        "image",
        "args only",
        "hyperkube",
        "hyperkube in full",
        "shell",
        "script",
        "runner",
        "last wins",
        "one dash",
    ],
)
def test_a_component_is_known_however_it_is_started(container: dict[str, Any]) -> None:
    assert value(container, "api_server_profiling_off") is True


@pytest.mark.parametrize(
    "container",
    [
        run("/bin/operator", args=["--kubelet-service=kube-system/kubelet", "--v=2"]),
        run(args=["--kubelet-service=kube-system/kubelet"]),
        run("/csi", "--kubelet-registration-path=/var/lib/kubelet/plugins/csi.sock"),
        run("mkdir", "-p", "/var/lib/kubelet", "--mode=0700"),
        run("kube-bench", "run", "--targets", "etcd"),
        run("/bin/sh", "-c", "systemctl restart kubelet --no-block"),
        run("pgrep", "kubelet"),
        run("etcdctl", "--endpoints=https://127.0.0.1:2379"),
        run("etcdctl", "--no-sync", "set", "/a", "b", image="example.com/etcd:3.5"),
        run("/bin/sh", "-c", "etcdctl --cert=a snapshot save b", image="example.com/etcd:3.5"),
        run("/metrics-server", "--kubelet-insecure-tls"),
        run(image="example.com/etcd:3.6"),
        run("web", "--etcd-servers=http://etcd:2379"),
    ],
    ids=[
        "flag of a service",
        "flag alone",
        "flag of a path",
        "directory",
        "target",
        "spoken of",
        "looked for",
        "client",
        "client in the image",
        "client in a script",
        "other program",
        "image alone",
        "user of etcd",
    ],
)
def test_who_only_speaks_of_a_component_is_none(container: dict[str, Any]) -> None:
    assert settings(pod(container)) == {}


def test_a_component_without_flags_has_its_defaults() -> None:
    assert value(run(SERVER), "api_server_audited") is False


@pytest.mark.parametrize("kind", ["Deployment", "DaemonSet", "StatefulSet"])
def test_workloads_are_read_like_pods(kind: str) -> None:
    assert "api_server_rbac" in settings(pod(run(SERVER, "--v=2"), kind=kind))


@pytest.mark.parametrize(
    ("flags", "name", "expected"),
    [
        ([], "api_server_anonymous_refused", False),
        ([], "api_server_authorizes", False),
        (["--authorization-mode", "Node,RBAC"], "api_server_authorizes", True),
        (["--authorization-mode=Node", "--authorization-mode=RBAC"], "api_server_rbac", True),
        ([], "service_account_lookup", True),
        ([], "admission_node_restriction", False),
        ([], "admission_pod_security", True),
        ([], "api_server_audit_days", 0),
        (["--audit-log-path=-"], "api_server_audit_days", None),
        (["--audit_log_path=/a", "--audit_log_maxage=30"], "api_server_audit_days", 30),
        (["--tls-min-version=VersionTLS13"], "api_server_strong_ciphers", True),
        (["--profiling", "false"], "api_server_profiling_off", False),
        (["--etcd-certfile=/a"], "api_server_known_to_etcd", False),
        (["--etcd-certfile=/a", "--etcd-keyfile="], "api_server_known_to_etcd", False),
    ],
)
def test_an_api_server_answers_by_flag_or_documented_default(
    flags: list[str], name: str, expected: Any
) -> None:
    found = settings(pod(run(SERVER, "--v=2", *flags)))
    assert (found[name].value if name in found else None) == expected


@pytest.mark.parametrize(
    ("container", "name"),
    [
        (run(SERVER, "--v=2", "{{ .Values.flags }}"), "api_server_rbac"),
        (run(SERVER, args="{{ .Values.args }}"), "api_server_rbac"),
        (run(SERVER, "--profiling={{ .Values.p }}"), "api_server_profiling_off"),
        (run(SERVER, "--profiling=maybe"), "api_server_profiling_off"),
        (run(SERVER, "--profiling=$(PROFILING)"), "api_server_profiling_off"),
        (run(SERVER, "--audit-log-maxage=month"), "api_server_audit_days"),
        (run(SERVER, "--authorization-config=/a.yaml"), "api_server_authorizes"),
        (run(SERVER, "--authentication-config=/a.yaml"), "api_server_anonymous_refused"),
        (run("kube-scheduler", "--config=/a.yaml"), "scheduler_profiling_off"),
        (run("kubelet", "--config=/a.yaml"), "kubelet_anonymous_refused"),
        (run("kubelet", "--config-dir=/a"), "kubelet_authorizes"),
        (run("etcd", "--config-file=/a.yaml"), "etcd_tls"),
    ],
    ids=[
        "hole",
        "args",
        "value",
        "no switch",
        "variable",
        "no number",
        "authorization file",
        "authentication file",
        "scheduler file",
        "kubelet file",
        "kubelet directory",
        "etcd file",
    ],
)
def test_what_was_not_read_is_unknown(container: dict[str, Any], name: str) -> None:
    assert isinstance(value(container, name), Unknown)


def test_a_flag_counts_beside_a_file() -> None:
    found = value(run("kubelet", "--config=/a.yaml", "--anonymous-auth=false"), HELD)
    assert found is True


HELD = "kubelet_anonymous_refused"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ([{"name": "ETCD_CLIENT_CERT_AUTH", "value": "true"}], True),
        ([{"name": "ETCD_CLIENT_CERT_AUTH", "value": True}], True),
        ([{"name": "OTHER", "value": "true"}], False),
    ],
    ids=["text", "boolean", "other"],
)
def test_etcd_takes_flags_from_its_environment(
    environment: list[dict[str, Any]], expected: bool
) -> None:
    container = {**run("etcd", "--data-dir=/a"), "env": environment}
    assert value(container, "etcd_clients_verified") is expected


def test_an_environment_from_elsewhere_is_unknown() -> None:
    source = {"secretKeyRef": {"name": "a", "key": "b"}}
    named = {"name": "ETCD_CLIENT_CERT_AUTH", "valueFrom": source}
    for more in ({"env": [named]}, {"envFrom": [{"secretRef": {"name": "a"}}]}):
        container = {**run("etcd", "--data-dir=/a"), **more}
        assert isinstance(value(container, "etcd_clients_verified"), Unknown)


def document(kind: str, group: str, **fields: Any) -> dict[str, Any]:
    return {"apiVersion": group, "kind": kind, **fields}


def kubelet(**fields: Any) -> dict[str, Any]:
    return document("KubeletConfiguration", "kubelet.config.k8s.io/v1beta1", **fields)


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        ({}, "kubelet_anonymous_refused", True),
        ({}, "kubelet_authorizes", True),
        ({}, "kubelet_read_only_port_closed", True),
        ({}, "kubelet_client_rotation", False),
        ({}, "kubelet_streams_end", True),
        ({"streamingConnectionIdleTimeout": "0s"}, "kubelet_streams_end", False),
        ({"streamingConnectionIdleTimeout": "10m"}, "kubelet_streams_end", True),
        ({"readOnlyPort": 10255}, "kubelet_read_only_port_closed", False),
        ({"authentication": {"anonymous": {"enabled": True}}}, HELD, False),
        ({"tlsCipherSuites": ["TLS_A_GCM"]}, "kubelet_strong_ciphers", True),
        ({"tlsCipherSuites": ["TLS_A_GCM", "TLS_A_RC4_B"]}, "kubelet_strong_ciphers", False),
        ({"featureGates": {"RotateKubeletServerCertificate": False}}, "kubelet_server_rotation", 0),
        ({"tlsCertFile": "/a", "tlsPrivateKeyFile": "/b"}, "kubelet_certificate", True),
    ],
)
def test_a_kubelets_document_has_defaults_of_its_own(
    fields: dict[str, Any], name: str, expected: bool
) -> None:
    assert settings(kubelet(**fields))[name].value == expected


def kubeadm(**fields: Any) -> dict[str, Any]:
    return document("ClusterConfiguration", "kubeadm.k8s.io/v1beta4", **fields)


@pytest.mark.parametrize(
    "extra",
    [
        {"authorization-mode": "AlwaysAllow"},
        [{"name": "authorization-mode", "value": "AlwaysAllow"}],
    ],
    ids=["v1beta3", "v1beta4"],
)
def test_extra_arguments_win_over_what_kubeadm_gives(extra: Any) -> None:
    found = settings(kubeadm(apiServer={"extraArgs": extra}))
    assert found["api_server_authorizes"].value is False
    assert found["api_server_rbac"].value is False


def test_kubeadm_gives_flags_by_itself() -> None:
    found = settings(kubeadm())
    for name in ("api_server_rbac", "etcd_tls", "controllers_local", "scheduler_local"):
        assert found[name].value is True
    assert found["api_server_audited"].value is False


def test_an_external_etcd_is_not_kubeadms() -> None:
    external = {"endpoints": ["https://etcd:2379"], "caFile": "/ca.crt"}
    found = settings(kubeadm(etcd={"external": external}))
    assert "etcd_tls" not in found
    assert found["api_server_verifies_etcd"].value is True
    assert found["api_server_known_to_etcd"].value is False


def test_places_are_those_of_the_flags() -> None:
    command = Seq([SERVER, "--profiling=true"], [(9, 9), (10, 10)])
    container = Map({"name": "main", "command": command}, {"command": (8, 10)})
    body = pod(container)
    body["spec"]["containers"] = Seq([container], [(7, 10)])
    body["spec"] = Map(body["spec"], {"containers": (6, 10)})
    obj = Object(Map(body, {"spec": (5, 10)}), scope="tree", file="a.yaml", lines=(1, 10))
    found = {
        fact.name: fact
        for fact in translate(obj, Context(marker=str.upper))
        if isinstance(fact, Setting)
    }
    written, unset = found["api_server_profiling_off"], found["api_server_rbac"]
    assert written.places == {"api_server_profiling_off": Place("a.yaml", 10, 10)}
    assert unset.places == {"api_server_rbac": Place("a.yaml", 7, 10)}


def test_every_setting_has_its_check() -> None:
    judged = {check.setting for check in plugin.auditor_checks()}
    asked = {rule.setting for _, rules in RULES.values() for rule in rules}
    assert asked | {"secrets_encrypted_first", "own_namespace"} <= judged


def test_documents_count_as_read() -> None:
    assert covered("kubelet.config.k8s.io", "KubeletConfiguration")
    assert covered("kubeadm.k8s.io", "ClusterConfiguration")
    assert covered("apiserver.config.k8s.io", "EncryptionConfiguration")


def test_keys_of_an_encryption_configuration_reach_no_fact() -> None:
    keys = {"keys": [{"name": "one", "secret": "c2VjcmV0IGlzIHNlY3VyZQ=="}]}
    resources = [{"resources": ["secrets"], "providers": [{"aescbc": keys}]}]
    group = "apiserver.config.k8s.io/v1"
    body = document("EncryptionConfiguration", group, resources=resources)
    found = list(translate(Object(body, scope="tree"), Context(marker=str.upper)))
    assert "c2VjcmV0IGlzIHNlY3VyZQ" not in repr(found)
    assert settings(body)["secrets_encrypted_first"].value is True


WRONG: list[Any] = [None, 3, 1.5, True, "a b", "{{ x }}", [], {}, [[]], [{"a": 1}], ["'"], {"": []}]
SAMPLES = (
    pod({**run(SERVER, "--v=2", args=["--profiling"]), "env": [{"name": "A", "value": "b"}]}),
    pod({**run("etcd", "--data-dir=/a"), "env": [{"name": "ETCD_AUTO_TLS", "value": "true"}]}),
    kubelet(
        authentication={"anonymous": {"enabled": True}},
        tlsCipherSuites=["TLS_A"],
        featureGates={"A": True},
    ),
    kubeadm(apiServer={"extraArgs": [{"name": "profiling", "value": "false"}]}),
    kubeadm(etcd={"external": {"caFile": "/a"}}, scheduler={"extraArgs": {"profiling": "false"}}),
    document(
        "EncryptionConfiguration",
        "apiserver.config.k8s.io/v1",
        resources=[{"resources": ["secrets"], "providers": [{"identity": {}}]}],
    ),
)


def paths(node: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, below in pairs:
        yield (*above, key)
        if isinstance(below, dict | list):
            yield from paths(below, (*above, key))


@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_wrong_forms_anywhere_never_raise(number: int) -> None:
    sample = SAMPLES[number]
    for path in paths(sample):
        for wrong in WRONG:
            body = copy.deepcopy(sample)
            below: Any = body
            for key in path[:-1]:
                below = below[key]
            below[path[-1]] = copy.deepcopy(wrong)
            for fact in settings(body).values():
                assert isinstance(fact.value, bool | int | Unknown), path


def test_a_huge_script_is_left_alone() -> None:
    assert settings(pod(run("/bin/sh", "-c", "kube-apiserver --a=b " * 100_000))) == {}
