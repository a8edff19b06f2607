"""A role that may act as any user, group or service account.

Why it matters
    Impersonation is meant for proxies that have authenticated somebody themselves. A standing
    right to it means to have everybody's rights, and audit logs then show two names for each
    request.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name,
    user ids and extra fields (``uids``, ``userextras``) included; wildcards count, API groups
    are heeded. PASS when no rule does, or only for objects named in ``resourceNames`` other
    than ``system:masters``. UNKNOWN when a word of a rule could not be had. Not judged are
    roles that the cluster keeps for itself. A role that gathers others is judged by theirs, and
    a rule that allows everything by ``access.all_powerful_role``.

How to mend it
    Name the users or service accounts that may be acted as.

        rules:
        - apiGroups: ['']
          resources: [serviceaccounts]
          resourceNames: [deployer]
          verbs: [impersonate]

Sources
    Kubernetes: User Impersonation, https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/
    CIS Kubernetes Benchmark 1.8 section 5.1.8, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.IMPERSONATE,
    id="access.impersonation",
    title="Role acts as others",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    same_as=(
        "CKV2_K8S_3",
        "KSV-0043",
        "AVD-KSV-0043",
        "C-0065",
        "kics:RBAC Roles with Impersonate Permission",
    ),
)
