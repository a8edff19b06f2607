"""Containers as facts: what is written, and what holds in effect."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Literal

from auditor.facts import (
    Container,
    EnvironmentVariable,
    Mount,
    Place,
    Port,
    Probe,
    SelinuxOptions,
    Unknown,
)
from auditor_objects import pod_secrets
from auditor_objects.images import image_of
from auditor_objects.model import Node
from auditor_objects.pods import Pod
from auditor_objects.quantities import quantity

Role = Literal["main", "init", "sidecar", "ephemeral"]
_Source = Literal["secret", "configuration"]

_LISTINGS: tuple[tuple[str, Role | None], ...] = (
    ("containers", "main"),
    ("initContainers", None),
    ("ephemeralContainers", "ephemeral"),
)
_SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod"
_SECCOMP = "container.seccomp.security.alpha.kubernetes.io/"
_APPARMOR = "container.apparmor.security.beta.kubernetes.io/"
_LEGACY = {
    "runtime/default": "RuntimeDefault",
    "docker/default": "RuntimeDefault",
    "unconfined": "Unconfined",
}


class Places:
    """Collects where fields are written, by the names that verdicts use."""

    def __init__(self) -> None:
        self.found: dict[str, Place] = {}

    def note(self, name: str, node: Node) -> Node:
        """Note the place of a field that is written; return the node."""
        if node.value is not None:
            place = node.place
            if place is not None:
                self.found[name] = place
        return node


def containers(pod: Pod, places: Places) -> tuple[Container, ...] | Unknown:
    """Read all containers of a pod."""
    listed = pod.spec.get("containers")
    if listed and not isinstance(listed.value, list):
        return listed.wrong("a list")
    return tuple(
        _container(node, role or _kind_of_init(node), listing, pod, places)
        for listing, role in _LISTINGS
        for node in pod.spec.get(listing).items()
    )


def _kind_of_init(node: Node) -> Role:
    return "sidecar" if node.get("restartPolicy").known() == "Always" else "init"


def _container(node: Node, role: Role, listing: str, pod: Pod, places: Places) -> Container:
    name = node.get("name").known()
    at = f"{listing}[{name or node.key.strip('[]')}]"
    places.note(at, node)
    own, common = node.get("securityContext"), pod.spec.get("securityContext")
    places.note(f"{at}.context", own)

    def effective(field: str, *keys: str) -> Node:
        """Return what the container says, else what the pod says."""
        mine = own.get(*keys)
        return places.note(f"{at}.{field}", mine if mine else common.get(*keys))

    privileged = places.note(f"{at}.privileged", own.get("privileged")).flag() or False
    capabilities = own.get("capabilities")
    added = _capabilities(places.note(f"{at}.added", capabilities.get("add")))
    dropped = _capabilities(places.note(f"{at}.dropped", capabilities.get("drop")))
    escalation = places.note(f"{at}.escalation", own.get("allowPrivilegeEscalation")).flag()
    windows = effective("host_process", "windowsOptions", "hostProcess").flag()
    resources, pods = node.get("resources"), pod.spec.get("resources")
    limits, requests = resources.get("limits"), resources.get("requests")
    shared_limits, shared_requests = pods.get("limits"), pods.get("requests")
    annotations = pod.metadata.get("annotations")
    amounts: dict[str, Any] = {}
    copied = []
    for resource in ("cpu", "memory"):
        limit = places.note(f"{at}.{resource}_limit", limits.get(resource))
        request = places.note(f"{at}.{resource}_request", requests.get(resource))
        amounts[f"{resource}_limit"] = _first(limit, shared_limits.get(resource))
        shared = shared_requests.get(resource)
        amounts[f"{resource}_request"] = _first(request, limit, shared)
        if limit and not (request or shared):
            copied.append(resource)
    places.note(f"{at}.image", node.get("image"))
    places.note(f"{at}.resources", resources)
    return Container(
        name=name,
        role=role,
        at=at,
        image=image_of(node),
        pull_policy=places.note(f"{at}.pull_policy", node.get("imagePullPolicy")).text(),
        context=_present(own),
        privileged=privileged,
        escalation=True if escalation is None else escalation,
        read_only_root=places.note(f"{at}.read_only_root", own.get("readOnlyRootFilesystem")).flag()
        or False,
        user=effective("user", "runAsUser").number(),
        group=effective("group", "runAsGroup").number(),
        non_root=effective("non_root", "runAsNonRoot").flag(),
        added=added,
        dropped=dropped,
        seccomp=_profile(
            effective("seccomp", "seccompProfile", "type"),
            annotations.get(_SECCOMP + name),
            annotations.get(_SECCOMP_POD),
        ),
        apparmor=_profile(
            effective("apparmor", "appArmorProfile", "type"),
            annotations.get(_APPARMOR + name),
        ),
        selinux=_selinux(effective("selinux", "seLinuxOptions")),
        proc_mount=places.note(f"{at}.proc_mount", own.get("procMount")).text(),
        host_process=windows or False,
        ports=tuple(_ports(node, at, places)),
        environment=tuple(_environment(node, at, places)),
        mounts=tuple(_mounts(node, at, places)),
        liveness=_probe(places.note(f"{at}.liveness", node.get("livenessProbe"))),
        readiness=_probe(places.note(f"{at}.readiness", node.get("readinessProbe"))),
        startup=_probe(places.note(f"{at}.startup", node.get("startupProbe"))),
        copied_requests=tuple(copied),
        storage_limit=quantity(limits.get("ephemeral-storage")),
        pre_stop=bool(node.get("lifecycle", "preStop")),
        **amounts,
    )


def _present(context: Node) -> bool | Unknown:
    """Say whether a security context says anything."""
    if context and not isinstance(context.value, dict):
        return context.wrong("a security context")
    return bool(context.value)


def _first(*nodes: Node) -> float | Unknown | None:
    for node in nodes:
        found = quantity(node)
        if found is not None:
            return found
    return None


def _capabilities(node: Node) -> tuple[str | Unknown, ...] | Unknown:
    if node and not isinstance(node.value, list):
        return node.wrong("a list")
    return tuple(
        name if isinstance(name, Unknown) else name.upper().removeprefix("CAP_")
        for name in node.texts()
    )


def _profile(written: Node, *annotations: Node) -> str | Unknown | None:
    found = written.text()
    if found is not None:
        return found
    for node in annotations:
        value = node.text()
        if isinstance(value, str):
            return "Localhost" if value.startswith("localhost/") else _LEGACY.get(value, value)
        if value is not None:
            return value
    return None


def _selinux(node: Node) -> SelinuxOptions | None:
    if not node:
        return None
    parts: dict[str, str | Unknown] = {}
    for key in ("type", "user", "role"):
        value = node.get(key).text()
        if value is not None:
            parts[key] = value
    return SelinuxOptions(**parts)


def _ports(node: Node, at: str, places: Places) -> Iterator[Port]:
    for item in node.get("ports").items():
        number = item.get("containerPort").number()
        host = item.get("hostPort")
        if number is None:
            number = item.get("containerPort").wrong("a port")
        places.note(f"{at}.ports[{number}]", host if host else item)
        yield Port(
            number=number,
            name=item.get("name").known(),
            host_port=host.number(),
            protocol=item.get("protocol").known("TCP"),
        )


def _environment(node: Node, at: str, places: Places) -> Iterator[EnvironmentVariable]:
    for item in node.get("env").items():
        name = item.get("name").known()
        places.note(f"{at}.environment[{name}]", item)
        yield _variable(name, item)
    for item in node.get("envFrom").items():
        references: tuple[tuple[_Source, Node], ...] = (
            ("secret", pod_secrets.of_source(item)),
            ("configuration", item.get("configMapRef")),
        )
        for source, reference in references:
            if reference:
                places.note(f"{at}.environment[{reference.get('name').known()}]", item)
                yield _from("", source, reference)


def _variable(name: str, item: Node) -> EnvironmentVariable:
    origin = item.get("valueFrom")
    if not origin:
        return EnvironmentVariable(name=name, source="literal")
    secret = pod_secrets.of_variable(item)
    if secret:
        return _from(name, "secret", secret)
    configuration = origin.get("configMapKeyRef")
    if configuration:
        return _from(name, "configuration", configuration)
    known = origin.get("fieldRef") or origin.get("resourceFieldRef")
    return EnvironmentVariable(name=name, source="field" if known else "unknown")


def _from(name: str, source: _Source, reference: Node) -> EnvironmentVariable:
    return EnvironmentVariable(
        name=name,
        source=source,
        reference=reference.get("name").known(),
        optional=reference.get("optional").flag() is True,
    )


def _mounts(node: Node, at: str, places: Places) -> Iterator[Mount]:
    for item in node.get("volumeMounts").items():
        volume = item.get("name").known()
        places.note(f"{at}.mounts[{volume}]", item)
        yield Mount(
            volume=volume,
            path=item.get("mountPath").known(),
            read_only=item.get("readOnly").flag() or False,
        )


def _probe(node: Node) -> Probe | None:
    if not node or node.value == {}:
        return None
    if not isinstance(node.value, dict):
        return Probe(form=node.wrong("a probe"))
    form: Literal["http", "tcp", "command", "grpc"] | Unknown
    action = port = ""
    if node.get("httpGet"):
        form, get = "http", node.get("httpGet")
        port = get.get("port").known()
        action = f"{get.get('path').known('/')} {port}"
    elif node.get("tcpSocket"):
        form, port = "tcp", node.get("tcpSocket", "port").known()
        action = port
    elif node.get("grpc"):
        form, port = "grpc", node.get("grpc", "port").known()
        action = f"{node.get('grpc', 'service').known()} {port}"
    elif node.get("exec"):
        form = "command"
        words = repr([item.value for item in node.get("exec", "command").items()])
        action = hashlib.sha256(words.encode()).hexdigest()[:16]
    else:
        form = Unknown(f"{node.path} says not how to probe")
    times: dict[str, int | Unknown] = {}
    for key, field in (
        ("initialDelaySeconds", "initial_delay_seconds"),
        ("periodSeconds", "period_seconds"),
        ("timeoutSeconds", "timeout_seconds"),
        ("failureThreshold", "failure_threshold"),
    ):
        value = node.get(key).number()
        if value is not None:
            times[field] = value
    return Probe(form=form, detail=action, port=port, **times)
