"""A role that reads every Secret it can reach.

Why it matters
    Secrets hold passwords, keys and tokens of service accounts: who reads all of a namespace's
    secrets can act as whatever runs there. ``list`` and ``watch`` give the contents too, not only
    the names.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule that
    allows everything by ``access.all_powerful_role``.

How to mend it
    Name the secrets that are needed, and ask for get alone.

        rules:
        - apiGroups: ['']
          resources: [secrets]
          resourceNames: [shop-database]
          verbs: [get]

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    CIS Kubernetes Benchmark 1.8 section 5.1.2, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.SECRETS,
    id="access.secrets_readable",
    title="Role reads every Secret",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    same_as=(
        "CKV2_K8S_5",
        "KSV-0041",
        "AVD-KSV-0041",
        "KSV-0113",
        "AVD-KSV-0113",
        "C-0015",
        "kics:RBAC Roles with Read Secrets Permissions",
        "access-to-secrets",
        "restrict-secret-role-verbs",
    ),
)
