"""Workloads and what surrounds them in a cluster: declared in a file or found running."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from auditor.facts._model import Fact, Unknown


class ClusterFact(Fact, frozen=True, kw_only=True):
    """A fact about one object of a cluster, live or in a manifest.

    ``origin.scope`` is the cluster (or the tree of manifests) it belongs to, ``origin.kind``
    its kind (``Deployment``), ``origin.address`` is ``namespace/Kind/name``, without the
    namespace for what belongs to the whole cluster.
    """

    name: str
    namespace: str = ""
    """``default`` where none is written; empty for what belongs to the whole cluster."""
    namespace_written: bool = True
    """Whether the namespace is said; a manifest may leave it to whoever applies it."""
    live: bool = False
    """Whether it was found in a running cluster."""
    copies: tuple[str, ...] = ()
    """Other files of the tree that describe an object of the same name, the nearest first: what
    lies nearer to one of them belongs to that one."""
    labels: dict[str, str | Unknown] = {}
    annotations: tuple[str, ...] = ()
    """Keys of the annotations; values may be anything."""
    created: datetime | None = None
    managed_by: str = ""
    """Kind and name of the controlling owner, where the owner itself was not listed."""


class Listing(Fact, frozen=True, kw_only=True):
    """How completely one kind of object was listed, for checks that conclude from absence."""

    resource: str
    """Plural name with the group after a dot (``networkpolicies.networking.k8s.io``, ``pods``);
    ``*`` for all that a tree of manifests holds."""
    complete: bool | Unknown
    """Also true where the cluster does not have such objects at all."""


class Requirement(Struct, frozen=True, omit_defaults=True):
    """One expression of a label selector: ``In``, ``NotIn``, ``Exists``, ``DoesNotExist``."""

    key: str
    operator: str
    values: tuple[str | Unknown, ...] = ()


class Selector(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A label selector; both parts must hold. Empty selects everything.

    Labels whose names could not be read stand under the empty key, here and in ``labels``
    of facts: ``{"": Unknown(...)}``.
    """

    labels: dict[str, str | Unknown] = {}
    expressions: tuple[Requirement, ...] = ()


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


class Namespace(ClusterFact, frozen=True, kw_only=True):
    """A namespace and the Pod Security levels that its labels ask for."""

    enforce: str | Unknown | None = None
    """``privileged``, ``baseline`` or ``restricted``; None when nothing is asked for."""
    enforce_version: str | Unknown | None = None
    warn: str | Unknown | None = None
    audit: str | Unknown | None = None
    terminating: bool = False


class ServiceAccount(ClusterFact, frozen=True, kw_only=True):
    """An identity of pods."""

    automount: bool | Unknown | None = None
    """As written; None means that tokens are mounted."""
    secrets: tuple[str | Unknown, ...] = ()
    cloud_identity: str | Unknown = ""
    """The cloud's principal it acts as (role ARN, service account, client id); empty when none."""
    cloud: str = ""
    """``aws``, ``google`` or ``azure``."""


class NetworkPolicyPeer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who may be spoken with: pods by labels, namespaces by labels, or addresses."""

    pods: Selector | None = None
    namespaces: Selector | None = None
    cidr: str | Unknown = ""
    excepts: tuple[str | Unknown, ...] = ()


class NetworkPolicyRule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One allowance. Empty ``peers`` is everybody, empty ``ports`` every port."""

    direction: Literal["in", "out"]
    at: str
    peers: tuple[NetworkPolicyPeer, ...] = ()
    ports: tuple[str, ...] = ()
    """``TCP/443``, ``UDP/53``, ``TCP/8000-8100``, or a name."""


class NetworkPolicy(ClusterFact, frozen=True, kw_only=True):
    """What the pods it selects may speak with. Selected and allowed nothing is isolated."""

    pods: Selector
    ingress: bool | Unknown = True
    """Whether it governs incoming traffic."""
    egress: bool | Unknown = False
    rules: tuple[NetworkPolicyRule, ...] | Unknown = ()


