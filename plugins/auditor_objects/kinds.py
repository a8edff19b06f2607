"""The kinds of the API that Kubernetes itself brings, and extensions that checks know."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of object: ``plural`` is its name in URLs and rules of access."""

    group: str
    kind: str
    plural: str
    namespaced: bool
    versions: tuple[str, ...]
    """Served by a current cluster, the preferred one first."""

    @property
    def resource(self) -> str:
        """``deployments.apps``; the bare plural in the core group."""
        return f"{self.plural}.{self.group}" if self.group else self.plural


_TABLE = """
- ConfigMap configmaps y v1
- Endpoints endpoints y v1
- Event events y v1
- LimitRange limitranges y v1
- Namespace namespaces n v1
- Node nodes n v1
- PersistentVolume persistentvolumes n v1
- PersistentVolumeClaim persistentvolumeclaims y v1
- Pod pods y v1
- PodTemplate podtemplates y v1
- ReplicationController replicationcontrollers y v1
- ResourceQuota resourcequotas y v1
- Secret secrets y v1
- Service services y v1
- ServiceAccount serviceaccounts y v1
admissionregistration.k8s.io MutatingWebhookConfiguration mutatingwebhookconfigurations n v1
admissionregistration.k8s.io ValidatingAdmissionPolicy validatingadmissionpolicies n v1
admissionregistration.k8s.io ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings n v1
admissionregistration.k8s.io ValidatingWebhookConfiguration validatingwebhookconfigurations n v1
apiextensions.k8s.io CustomResourceDefinition customresourcedefinitions n v1
apiregistration.k8s.io APIService apiservices n v1
apps ControllerRevision controllerrevisions y v1
apps DaemonSet daemonsets y v1
apps Deployment deployments y v1
apps ReplicaSet replicasets y v1
apps StatefulSet statefulsets y v1
autoscaling HorizontalPodAutoscaler horizontalpodautoscalers y v2 v1
batch CronJob cronjobs y v1
batch Job jobs y v1
certificates.k8s.io CertificateSigningRequest certificatesigningrequests n v1
certificates.k8s.io ClusterTrustBundle clustertrustbundles n v1beta1 v1alpha1
coordination.k8s.io Lease leases y v1
discovery.k8s.io EndpointSlice endpointslices y v1
events.k8s.io Event events y v1
extensions Ingress ingresses y
extensions Deployment deployments y
extensions DaemonSet daemonsets y
extensions ReplicaSet replicasets y
extensions NetworkPolicy networkpolicies y
extensions PodSecurityPolicy podsecuritypolicies n
networking.k8s.io Ingress ingresses y v1
networking.k8s.io IngressClass ingressclasses n v1
networking.k8s.io NetworkPolicy networkpolicies y v1
node.k8s.io RuntimeClass runtimeclasses n v1
policy PodDisruptionBudget poddisruptionbudgets y v1
policy PodSecurityPolicy podsecuritypolicies n
rbac.authorization.k8s.io ClusterRole clusterroles n v1
rbac.authorization.k8s.io ClusterRoleBinding clusterrolebindings n v1
rbac.authorization.k8s.io Role roles y v1
rbac.authorization.k8s.io RoleBinding rolebindings y v1
scheduling.k8s.io PriorityClass priorityclasses n v1
storage.k8s.io CSIDriver csidrivers n v1
storage.k8s.io StorageClass storageclasses n v1
cert-manager.io Certificate certificates y v1
cert-manager.io CertificateRequest certificaterequests y v1
cert-manager.io ClusterIssuer clusterissuers n v1
cert-manager.io Issuer issuers y v1
gateway.networking.k8s.io Gateway gateways y v1 v1beta1
gateway.networking.k8s.io GatewayClass gatewayclasses n v1 v1beta1
gateway.networking.k8s.io HTTPRoute httproutes y v1 v1beta1
velero.io Schedule schedules y v1
"""


@cache
def kinds() -> dict[tuple[str, str], Kind]:
    """Return every known kind by group and kind."""
    found = {}
    for line in _TABLE.strip().splitlines():
        group, kind, plural, namespaced, *versions = line.split()
        group = "" if group == "-" else group
        found[group, kind] = Kind(group, kind, plural, namespaced == "y", tuple(versions))
    return found


def known_kind(group: str, kind: str) -> Kind | None:
    """Return a known kind, whatever its version; None for one of an unknown extension."""
    return kinds().get((group, kind))
