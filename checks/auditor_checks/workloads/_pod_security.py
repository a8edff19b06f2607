"""The controls of the Pod Security Standards, as questions about pods and containers.

Source: Kubernetes documentation, Pod Security Standards. Hosts named by probes and lifecycle
hooks, which newer versions of the level baseline forbid, are not part of the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from msgspec.structs import replace

from auditor.answers import Answer, all_of, any_of, negate
from auditor.facts import Container, Unknown, Workload
from auditor_checks import _data
from auditor_checks.workloads._questions import Question, of_container

Level: TypeAlias = Literal["baseline", "restricted"]

LATEST = 10_000
"""Stands for the newest minor version of Kubernetes 1.x."""
_RELAXED_SINCE = 34
"""From this minor version on, pods with user namespaces of their own may be root in them."""


class Violation(NamedTuple):
    """A control that a workload breaks, or may break when ``question.fault`` is Unknown."""

    control: str
    question: Question


def violations(workload: Workload, level: Level, minor: int = LATEST) -> Iterator[Violation]:
    """Yield every control of a level that a workload breaks or may break.

    ``minor`` is the version of the standards: 29 for ``v1.29``.
    """
    for control, question in _asked(workload, level, minor):
        if isinstance(question.fault, Unknown) or question.fault:
            yield Violation(control, question)


def _asked(workload: Workload, level: Level, minor: int) -> Iterator[tuple[str, Question]]:
    shared: Answer = minor < _RELAXED_SINCE or workload.host_users
    restricted = level == "restricted"
    for question in host_namespaces(workload):
        yield "host namespaces", question
    if not workload.windows:
        for question in sysctls(workload, minor):
            yield "sysctls", question
    for question in volume_types(workload) if restricted else host_paths(workload):
        yield ("volume types" if restricted else "host paths"), question
    if isinstance(workload.containers, Unknown):
        yield "containers", Question(workload.containers, "containers", "", "")
        return
    for container in workload.containers:
        for control, ask in _container_controls(restricted, workload.windows, minor):
            for question in ask(container):
                yield control, of_container(workload, container, question)
        for control, ask in _ROOT_CONTROLS if restricted else _ROOT_CONTROLS[:1]:
            for question in ask(container):
                limited = replace(question, fault=all_of((question.fault, shared)))
                yield control, of_container(workload, container, limited)


_Ask: TypeAlias = Callable[[Container], Iterable[Question]]


def _container_controls(restricted: bool, windows: bool, minor: int) -> Iterator[tuple[str, _Ask]]:
    yield "HostProcess", host_process
    yield "privileged containers", privileged
    yield "host ports", host_ports
    yield "AppArmor", apparmor
    yield "SELinux", lambda container: selinux(container, minor)
    if not restricted or windows:
        yield "capabilities", lambda container: added(container, "baseline")
        yield "seccomp", seccomp_unconfined
        return
    yield "capabilities", lambda container: added(container, "restricted")
    yield "capabilities", capabilities_kept
    yield "privilege escalation", escalation
    yield "seccomp", seccomp_missing


def host_namespaces(workload: Workload) -> Iterator[Question]:
    """Ask for the host's namespaces."""
    for fault, at, name in (
        (workload.host_network, "host_network", "network"),
        (workload.host_pid, "host_pid", "processes"),
        (workload.host_ipc, "host_ipc", "interprocess communication"),
    ):
        yield Question(fault, at, f"shares the host's {name}", f"keeps its {name} to itself")


def sysctls(workload: Workload, minor: int = LATEST) -> Iterator[Question]:
    """Ask for kernel settings outside the safe ones."""
    safe = _data.load("pod_security")["sysctls"]
    found: list[Question] = []
    for name in workload.sysctls:
        if isinstance(name, Unknown):
            found.append(Question(name, "sysctls", "", ""))
        elif safe.get(name.replace("/", "."), LATEST + 1) > minor:
            found.append(
                Question(True, f"sysctls[{name}]", f"changes the kernel setting {name}", "")
            )
    yield from found or [Question(False, "sysctls", "", "changes no unsafe kernel setting")]


def host_paths(workload: Workload) -> Iterator[Question]:
    """Ask for directories of the host."""
    if isinstance(workload.volumes, Unknown):
        yield Question(workload.volumes, "volumes", "", "")
        return
    for volume in workload.volumes:
        if volume.form == "hostPath":
            path = volume.source if isinstance(volume.source, str) else "a path that is not known"
            bad = f"volume {volume.name} is {path} of the host"
            yield Question(True, f"volumes[{volume.name}]", bad, "")


def volume_types(workload: Workload) -> Iterator[Question]:
    """Ask for types of volumes that the level restricted does not have."""
    if isinstance(workload.volumes, Unknown):
        yield Question(workload.volumes, "volumes", "", "")
        return
    allowed = _data.load("pod_security")["restricted_volumes"]
    for volume in workload.volumes:
        if volume.form not in allowed:
            bad = f"volume {volume.name} is of the type {volume.form or 'that is not known'}"
            yield Question(True, f"volumes[{volume.name}]", bad, "")


def host_process(container: Container) -> Iterator[Question]:
    """Ask whether it is a process of a Windows host."""
    bad, good = "is a process of the Windows host", "is no process of a Windows host"
    yield Question(container.host_process, "host_process", bad, good)


def privileged(container: Container) -> Iterator[Question]:
    """Ask whether it has all rights."""
    yield Question(container.privileged, "privileged", "runs privileged", "is not privileged")


def host_ports(container: Container) -> Iterator[Question]:
    """Ask for ports of the host, one question for each port of the container."""
    found: dict[str, Question] = {}
    for port in container.ports:
        if port.host_port:
            at = f"ports[{_number(port.number)}]"
            fault = port.host_port if isinstance(port.host_port, Unknown) else True
            bad = f"takes port {port.host_port} of its node"
            found.setdefault(at, Question(fault, at, bad, ""))
    yield from found.values() or [Question(False, "ports", "", "takes no port of its node")]


