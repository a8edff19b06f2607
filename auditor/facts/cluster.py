"""What belongs to a cluster, how its objects are selected, and what it is made of."""

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
    """How completely one kind of object was listed, for whatever concludes from absence.

    A cluster has one for each resource that could be read, also for those that nobody asked for.
    """

    resource: str
    """Plural name with the group after a dot (``networkpolicies.networking.k8s.io``, ``pods``);
    ``*`` for all that a tree of manifests holds."""
    kind: str = ""
    """The kind as addresses have it (``NetworkPolicy``); empty for manifests."""
    complete: bool | Unknown
    """Whether nothing that objects may refer to was left out. Also true where the cluster does not
    have such objects at all."""
    namespaces: tuple[str, ...] = ()
    """Namespaces of a cluster of which all were listed; ``*`` is the whole cluster."""


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


class Namespace(ClusterFact, frozen=True, kw_only=True):
    """A namespace and the Pod Security levels that its labels ask for."""

    enforce: str | Unknown | None = None
    """``privileged``, ``baseline`` or ``restricted``; None when nothing is asked for."""
    enforce_version: str | Unknown | None = None
    warn: str | Unknown | None = None
    audit: str | Unknown | None = None
    terminating: bool = False


class Quota(ClusterFact, frozen=True, kw_only=True):
    """Limits of a namespace: a ResourceQuota, or the defaults of a LimitRange."""

    form: Literal["quota", "defaults"]
    resources: tuple[str, ...] = ()
    """What is bounded: ``requests.cpu``, ``pods``; for defaults ``cpu``, ``memory``."""
    default_limits: tuple[str, ...] = ()
    """Resources for which a container without a limit is given one."""
    default_requests: tuple[str, ...] = ()


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


class ServedApi(ClusterFact, frozen=True, kw_only=True):
    """An API that an extension serves (an APIService), or a definition of custom resources."""

    available: bool | Unknown | None = None
    problem: str = ""
    service: str = ""
    insecure: bool | Unknown = False
    """Whether the connection to it is not verified."""
    stored_versions: tuple[str, ...] = ()


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


class ReferencedName(ClusterFact, frozen=True, kw_only=True):
    """An object that is named by others, known by its existence alone (a ConfigMap's name)."""
