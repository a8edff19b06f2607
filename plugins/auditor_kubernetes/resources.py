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
    def crosses(self) -> bool:
        """Whether objects refer to it from other namespaces: one that was not found in some
        namespaces may be in the others."""
        return self.name in _REFERRED_TO_ACROSS

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
"""The unit of workloads, and of certificates, which they use."""
SECRETS = "secrets"

_TOGETHER = """
apps/Deployment apps/StatefulSet apps/DaemonSet batch/CronJob /ReplicationController
apps/ReplicaSet batch/Job /Pod
networking.k8s.io/Ingress gateway.networking.k8s.io/Gateway
gateway.networking.k8s.io/HTTPRoute
admissionregistration.k8s.io/ValidatingWebhookConfiguration
admissionregistration.k8s.io/MutatingWebhookConfiguration
apiregistration.k8s.io/APIService apiextensions.k8s.io/CustomResourceDefinition
certificates.k8s.io/CertificateSigningRequest certificates.k8s.io/ClusterTrustBundle
cert-manager.io/Certificate cert-manager.io/Issuer cert-manager.io/ClusterIssuer
"""
"""Makers of pods come before what they make."""
_APART = """
/Namespace /Node /Service /ServiceAccount /ResourceQuota /LimitRange
/PersistentVolume /PersistentVolumeClaim
autoscaling/HorizontalPodAutoscaler policy/PodDisruptionBudget networking.k8s.io/NetworkPolicy
rbac.authorization.k8s.io/Role rbac.authorization.k8s.io/ClusterRole
rbac.authorization.k8s.io/RoleBinding rbac.authorization.k8s.io/ClusterRoleBinding
velero.io/Schedule
"""

_REFERRED_TO_ACROSS = frozenset(
    """
    gateways.gateway.networking.k8s.io schedules.velero.io secrets serviceaccounts services
    """.split()
)


def resources() -> list[Resource]:
    """Return every resource, in the order in which it is read within its unit."""
    table = {f"{kind.group}/{kind.kind}": kind for kind in kinds().values()}
    return [
        *(Resource(kind=table[key], unit=WORKLOADS) for key in _TOGETHER.split()),
        *(Resource(kind=table[key], unit=table[key].resource) for key in _APART.split()),
        Resource(kind=table["/ConfigMap"], unit=WORKLOADS, tier=2),
        Resource(kind=table["/Secret"], unit=SECRETS, tier=2),
    ]


def of_tier(tier: int) -> list[Resource]:
    """Return the resources that a tier of permissions covers."""
    return [item for item in resources() if item.tier <= tier]


def by_unit(wanted: Iterable[Resource]) -> dict[str, list[Resource]]:
    """Return the resources of each unit. The certificates in Secrets are read with those that
    use them."""
    units: dict[str, list[Resource]] = {}
    for item in wanted:
        units.setdefault(item.unit, []).append(item)
    if SECRETS in units:
        units.setdefault(WORKLOADS, []).extend(units[SECRETS])
    return units