def _number(port: int | Unknown) -> str:
    return "?" if isinstance(port, Unknown) else str(port)


def apparmor(container: Container) -> Iterator[Question]:
    """Ask whether the runtime's AppArmor profile is taken away."""
    profile = container.apparmor
    good = "keeps the runtime's AppArmor profile or has one of its own"
    if isinstance(profile, Unknown):
        yield Question(profile, "apparmor", "", good)
    else:
        fault = profile not in (None, "", "RuntimeDefault", "Localhost")
        yield Question(fault, "apparmor", f"has the AppArmor profile {profile}", good)


def selinux(container: Container, minor: int = LATEST) -> Iterator[Question]:
    """Ask for SELinux labels that are not those of containers."""
    good = "has the SELinux label of a container"
    options = container.selinux
    if options is None:
        yield Question(False, "selinux", "", good)
        return
    types = _data.load("pod_security")["selinux_types"]
    if isinstance(options.type, Unknown):
        custom: Answer = options.type
    else:
        custom = bool(options.type) and types.get(options.type, LATEST + 1) > minor
    parts: tuple[Answer, ...] = (custom, _written(options.user), _written(options.role))
    labels = (("type", options.type), ("user", options.user), ("role", options.role))
    named = ", ".join(f"{key} {value}" for key, value in labels if value and isinstance(value, str))
    yield Question(any_of(parts), "selinux", f"asks for the SELinux {named}", good)


def _written(value: str | Unknown) -> Answer:
    return value if isinstance(value, Unknown) else bool(value)


def proc_mount(container: Container) -> Iterator[Question]:
    """Ask whether ``/proc`` is shown whole."""
    kind = container.proc_mount
    fault: Answer = kind if isinstance(kind, Unknown) else kind not in (None, "", "Default")
    yield Question(fault, "proc_mount", "sees all of /proc", "sees /proc masked")


def seccomp_unconfined(container: Container) -> Iterator[Question]:
    """Ask whether system calls are set free by name."""
    yield from _seccomp(container, (None, "", "RuntimeDefault", "Localhost"))


def seccomp_missing(container: Container) -> Iterator[Question]:
    """Ask whether no profile limits system calls."""
    yield from _seccomp(container, ("RuntimeDefault", "Localhost"))


def _seccomp(container: Container, allowed: tuple[str | None, ...]) -> Iterator[Question]:
    profile = container.seccomp
    fault: Answer = profile if isinstance(profile, Unknown) else profile not in allowed
    bad = f"has the seccomp profile {profile}" if profile else "has no seccomp profile"
    yield Question(fault, "seccomp", bad, "has its system calls filtered")


def escalation(container: Container) -> Iterator[Question]:
    """Ask whether processes may gain rights."""
    bad, good = "may gain rights that it was not started with", "cannot gain rights"
    yield Question(container.escalation, "escalation", bad, good)


def non_root_demanded(container: Container) -> Iterator[Question]:
    """Ask whether ``runAsNonRoot`` is missing, as the level restricted has it."""
    demanded = container.non_root if container.non_root is not None else False
    bad, good = "does not demand runAsNonRoot", "demands runAsNonRoot"
    yield Question(negate(demanded), "non_root", bad, good)


def root_user(container: Container) -> Iterator[Question]:
    """Ask whether the user is root by number."""
    user = container.user
    fault: Answer = user if isinstance(user, Unknown) else user == 0
    yield Question(fault, "user", "runs as user 0", "names no user 0")


_ROOT_CONTROLS: tuple[tuple[str, _Ask], ...] = (
    ("proc mount", proc_mount),
    ("running as non-root", non_root_demanded),
    ("running as non-root user", root_user),
)
"""Those that do not hold for pods with user namespaces of their own; baseline has the first."""


def added(container: Container, level: Level) -> Iterator[Question]:
    """Ask for capabilities that a level does not allow to be added."""
    good = "adds no capability beyond those allowed"
    allowed = _data.load("pod_security")[f"{level}_capabilities"]
    extra = beyond(container, allowed)
    names = ", ".join(extra) if isinstance(extra, tuple) else ""
    fault: Answer = bool(extra) if isinstance(extra, tuple) else extra
    yield Question(fault, "added", f"is given {names}", good)


def beyond(container: Container, allowed: Iterable[str]) -> tuple[str, ...] | Unknown:
    """Return the capabilities that are added to the allowed ones, sorted.

    What is known to be too much is returned even if others could not be read.
    """
    if isinstance(container.added, Unknown):
        return container.added
    known = {name for name in container.added if isinstance(name, str)} - {*allowed}
    holes = [name for name in container.added if isinstance(name, Unknown)]
    return tuple(sorted(known)) if known or not holes else holes[0]


def capabilities_kept(container: Container) -> Iterator[Question]:
    """Ask whether not all capabilities are dropped."""
    yield Question(
        negate(drops(container, "ALL")),
        "dropped",
        "keeps capabilities that it does not name",
        "drops all capabilities",
    )


def drops(container: Container, *names: str) -> Answer:
    """Say whether one of these capabilities is dropped."""
    if isinstance(container.dropped, Unknown):
        return container.dropped
    return any_of(
        name if isinstance(name, Unknown) else name in names for name in container.dropped
    )


def may_be_root(container: Container) -> Answer:
    """Say whether nothing keeps it from running as root."""
    user = container.user
    other: Answer = user if isinstance(user, Unknown) else user is not None and user > 0
    demanded: Answer = False if container.non_root is None else container.non_root
    return all_of((negate(demanded), negate(other)))
