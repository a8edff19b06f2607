"""A role that creates pods.

Why it matters
    A pod may name any service account of its namespace and mount any of its secrets. So whoever
    creates pods has all that, and where no Pod Security level is enforced the node as well.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule that
    allows everything by ``access.all_powerful_role``.

How to mend it
    Let a pipeline create workloads, and leave people to reading.

        rules:
        - apiGroups: ['']
          resources: [pods]
          verbs: [get, list, watch]

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    CIS Kubernetes Benchmark 1.8 section 5.1.4, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.PODS,
    id="access.pods_created",
    title="Role creates pods",
    severity=Severity.LOW,
    doc=__doc__ or "",
    same_as=(
        "KSV-0048",
        "AVD-KSV-0048",
        "kics:Permissive Access to Create Pods",
        "access-to-create-pods",
    ),
)