class NetworkService(ClusterFact, frozen=True, kw_only=True):
    """A Service: a name and an address before pods."""

    type: str | Unknown = "ClusterIP"
    selector: dict[str, str | Unknown] | None = None
    """None when it has none (its end points are made by others)."""
    external_ips: tuple[str | Unknown, ...] = ()
    external_name: str | Unknown = ""
    source_ranges: tuple[str | Unknown, ...] = ()
    internal: bool | Unknown = False
    """Whether annotations keep its load balancer off the internet."""
    ports: tuple[Port, ...] = ()
    target_ports: tuple[str, ...] = ()
    """Number or name of each port at the pods, in the order of ``ports``."""
    node_ports: tuple[int, ...] = ()
    headless: bool = False
    endpoints: int | None = None
    """Ready addresses behind it, where they could be counted."""


class RouteTls(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A certificate of a route: the Secret that holds it and the hosts it is for."""

    secret: str | Unknown = ""
    hosts: tuple[str | Unknown, ...] = ()


class Route(ClusterFact, frozen=True, kw_only=True):
    """An Ingress, a Gateway listener set or a route: what lets the outside in."""

    hosts: tuple[str | Unknown, ...] | Unknown = ()
    """An empty string stands for every host."""
    tls: tuple[RouteTls, ...] | Unknown = ()
    plain: bool | Unknown | None = None
    """Whether it serves clients without TLS; None where it depends on the controller."""
    backends: tuple[str | Unknown, ...] = ()
    """Names of Services, ``namespace/name`` where another namespace is meant."""
    class_name: str | Unknown | None = None
    snippets: tuple[str, ...] = ()
    """Annotations that put configuration into the controller as it is."""
    issuer: str = ""
    """Whoever is asked by annotation to issue its certificates."""
    paths: tuple[str | Unknown, ...] = ()
    """What it claims: host and path of each rule in one (``shop.example.com/api``)."""


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


class Quota(ClusterFact, frozen=True, kw_only=True):
    """Limits of a namespace: a ResourceQuota, or the defaults of a LimitRange."""

    form: Literal["quota", "defaults"]
    resources: tuple[str, ...] = ()
    """What is bounded: ``requests.cpu``, ``pods``; for defaults ``cpu``, ``memory``."""
    default_limits: tuple[str, ...] = ()
    """Resources for which a container without a limit is given one."""
    default_requests: tuple[str, ...] = ()


class AccessRule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rule of a role, as written; ``*`` is everything."""

    verbs: tuple[str | Unknown, ...] = ()
    groups: tuple[str | Unknown, ...] = ()
    resources: tuple[str | Unknown, ...] = ()
    """Plural, with the sub-resource: ``pods/exec``."""
    names: tuple[str | Unknown, ...] = ()
    """Only these objects; empty is all."""
    urls: tuple[str | Unknown, ...] = ()
    source: str = ""
    """The role it was aggregated from, where that could be told."""
    at: str = ""


class AccessRole(ClusterFact, frozen=True, kw_only=True):
    """A Role or ClusterRole."""

    rules: tuple[AccessRule, ...] | Unknown
    aggregates: tuple[Selector, ...] = ()
    """Labels of the roles that the cluster adds to it."""
    provided: bool = False
    """Whether the cluster brings it and keeps it (bootstrap roles, the distribution's own)."""


class AccessSubject(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who is given a role."""

    form: Literal["User", "Group", "ServiceAccount"] | Unknown
    name: str | Unknown
    namespace: str = ""
    """Of a service account."""


class AccessBinding(ClusterFact, frozen=True, kw_only=True):
    """A role given to subjects: in one namespace, or everywhere when ``namespace`` is empty."""

    role_kind: Literal["Role", "ClusterRole"] | Unknown
    role: str | Unknown
    subjects: tuple[AccessSubject, ...] | Unknown
    provided: bool = False
    """As in :class:`AccessRole`."""


class AdmissionHook(ClusterFact, frozen=True, kw_only=True):
    """One webhook that is asked before objects are kept."""

    form: Literal["validating", "mutating"]
    failure_policy: str | Unknown = "Fail"
    timeout_seconds: int | Unknown = 10
    service: str | Unknown = ""
    """``namespace/name`` of the Service it runs behind; empty when it is a URL."""
    url: bool = False
    covers_system: bool | Unknown = True
    """Whether it is asked about objects of kube-system too."""
    covers_everything: bool | Unknown = False
    """Whether its rules name every group and resource."""
    side_effects: str | Unknown = ""
    covers_pods: bool | Unknown = False
    """Whether it is asked before pods are made or changed."""
    namespaces: Selector | None = None
    """The namespaces that it is asked about; None is all."""


class SecretObject(ClusterFact, frozen=True, kw_only=True):
    """A Secret by its metadata; never its data."""

    type: str | Unknown
    last_used: datetime | None = None
    """Day of the last use of a legacy service account token, where the cluster records it."""
    service_account: str = ""
    immutable: bool | None = None
    last_changed: datetime | None = None
    """When somebody last wrote it (managed fields)."""
    in_annotation: bool | Unknown = False
    """Whether its values stand in the last-applied annotation too."""
    managed: str = ""
    """What makes and renews it: ``cert-manager``, ``external-secrets``, ``sealed-secrets``,
    ``helm``; empty when nobody known."""


class ReferencedName(ClusterFact, frozen=True, kw_only=True):
    """An object that is named by others, known by its existence alone (a ConfigMap's name)."""


class ApiUse(ClusterFact, frozen=True, kw_only=True):
    """A version of an API that a manifest is written in, or that somebody writes with."""

    group: str
    """Empty for the core group."""
    version: str | Unknown
    plural_or_kind: str
    manager: str = ""
    """Who writes with it (managed fields); empty for a manifest."""
    written: datetime | None = None
    """When the manager last did."""


class ServedApi(ClusterFact, frozen=True, kw_only=True):
    """An API that an extension serves (an APIService), or a definition of custom resources."""

    available: bool | Unknown | None = None
    problem: str = ""
    service: str = ""
    insecure: bool | Unknown = False
    """Whether the connection to it is not verified."""
    stored_versions: tuple[str, ...] = ()


class Node(ClusterFact, frozen=True, kw_only=True):
    """A machine of the cluster."""

    ready: bool | Unknown | None = None
    problems: tuple[str, ...] = ()
    """Conditions that should not hold: ``DiskPressure``, ``MemoryPressure``."""
    unschedulable: bool = False
    kubelet: str = ""
    kernel: str = ""
    operating_system: str = ""
    """As the node says it: ``Ubuntu 22.04.4 LTS``."""
    runtime: str = ""
    """``containerd://1.7.13``."""
    control_plane: bool = False
    zone: str = ""


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


class PersistentClaim(ClusterFact, frozen=True, kw_only=True):
    """A claim of storage that outlives its pods."""

    storage_class: str | Unknown | None = None
    bound: bool | None = None
    access_modes: tuple[str, ...] = ()


class CertificateOrder(ClusterFact, frozen=True, kw_only=True):
    """A certificate that a controller is asked to keep (cert-manager)."""

    secret: str | Unknown
    hosts: tuple[str | Unknown, ...] = ()
    issuer: str | Unknown = ""
    ready: bool | Unknown | None = None
    problem: str = ""
    duration_hours: float | Unknown | None = None
    renew_before_hours: float | Unknown | None = None
    rotates_key: bool | Unknown | None = None


class SigningRequest(ClusterFact, frozen=True, kw_only=True):
    """A request for a certificate of the cluster's authorities."""

    requester: str = ""
    signer: str = ""
    state: Literal["pending", "approved", "denied", "failed", "issued"]
    groups: tuple[str, ...] = ()
    """Groups that the certificate would put its holder into (organisations of the subject)."""
    common_name: str = ""


class TlsSecret(ClusterFact, frozen=True, kw_only=True):
    """A Secret that holds a certificate, by what everybody may know of it."""

    names: tuple[str, ...] | Unknown | None = None
    """Alternative names of the certificate; None when it has none."""
    fingerprint: str = ""
    """SHA-256 of the certificate; see :class:`auditor.facts.Certificate`."""


class Authority(ClusterFact, frozen=True, kw_only=True):
    """A bundle of authorities that somebody is told to trust, and whether it fits its service."""

    user: str
    """Who trusts it: ``webhook validate.example.com``, ``APIService v1beta1.metrics.k8s.io``."""
    service: str = ""
    """``namespace/name`` whose certificate it has to verify."""
    fingerprints: tuple[str, ...] = ()
    given: bool | Unknown = True
    """Whether there is a bundle at all."""
    filled_by: str = ""
    """What puts the bundle in once it is in a cluster; empty when nothing says so."""
    verifies: bool | Unknown | None = None
    """Whether it verifies the certificate of its service; None when that could not be found."""
    problem: str = ""
