"""Workloads: pods, what makes them, what keeps them available and what they store."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from auditor.facts._model import Unknown
from auditor.facts.cluster import ClusterFact, Selector


class EnvironmentVariable(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A variable of a container; never its value."""

    name: str
    source: Literal["literal", "secret", "configuration", "field", "unknown"]
    reference: str = ""
    """Name of the Secret or ConfigMap it is read from."""
    optional: bool = False


class Mount(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A volume as a container sees it."""

    volume: str
    path: str = ""
    read_only: bool | Unknown = False


class Probe(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a container is asked whether it is well; times in seconds."""

    form: Literal["http", "tcp", "command", "grpc"] | Unknown
    detail: str = ""
    """Path and port, or a digest of the command: equal for equal probes."""
    port: str = ""
    """Number or name of the port that is asked."""
    initial_delay_seconds: int | Unknown = 0
    period_seconds: int | Unknown = 10
    timeout_seconds: int | Unknown = 1
    failure_threshold: int | Unknown = 3


class Port(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A port of a container."""

    number: int | Unknown
    name: str = ""
    host_port: int | Unknown | None = None
    protocol: str = "TCP"


class SelinuxOptions(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """SELinux labels that are asked for; empty parts are not set."""

    type: str | Unknown = ""
    user: str | Unknown = ""
    role: str | Unknown = ""


class Container(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One container, with what holds in effect: its own security context, else the pod's.

    None means that neither says anything and the API has no default that decides it.
    ``at`` names it within its workload (``containers[web]``); the place of a field is found
    under ``at.field``.
    """

    name: str
    role: Literal["main", "init", "sidecar", "ephemeral"]
    at: str
    image: str | Unknown | None = None
    pull_policy: str | Unknown | None = None
    """As written; None when left to the default (Always for ``latest`` or no tag)."""
    context: bool | Unknown = False
    """Whether the container has a security context of its own."""
    privileged: bool | Unknown = False
    escalation: bool | Unknown = True
    """Whether it may gain more rights than its parent (allowPrivilegeEscalation; true unless
    written)."""
    read_only_root: bool | Unknown = False
    user: int | Unknown | None = None
    group: int | Unknown | None = None
    non_root: bool | Unknown | None = None
    """Whether runAsNonRoot holds."""
    added: tuple[str | Unknown, ...] | Unknown = ()
    """Capabilities without ``CAP_``, in upper case."""
    dropped: tuple[str | Unknown, ...] | Unknown = ()
    seccomp: str | Unknown | None = None
    """``RuntimeDefault``, ``Localhost`` or ``Unconfined``; legacy annotations are read too."""
    apparmor: str | Unknown | None = None
    """As ``seccomp``."""
    selinux: SelinuxOptions | None = None
    proc_mount: str | Unknown | None = None
    host_process: bool | Unknown = False
    """Whether it runs as a process of a Windows host."""
    ports: tuple[Port, ...] = ()
    environment: tuple[EnvironmentVariable, ...] = ()
    """``envFrom`` gives one for each source, with an empty name."""
    mounts: tuple[Mount, ...] = ()
    liveness: Probe | None = None
    readiness: Probe | None = None
    startup: Probe | None = None
    cpu_request: float | Unknown | None = None
    """Cores. A limit without a request is also the request, as the API has it."""
    cpu_limit: float | Unknown | None = None
    memory_request: float | Unknown | None = None
    """Bytes; see ``cpu_request``."""
    copied_requests: tuple[str, ...] = ()
    """Resources (``cpu``, ``memory``) whose request is the limit's copy: nobody wrote it."""
    memory_limit: float | Unknown | None = None
    storage_limit: float | Unknown | None = None
    """Bytes of ephemeral storage."""
    pre_stop: bool = False
    """Whether something runs before it is stopped."""


class Volume(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A volume of a pod."""

    name: str
    form: str
    """The API's word: ``hostPath``, ``secret``, ``configMap``, ``emptyDir``, ``projected``,
    ``persistentVolumeClaim``, ``csi`` …; empty when it cannot be told."""
    source: str | Unknown = ""
    """Path on the host, or name of the Secret, ConfigMap or claim."""
    read_only: bool | Unknown = False
    secrets: tuple[str, ...] = ()
    """Names of Secrets it brings in, also within ``projected`` and ``csi``."""
    token: bool = False
    """Whether it brings in a service account token by itself (projected)."""


class RunningImage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An image that pods of a workload run, as the node resolved it."""

    container: str
    image: str
    digest: str
    """``sha256:…``; empty when the node gives none."""
    pods: int = 1


class Workload(ClusterFact, frozen=True, kw_only=True):
    """Pods, or what makes them. ``origin.kind`` is the kind: ``Deployment``, ``CronJob``, ``Pod``.

    The pods of a listed owner are part of the owner's fact: see ``running``.
    """

    pod_labels: dict[str, str | Unknown] = {}
    pod_annotations: tuple[str, ...] = ()
    selector: Selector | None = None
    containers: tuple[Container, ...] | Unknown
    volumes: tuple[Volume, ...] | Unknown = ()
    context: bool | Unknown = False
    """Whether the pod has a security context."""
    windows: bool = False
    """Whether its pods are for Windows nodes (spec.os)."""
    host_network: bool | Unknown = False
    host_pid: bool | Unknown = False
    host_ipc: bool | Unknown = False
    host_users: bool | Unknown = True
    """Whether it shares the host's user namespace (hostUsers; true unless written)."""
    share_processes: bool | Unknown = False
    service_account: str | Unknown | None = None
    """As written; None means ``default``."""
    mounts_token: bool | Unknown | None = None
    """automountServiceAccountToken of the pod; None leaves it to the service account."""
    sysctls: tuple[str | Unknown, ...] = ()
    fs_group: int | Unknown | None = None
    supplemental_groups: tuple[int | Unknown, ...] = ()
    run_as_group: int | Unknown | None = None
    """Of the pod's security context."""
    priority_class: str | Unknown | None = None
    pull_secrets: tuple[str | Unknown, ...] = ()
    node_name: str = ""
    anti_affinity: bool | Unknown = False
    """Whether pod anti-affinity keeps its pods apart from each other, or tries to."""
    spread: bool | Unknown = False
    """Whether topology spread constraints count its pods."""
    grace_seconds: int | Unknown = 30
    restart_policy: str | Unknown = "Always"
    replicas: int | Unknown | None = None
    """As written, 1 where the API has that default; None where the question does not arise."""
    replicas_written: bool = False
    ready: int | None = None
    """Pods that are ready, where it runs."""
    unavailable_since: datetime | None = None
    """Since when it is reported not available."""
    stale: bool | None = None
    """Whether its controller has not yet seen the latest change."""
    strategy: str | Unknown | None = None
    """``RollingUpdate``, ``Recreate``, ``OnDelete``; as written."""
    max_unavailable: str | Unknown | None = None
    """Number or share (``25%``), as written."""
    claims: int = 0
    """Volume claim templates of a stateful set."""
    governing_service: str | Unknown = ""
    """Service that names the pods of a stateful set; empty where none is written."""
    schedule: str | Unknown | None = None
    concurrency: str | Unknown | None = None
    """Of a cron job: ``Allow``, ``Forbid``, ``Replace``; as written."""
    starting_deadline_seconds: int | Unknown | None = None
    active_deadline_seconds: int | Unknown | None = None
    ttl_seconds: int | Unknown | None = None
    suspended: bool | Unknown = False
    static: bool = False
    """Whether a node runs it from a file of its own (a control plane's parts)."""
    running: tuple[RunningImage, ...] = ()
    restarts: int | None = None
    """Most restarts of one container among its pods."""


class DisruptionBudget(ClusterFact, frozen=True, kw_only=True):
    """How many pods may be evicted at once; numbers or shares as written."""

    selector: Selector | None = None
    min_available: str | Unknown | None = None
    max_unavailable: str | Unknown | None = None
    allowed: int | None = None
    """Evictions that are allowed now."""
    expected: int | None = None
    """Pods it covers now."""
    healthy: int | None = None
    evicts_unhealthy: bool | Unknown = False
    """Whether unhealthy pods may always be evicted."""


class Autoscaler(ClusterFact, frozen=True, kw_only=True):
    """What changes the number of pods of a workload."""

    target_kind: str | Unknown
    target: str | Unknown
    minimum: int | Unknown | None = 1
    maximum: int | Unknown | None = None
    metrics: tuple[str, ...] = ()
    """``cpu``, ``memory`` where their use is measured as a share of requests, else the form of the
    metric (``Pods``, ``External``, ``Resource`` for an amount)."""
    at_maximum: bool | None = None
    active: bool | None = None
    """Whether it can read its metrics."""
    problem: str = ""


class PersistentClaim(ClusterFact, frozen=True, kw_only=True):
    """A claim of storage that outlives its pods."""

    storage_class: str | Unknown | None = None
    bound: bool | None = None
    access_modes: tuple[str, ...] = ()


class PersistentVolume(ClusterFact, frozen=True, kw_only=True):
    """Storage of the cluster that pods get through a claim."""

    form: str
    """The API's word: ``hostPath``, ``local``, ``csi``, ``nfs`` …; empty when it cannot be told."""
    path: str | Unknown = ""
    """Where it lies on its node; empty for what does not."""


class BackupPlan(ClusterFact, frozen=True, kw_only=True):
    """A schedule that backs up namespaces (Velero)."""

    namespaces: tuple[str, ...] = ()
    """``*`` or empty is all."""
    excluded: tuple[str, ...] = ()
    paused: bool | Unknown = False
    schedule: str | Unknown = ""
    last_success: datetime | None = None
    """When it was last run; Velero's schedule does not say how that ended."""
    volumes: bool | Unknown | None = None
    """Whether snapshots of volumes are taken; None leaves it to the default."""
