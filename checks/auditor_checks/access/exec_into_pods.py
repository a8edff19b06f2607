"""A role that opens a shell in any pod it can reach.

Why it matters
    ``pods/exec`` and ``pods/attach`` take over what already runs: its token, its secrets, its
    place in the network. What is done in such a shell leaves no trace in any manifest.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    ``get`` opens a shell too on many clusters, and counts where the sub-resource is named;
    wildcards count, API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule that
    allows everything by ``access.all_powerful_role``.

How to mend it
    Take exec and attach out of standing roles, and grant them for the time of an incident.

        rules:
        - apiGroups: ['']
          resources: [pods, pods/log]
          verbs: [get, list, watch]

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    Kubernetes: Using RBAC Authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.EXEC,
    id="access.exec_into_pods",
    title="Role runs commands in pods",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    same_as=(
        "CKV2_K8S_2",
        "KSV-0053",
        "AVD-KSV-0053",
        "KSV-0054",
        "AVD-KSV-0054",
        "C-0002",
        "kics:RBAC Roles with Exec Permission",
        "kics:RBAC Roles with Attach Permission",
        "clusterrolePodExecAttach",
    ),
)
