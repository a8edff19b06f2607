"""What is read of a cluster: the resources, and the rule of RBAC that each needs."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from auditor_objects.kinds import Kind, kinds


class Resource(Struct, frozen=True, kw_only=True):
    """One resource that is listed.

    ``unit`` names the unit of collection it is read in: what is joined while it is read stands
    in one. ``tier`` is the tier of permissions that it belongs to.
    """

    kind: Kind
    unit: str
    tier: int = 1

    @property
    def name(self) -> str:
        """``deployments.apps``; the bare plural in the core group."""
        return self.kind.resource

    @property
    def rule(self) -> str:
        """The rule of a role that allows to list it."""
        group = self.kind.group or '""'
        return f"{{apiGroups: [{group}], resources: [{self.kind.plural}], verbs: [list]}}"

    def path(self, version: str, namespace: str = "") -> str:
        """Return the path of its list."""
        root = f"/apis/{self.kind.group}/{version}" if self.kind.group else f"/api/{version}"
        within = f"/namespaces/{namespace}" if namespace and self.kind.namespaced else ""
        return f"{root}{within}/{self.kind.plural}"


WORKLOADS = "workloads"
CERTIFICATES = "certificates"
SECRETS = "secrets"

_OWN_UNIT = """
/Namespace /Node /Service /ServiceAccount /ResourceQuota /LimitRange /PersistentVolumeClaim
autoscaling/HorizontalPodAutoscaler policy/PodDisruptionBudget networking.k8s.io/NetworkPolicy
rbac.authorization.k8s.io/Role rbac.authorization.k8s.io/ClusterRole
rbac.authorization.k8s.io/RoleBinding rbac.authorization.k8s.io/ClusterRoleBinding
velero.io/Schedule
"""
_TOGETHER = {
    WORKLOADS: """
apps/Deployment apps/StatefulSet apps/DaemonSet batch/CronJob /ReplicationController
apps/ReplicaSet batch/Job /Pod
""",
    CERTIFICATES: """
networking.k8s.io/Ingress gateway.networking.k8s.io/Gateway
gateway.networking.k8s.io/HTTPRoute
admissionregistration.k8s.io/ValidatingWebhookConfiguration
admissionregistration.k8s.io/MutatingWebhookConfiguration
apiregistration.k8s.io/APIService apiextensions.k8s.io/CustomResourceDefinition
certificates.k8s.io/CertificateSigningRequest certificates.k8s.io/ClusterTrustBundle
cert-manager.io/Certificate cert-manager.io/Issuer cert-manager.io/ClusterIssuer
""",
}
_SECOND_TIER = {"/Secret": SECRETS, "/ConfigMap": "configmaps"}


def resources() -> list[Resource]:
    """Return every resource, in the order in which it is read within its unit."""
    table = {f"{kind.group}/{kind.kind}": kind for kind in kinds().values()}
    own = [Resource(kind=table[key], unit=table[key].resource) for key in _OWN_UNIT.split()]
    together = [
        Resource(kind=table[key], unit=unit)
        for unit, keys in _TOGETHER.items()
        for key in keys.split()
    ]
    second = [Resource(kind=table[key], unit=unit, tier=2) for key, unit in _SECOND_TIER.items()]
    return [*together, *own, *second]


def of_tier(tier: int) -> list[Resource]:
    """Return the resources that a tier of permissions covers."""
    return [item for item in resources() if item.tier <= tier]


def by_unit(wanted: Iterable[Resource]) -> dict[str, list[Resource]]:
    """Return the resources of each unit."""
    units: dict[str, list[Resource]] = {}
    for item in wanted:
        units.setdefault(item.unit, []).append(item)
    return units
