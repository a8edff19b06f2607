"""Which controls of the Pod Security Standards a pod breaks."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.facts import Unknown, Workload
from auditor_checks.workloads._host_paths import holds_socket, is_socket, sensitive
from auditor_checks.workloads._pod_security import LATEST, Level, violations
from auditor_objects.model import Object
from auditor_objects.translate import Context, translate

SOUND = {
    "runAsNonRoot": True,
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}


def pod(context: dict[str, Any] | None = None, **spec: Any) -> Workload:
    """Return a pod whose only container has ``context``; it keeps to restricted otherwise."""
    container = {"name": "web", "ports": spec.pop("ports", []), "securityContext": context or {}}
    body = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "web", "annotations": spec.pop("annotations", {})},
        "spec": {"containers": [container], **spec},
    }
    found = translate(Object(body, scope="estate"), Context(marker=str.upper))
    (workload,) = (fact for fact in found if isinstance(fact, Workload))
    return workload


def broken(workload: Workload, level: Level, minor: int = LATEST) -> set[str]:
    return {violation.control for violation in violations(workload, level, minor)}


BASELINE: list[tuple[str, Workload]] = [
    ("HostProcess", pod({"windowsOptions": {"hostProcess": True}})),
    ("HostProcess", pod(securityContext={"windowsOptions": {"hostProcess": True}})),
    ("host namespaces", pod(hostNetwork=True)),
    ("host namespaces", pod(hostPID=True)),
    ("host namespaces", pod(hostIPC=True)),
    ("privileged containers", pod({"privileged": True})),
    ("capabilities", pod({"capabilities": {"add": ["NET_RAW"]}})),
    ("host paths", pod(volumes=[{"name": "a", "hostPath": {"path": "/a"}}])),
    ("host ports", pod(ports=[{"containerPort": 80, "hostPort": 80}])),
    ("AppArmor", pod({"appArmorProfile": {"type": "Unconfined"}})),
    (
        "AppArmor",
        pod(annotations={"container.apparmor.security.beta.kubernetes.io/web": "unconfined"}),
    ),
    ("SELinux", pod({"seLinuxOptions": {"type": "spc_t"}})),
    ("SELinux", pod(securityContext={"seLinuxOptions": {"user": "root"}})),
    ("proc mount", pod({"procMount": "Unmasked"})),
    ("seccomp", pod({"seccompProfile": {"type": "Unconfined"}})),
    ("sysctls", pod(securityContext={"sysctls": [{"name": "kernel.sem", "value": "1"}]})),
]


@pytest.mark.parametrize(("control", "workload"), BASELINE)
def test_baseline_forbids_ways_to_the_node(control: str, workload: Workload) -> None:
    assert broken(workload, "baseline") == {control}


@pytest.mark.parametrize(
    "workload",
    [
        pod(),
        pod({"runAsUser": 0, "capabilities": {"add": ["CHOWN", "NET_BIND_SERVICE"]}}),
        pod(ports=[{"containerPort": 80, "hostPort": 0}]),
        pod({"appArmorProfile": {"type": "Localhost", "localhostProfile": "a"}}),
        pod({"seLinuxOptions": {"type": "container_t", "level": "s0"}}),
        pod(volumes=[{"name": "a", "nfs": {"server": "a", "path": "/"}}]),
    ],
    ids=["nothing said", "root", "port 0", "AppArmor", "SELinux", "nfs"],
)
def test_baseline_lets_ordinary_pods_in(workload: Workload) -> None:
    assert broken(workload, "baseline") == set()


RESTRICTED: list[tuple[set[str], Workload]] = [
    (set(), pod(SOUND)),
    ({"running as non-root"}, pod({**SOUND, "runAsNonRoot": False})),
    ({"running as non-root user"}, pod({**SOUND, "runAsUser": 0})),
    ({"privilege escalation"}, pod({**SOUND, "allowPrivilegeEscalation": True})),
    ({"capabilities"}, pod({**SOUND, "capabilities": {"drop": ["NET_RAW"]}})),
    ({"capabilities"}, pod({**SOUND, "capabilities": {"drop": ["ALL"], "add": ["CHOWN"]}})),
    (set(), pod({**SOUND, "capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}})),
    ({"seccomp"}, pod({**SOUND, "seccompProfile": None})),
    ({"volume types"}, pod(SOUND, volumes=[{"name": "a", "nfs": {"server": "a", "path": "/"}}])),
    ({"volume types"}, pod(SOUND, volumes=[{"name": "a", "hostPath": {"path": "/a"}}])),
    (set(), pod(SOUND, volumes=[{"name": "a", "emptyDir": {}}, {"name": "b", "csi": {}}])),
    ({"privileged containers"}, pod({**SOUND, "privileged": True})),
    (set(), pod({"runAsNonRoot": True}, os={"name": "windows"})),
    ({"running as non-root"}, pod(os={"name": "windows"})),
    (set(), pod({**SOUND, "runAsNonRoot": False, "procMount": "Unmasked"}, hostUsers=False)),
]


@pytest.mark.parametrize(("controls", "workload"), RESTRICTED)
def test_restricted_asks_for_more(controls: set[str], workload: Workload) -> None:
    assert broken(workload, "restricted") == controls


@pytest.mark.parametrize(
    ("minor", "workload"),
    [
        (26, pod(securityContext={"sysctls": [{"name": "net.ipv4.ip_local_reserved_ports"}]})),
        (31, pod(securityContext={"sysctls": [{"name": "net.ipv4.tcp_rmem"}]})),
        (30, pod({"seLinuxOptions": {"type": "container_engine_t"}})),
        (33, pod({"procMount": "Unmasked"}, hostUsers=False)),
    ],
    ids=["reserved ports", "buffers", "engine", "user namespace"],
)
def test_newer_versions_allow_more(minor: int, workload: Workload) -> None:
    assert len(broken(workload, "baseline", minor)) == 1
    assert broken(workload, "baseline", minor + 1) == set()


@pytest.mark.parametrize(
    "workload",
    [
        pod({"privileged": "{{ .Values.p }}"}),
        pod({"capabilities": {"add": ["{{ .Values.c }}"]}}),
        pod(hostPID="{{ .Values.p }}"),
        pod(volumes="{{ .Values.v }}"),
        pod(containers="{{ .Values.c }}"),
    ],
    ids=["privileged", "capability", "host", "volumes", "containers"],
)
def test_what_is_not_known_may_break_a_control(workload: Workload) -> None:
    (violation,) = violations(workload, "baseline")
    assert isinstance(violation.question.fault, Unknown)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", True),
        ("", True),
        ("//etc", True),
        ("/etc/ssl/private/", True),
        ("//etc/ssl/certs/", False),
        ("/srv/../root", True),
        ("/var/lib/kubelet/pods", True),
        ("/var/lib", True),
        ("/var/lib/web", False),
        ("/opt/web", False),
        ("/etcetera", False),
        ("relative/etc", False),
    ],
)
def test_sensitive_directories_are_known_in_any_spelling(path: str, expected: bool) -> None:
    assert sensitive(path) is expected


@pytest.mark.parametrize(
    ("path", "socket", "holds"),
    [
        ("/var/run/docker.sock", True, False),
        ("/run/k3s/containerd/containerd.sock", True, False),
        ("/run/crio/crio.sock/", True, False),
        ("/var/run/", False, True),
        ("/run/containerd", False, True),
        ("/", False, True),
        ("/var/run/secrets", False, False),
        ("/srv/app.sock", False, False),
    ],
)
def test_sockets_of_runtimes_are_known(path: str, socket: bool, holds: bool) -> None:
    assert (is_socket(path), holds_socket(path)) == (socket, holds)
