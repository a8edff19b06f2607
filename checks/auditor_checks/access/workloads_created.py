"""A role that creates or changes what in turn creates pods.

Why it matters
    A Deployment, a Job or a CronJob makes pods for whoever writes it, with any service account
    and any secret of the namespace: the right to create one is the right to create pods. Whoever
    changes the template of one that is there has the same right. A Job's template stays as it is.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule that
    allows everything by ``access.all_powerful_role``. Not judged either is a rule for every
    resource, which is the matter of ``access.wildcard_rule``.

How to mend it
    Let a pipeline create workloads, and leave people to reading.

        rules:
        - apiGroups: [apps]
          resources: [deployments]
          verbs: [get, list, watch]

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.WORKLOADS,
    id="access.workloads_created",
    title="Role creates or changes workloads",
    severity=Severity.LOW,
    doc=__doc__ or "",
    same_as=("KSV-0048", "AVD-KSV-0048"),
    told=True,
)
