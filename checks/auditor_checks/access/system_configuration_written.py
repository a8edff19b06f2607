"""A role that writes any configuration or secret of the system namespace.

Why it matters
    ConfigMaps and Secrets in ``kube-system`` configure the cluster's own parts: name resolution,
    network, on some providers who may sign in. Who may write them all controls those parts.

Verdicts
    FAIL for each rule of a Role in ``kube-system`` that creates or changes ConfigMaps or Secrets
    of any name. PASS when none does; creating goes with any name, so a rule limited by
    ``resourceNames`` passes. UNKNOWN when a word of a rule could not be had. Roles elsewhere, and
    those that the cluster keeps, are not judged.

How to mend it
    Name the one object that is written.

        metadata: {name: shop-leader, namespace: kube-system}
        rules:
        - apiGroups: ['']
          resources: [configmaps]
          resourceNames: [shop-leader]
          verbs: [get, update]

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    Kubernetes: Using RBAC Authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import AccessRole
from auditor.rbac import powers
from auditor_checks.access._rbac import judge_role

_SYSTEM = "kube-system"


def judge(role: AccessRole, view: View[Settings]) -> Iterator[Verdict]:
    """Judge roles of the system namespace."""
    if role.namespace == _SYSTEM:
        yield from judge_role(role, powers.SYSTEM_OBJECTS, told=True)


CHECK = Check(
    id="access.system_configuration_written",
    title="Role writes configuration of the cluster's own parts",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AccessRole,
    judge=judge,
    controls=("ACC-02",),
)
