"""A role that opens connections to any port of any pod it can reach.

Why it matters
    Port forwarding goes through the API server and the node, past network policies: databases and
    administration ports that listen on the pod's own loopback address are reachable with it.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule that
    allows everything by ``access.all_powerful_role``. Not judged either is a rule for every
    resource, which is the matter of ``access.wildcard_rule``.

How to mend it
    Take pods/portforward out of standing roles.

        rules:
        - apiGroups: ['']
          resources: [pods, pods/log]
          verbs: [get, list, watch]

Sources
    Kubernetes: Use Port Forwarding to Access Applications, https://kubernetes.io/docs/tasks/access-application-cluster/port-forward-access-application-cluster/
    Kubernetes: Using RBAC Authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.PORT_FORWARD,
    id="access.port_forward",
    title="Role forwards ports into pods",
    severity=Severity.LOW,
    doc=__doc__ or "",
    same_as=(
        "C-0063",
        "kics:RBAC Roles with Port-Forwarding Permission",
    ),
    told=True,
)
