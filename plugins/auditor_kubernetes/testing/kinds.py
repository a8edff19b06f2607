"""The resources that a Kubernetes 1.36 API server has by default, and those of CRDs.

Source: the reference of the API (https://kubernetes.io/docs/reference/kubernetes-api/). Only
general availability is on by default (KEP-3136), so alpha and beta versions are missing here
as they are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
READ_WRITE = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")
_CHANGE = ("get", "patch", "update")
_PROXY = ("create", "delete", "get", "patch", "update")
_SUBRESOURCES = {
    "status": _CHANGE,
    "approval": _CHANGE,
    "attach": ("create", "get"),
    "binding": ("create",),
    "ephemeralcontainers": _CHANGE,
    "eviction": ("create",),
    "exec": ("create", "get"),
    "finalize": ("update",),
    "log": ("get",),
    "portforward": ("create", "get"),
    "proxy": _PROXY,
    "resize": _CHANGE,
    "scale": _CHANGE,
    "token": ("create",),
}
_RESPONSES = {
    "attach": ("", "v1", "PodAttachOptions"),
    "binding": ("", "v1", "Binding"),
    "eviction": ("policy", "v1", "Eviction"),
    "exec": ("", "v1", "PodExecOptions"),
    "portforward": ("", "v1", "PodPortForwardOptions"),
    "scale": ("autoscaling", "v1", "Scale"),
    "token": ("authentication.k8s.io", "v1", "TokenRequest"),
}
"""What subresources answer with, where it is not their resource's own kind."""
_BUILT_IN = """
= v1
Binding bindings namespaced verbs=create
ComponentStatus componentstatuses cluster short=cs verbs=get,list
ConfigMap configmaps namespaced short=cm
Endpoints endpoints namespaced short=ep
Event events namespaced short=ev
LimitRange limitranges namespaced short=limits
Namespace namespaces cluster short=ns sub=finalize,status \
verbs=create,delete,get,list,patch,update,watch
Node nodes cluster short=no sub=proxy,status
PersistentVolume persistentvolumes cluster short=pv sub=status
PersistentVolumeClaim persistentvolumeclaims namespaced short=pvc sub=status
Pod pods namespaced short=po in=all \
sub=attach,binding,ephemeralcontainers,eviction,exec,log,portforward,proxy,resize,status
PodTemplate podtemplates namespaced
ReplicationController replicationcontrollers namespaced short=rc in=all sub=scale,status
ResourceQuota resourcequotas namespaced short=quota sub=status
Secret secrets namespaced
Service services namespaced short=svc in=all sub=proxy,status
ServiceAccount serviceaccounts namespaced short=sa sub=token
= apiregistration.k8s.io/v1
APIService apiservices cluster in=api-extensions sub=status
= apps/v1
ControllerRevision controllerrevisions namespaced
DaemonSet daemonsets namespaced short=ds in=all sub=status
Deployment deployments namespaced short=deploy in=all sub=scale,status
ReplicaSet replicasets namespaced short=rs in=all sub=scale,status
StatefulSet statefulsets namespaced short=sts in=all sub=scale,status
= events.k8s.io/v1
Event events namespaced short=ev
= authentication.k8s.io/v1
SelfSubjectReview selfsubjectreviews cluster verbs=create
TokenReview tokenreviews cluster verbs=create
= authorization.k8s.io/v1
LocalSubjectAccessReview localsubjectaccessreviews namespaced verbs=create
SelfSubjectAccessReview selfsubjectaccessreviews cluster verbs=create
SelfSubjectRulesReview selfsubjectrulesreviews cluster verbs=create
SubjectAccessReview subjectaccessreviews cluster verbs=create
= autoscaling/v2,v1
HorizontalPodAutoscaler horizontalpodautoscalers namespaced short=hpa in=all sub=status
= batch/v1
CronJob cronjobs namespaced short=cj in=all sub=status
Job jobs namespaced in=all sub=status
= certificates.k8s.io/v1
CertificateSigningRequest certificatesigningrequests cluster short=csr sub=approval,status
= networking.k8s.io/v1
Ingress ingresses namespaced short=ing sub=status
IngressClass ingressclasses cluster
IPAddress ipaddresses cluster short=ip
NetworkPolicy networkpolicies namespaced short=netpol
ServiceCIDR servicecidrs cluster sub=status
= policy/v1
PodDisruptionBudget poddisruptionbudgets namespaced short=pdb sub=status
= rbac.authorization.k8s.io/v1
ClusterRole clusterroles cluster
ClusterRoleBinding clusterrolebindings cluster
Role roles namespaced
RoleBinding rolebindings namespaced
= storage.k8s.io/v1
CSIDriver csidrivers cluster
CSINode csinodes cluster
CSIStorageCapacity csistoragecapacities namespaced
StorageClass storageclasses cluster short=sc
VolumeAttachment volumeattachments cluster sub=status
VolumeAttributesClass volumeattributesclasses cluster short=vac
= admissionregistration.k8s.io/v1
MutatingAdmissionPolicy mutatingadmissionpolicies cluster in=api-extensions
MutatingAdmissionPolicyBinding mutatingadmissionpolicybindings cluster in=api-extensions
MutatingWebhookConfiguration mutatingwebhookconfigurations cluster in=api-extensions
ValidatingAdmissionPolicy validatingadmissionpolicies cluster in=api-extensions sub=status
ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings cluster in=api-extensions
ValidatingWebhookConfiguration validatingwebhookconfigurations cluster in=api-extensions
= apiextensions.k8s.io/v1
CustomResourceDefinition customresourcedefinitions cluster short=crd,crds in=api-extensions \
sub=status
= scheduling.k8s.io/v1
PriorityClass priorityclasses cluster short=pc
= coordination.k8s.io/v1
Lease leases namespaced
= node.k8s.io/v1
RuntimeClass runtimeclasses cluster
= discovery.k8s.io/v1
EndpointSlice endpointslices namespaced
= flowcontrol.apiserver.k8s.io/v1
FlowSchema flowschemas cluster sub=status
PriorityLevelConfiguration prioritylevelconfigurations cluster sub=status
= resource.k8s.io/v1
DeviceClass deviceclasses cluster
ResourceClaim resourceclaims namespaced sub=status
ResourceClaimTemplate resourceclaimtemplates namespaced
ResourceSlice resourceslices cluster
"""
_AGGREGATED = """
= metrics.k8s.io/v1beta1
NodeMetrics nodes cluster verbs=get,list
PodMetrics pods namespaced verbs=get,list
"""
_VERSION = re.compile(r"v(\d+)(?:(alpha|beta)(\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource and the versions it is served in, the preferred one first.

    ``custom`` is one that a CRD brought. ``selectable`` are the fields that its CRD lets
    selectors name, ``warnings`` the deprecations it announces, by version.
    """

    group: str
    versions: tuple[str, ...]
    kind: str
    plural: str
    namespaced: bool
    short_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    subresources: tuple[str, ...] = ()
    verbs: tuple[str, ...] = READ_WRITE
    singular: str = ""
    custom: bool = False
    selectable: tuple[str, ...] = ()
    warnings: Mapping[str, str] = field(default_factory=dict)

    def api_version(self, version: str) -> str:
        """``apps/v1``, or ``v1`` in the core group."""
        return f"{self.group}/{version}" if self.group else version

    @property
    def qualified(self) -> str:
        """``deployments.apps``, or ``pods`` in the core group."""
        return qualified(self.plural, self.group)


def qualified(plural: str, group: str) -> str:
    """The name of a resource in messages: ``deployments.apps``, ``pods``."""
    return f"{plural}.{group}" if group else plural


def subresource_verbs(name: str) -> tuple[str, ...]:
    """What may be done with the subresource ``name``."""
    return _SUBRESOURCES[name]


def subresource_response(resource: Resource, version: str, name: str) -> tuple[str, str, str]:
    """Group, version and kind of what the subresource ``name`` answers with."""
    return _RESPONSES.get(name, (resource.group, version, resource.kind))


def built_in() -> Iterator[Resource]:
    """What the server has of its own, in the order in which it lists its groups."""
    return _parse(_BUILT_IN)


def aggregated() -> Iterator[Resource]:
    """What known API services bring; served where the fixtures register the service."""
    return _parse(_AGGREGATED)


def defined(definition: Mapping[str, Any]) -> Resource:
    """The resource of a CustomResourceDefinition (``apiextensions.k8s.io/v1``).

    :raises KeyError: for a definition without group, names, scope or versions.
    """
    spec = definition["spec"]
    served = [version for version in spec["versions"] if version.get("served", False)]
    served.sort(key=lambda version: priority(version["name"]))
    names = spec["names"]
    warnings = {
        version["name"]: version.get("deprecationWarning")
        or f"{spec['group']}/{version['name']} {names['kind']} is deprecated"
        for version in served
        if version.get("deprecated", False)
    }
    fields = {
        selectable["jsonPath"].lstrip(".")
        for version in served
        for selectable in version.get("selectableFields") or ()
    }
    parts = {part for version in served for part in version.get("subresources") or {}}
    return Resource(
        group=spec["group"],
        versions=tuple(version["name"] for version in served),
        kind=names["kind"],
        plural=names["plural"],
        namespaced=spec["scope"] == "Namespaced",
        short_names=tuple(names.get("shortNames") or ()),
        categories=tuple(names.get("categories") or ()),
        subresources=tuple(sorted(parts)),
        singular=names.get("singular") or names["kind"].lower(),
        custom=True,
        selectable=tuple(sorted(fields)),
        warnings=warnings,
    )


def priority(version: str) -> tuple[int, int, int, str]:
    """Sort key that puts the preferred version first: general availability before beta before
    alpha, higher numbers before lower ones, other names last."""
    found = _VERSION.fullmatch(version)
    if found is None:
        return (3, 0, 0, version)
    stage = {None: 0, "beta": 1, "alpha": 2}[found[2]]
    return (stage, -int(found[1]), -int(found[3] or 0), version)


def _parse(table: str) -> Iterator[Resource]:
    group, versions = "", tuple[str, ...]()
    for line in table.strip().splitlines():
        first, *rest = line.split()
        if first == "=":
            group, _, names = rest[0].rpartition("/")
            versions = tuple(names.split(","))
            continue
        plural, scope, *settings = rest
        given = dict(setting.split("=", 1) for setting in settings)
        yield Resource(
            group=group,
            versions=versions,
            kind=first,
            plural=plural,
            namespaced=scope == "namespaced",
            short_names=_names(given, "short"),
            categories=_names(given, "in"),
            subresources=_names(given, "sub"),
            verbs=_names(given, "verbs") or READ_WRITE,
            singular=first.lower(),
        )


def _names(given: Mapping[str, str], setting: str) -> tuple[str, ...]:
    return tuple(given[setting].split(",")) if setting in given else ()
