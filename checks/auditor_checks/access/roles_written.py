"""A role that writes roles or bindings.

Why it matters
    Whoever writes bindings passes on the rights that they have themselves: access spreads past
    those who keep it, and reviews of access are out of date the same day.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule that
    allows everything by ``access.all_powerful_role``. Not judged either is a rule for every
    resource, which is the matter of ``access.wildcard_rule``.

How to mend it
    Let a pipeline apply roles and bindings, and leave others to reading.

        rules:
        - apiGroups: [rbac.authorization.k8s.io]
          resources: [roles, rolebindings]
          verbs: [get, list, watch]

Sources
    Kubernetes: Using RBAC Authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.ROLES,
    id="access.roles_written",
    title="Role writes roles or bindings",
    severity=Severity.LOW,
    doc=__doc__ or "",
    same_as=("KSV-0050", "AVD-KSV-0050"),
    told=True,
)
