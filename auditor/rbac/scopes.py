"""Resources that lie in no namespace: a RoleBinding gives nothing over them.

The API server looks at RoleBindings only for requests that are made in a namespace.

Source: Kubernetes 1.36 API reference (``kubectl api-resources --namespaced=false``); *User
Impersonation* and *Certificate Signing Requests* for the words that are asked of as resources
without being any. Of extensions those of cert-manager, the Gateway API, the metrics server and
OpenShift's admission are known; what another one brings is taken to lie in namespaces.
"""

from __future__ import annotations

from itertools import product

from auditor.facts import AccessRule, Unknown
from auditor.rbac.rules import EVERYTHING, Request

_TABLE = """
core componentstatuses groups namespaces nodes persistentvolumes users
admissionregistration.k8s.io mutatingadmissionpolicies mutatingadmissionpolicybindings
admissionregistration.k8s.io validatingadmissionpolicies validatingadmissionpolicybindings
admissionregistration.k8s.io mutatingwebhookconfigurations validatingwebhookconfigurations
apiextensions.k8s.io customresourcedefinitions
apiregistration.k8s.io apiservices
authentication.k8s.io selfsubjectreviews tokenreviews uids userextras
authorization.k8s.io selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews
certificates.k8s.io certificatesigningrequests clustertrustbundles signers
extensions podsecuritypolicies
flowcontrol.apiserver.k8s.io flowschemas prioritylevelconfigurations
internal.apiserver.k8s.io storageversions
networking.k8s.io ingressclasses ipaddresses servicecidrs
node.k8s.io runtimeclasses
policy podsecuritypolicies
rbac.authorization.k8s.io clusterrolebindings clusterroles
resource.k8s.io deviceclasses devicetaintrules resourceslices
scheduling.k8s.io priorityclasses
security.openshift.io securitycontextconstraints
storage.k8s.io csidrivers csinodes storageclasses volumeattachments volumeattributesclasses
storagemigration.k8s.io storageversionmigrations
cert-manager.io clusterissuers
gateway.networking.k8s.io gatewayclasses
metrics.k8s.io nodes
"""
CLUSTER_WIDE = frozenset(
    ("" if group == "core" else group, plural)
    for group, *plurals in (line.split() for line in _TABLE.strip().splitlines())
    for plural in plurals
)
"""Group and plural of each."""
_WITHIN = {
    ("", "namespaces"): frozenset({"delete", "get", "patch", "update"}),
    ("extensions", "podsecuritypolicies"): frozenset({"use"}),
    ("policy", "podsecuritypolicies"): frozenset({"use"}),
    ("rbac.authorization.k8s.io", "clusterroles"): frozenset({"bind"}),
    ("security.openshift.io", "securitycontextconstraints"): frozenset({"use"}),
}
"""Verbs that are asked in a namespace all the same: in the one that the request is for
(``RequestInfoFactory``), that of the pod which a policy is to admit, that of the RoleBinding which
is to give a role (``BindingAuthorized`` of the API server)."""


def is_cluster_wide(group: str, resource: str) -> bool:
    """Say whether a resource, or the one of a sub-resource, is known to lie in no namespace."""
    return (group, resource.partition("/")[0]) in CLUSTER_WIDE


def is_asked_within(request: Request, namespace: str) -> bool:
    """Say whether a request is one that is made in this namespace."""
    if not reaches(request.verb, request.group, request.resource):
        return False
    bare = request.resource.partition("/")[0]
    return (request.group, bare) != ("", "namespaces") or request.name == namespace


def gives_within(rule: AccessRule) -> bool:
    """Say whether a rule may give anything in a namespace to whom a RoleBinding gives it."""
    return any(
        isinstance(verb, Unknown)
        or isinstance(group, Unknown)
        or isinstance(resource, Unknown)
        or reaches(verb, group, resource)
        for verb, group, resource in product(rule.verbs, rule.groups, rule.resources)
    )


def reaches(verb: str, group: str, resource: str) -> bool:
    """Say whether a verb on a resource can be asked in a namespace."""
    if not is_cluster_wide(group, resource):
        return True
    verbs = _WITHIN.get((group, resource.partition("/")[0]), frozenset())
    return verb in verbs or (verb == EVERYTHING and bool(verbs))
