"""A role that puts a container of its own into a running pod.

Why it matters
    An ephemeral container shares the namespaces of the pod it is added to, with an image and a
    security context that its maker chooses. It is a shell in the pod without ``pods/exec``.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule that
    allows everything by ``access.all_powerful_role``. Not judged either is a rule for every
    resource, which is the matter of ``access.wildcard_rule``.

How to mend it
    Take pods/ephemeralcontainers out of standing roles.

        rules:
        - apiGroups: ['']
          resources: [pods, pods/log]
          verbs: [get, list, watch]

Sources
    Kubernetes: Ephemeral Containers, https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.DEBUG,
    id="access.debug_containers",
    title="Role adds containers to running pods",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    told=True,
)
