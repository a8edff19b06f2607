"""A role that may give more rights than it has itself.

Why it matters
    The API server refuses to let anybody write a role, or bind one, beyond their own rights,
    unless they have ``escalate`` or ``bind``. Whoever has either is one request away from
    everything.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames`` other than ``cluster-admin``, ``admin`` and ``edit``. UNKNOWN when a word of
    a rule could not be had. Not judged are roles that the cluster keeps for itself. A role that
    gathers others is judged by theirs, and a rule that allows everything by
    ``access.all_powerful_role``.

How to mend it
    Drop escalate and bind, or name the roles that may be bound.

        rules:
        - apiGroups: [rbac.authorization.k8s.io]
          resources: [clusterroles]
          resourceNames: [view]
          verbs: [bind]

Sources
    Kubernetes: Using RBAC Authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
    CIS Kubernetes Benchmark 1.8 section 5.1.8, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.ESCALATE,
    id="access.role_escalation",
    title="Role hands out rights that it lacks",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    same_as=(
        "CKV_K8S_157",
        "CKV_K8S_158",
        "KSV-0050",
        "AVD-KSV-0050",
        "C-0035",
        "kics:RBAC Roles Allow Privilege Escalation",
        "restrict-escalation-verbs-roles",
    ),
)
