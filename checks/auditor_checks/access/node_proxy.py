"""A role that speaks with the kubelets of nodes through the API server.

Why it matters
    The kubelet's own interface runs commands in every pod of its node. It goes past admission,
    and the audit log shows only the connection. Even ``get`` opens a shell, over a web socket.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, save those of a Role over every resource, since a namespace holds none of
    these; API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule
    that allows everything by ``access.all_powerful_role``.

How to mend it
    Ask for nodes/metrics or nodes/stats, which monitoring needs, and not for nodes/proxy.

        rules:
        - apiGroups: ['']
          resources: [nodes/metrics, nodes/stats]
          verbs: [get]

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    CIS Kubernetes Benchmark 1.8 section 5.1.10, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.NODE_PROXY,
    id="access.node_proxy",
    title="Role speaks with kubelets",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    same_as=(
        "KSV-0047",
        "AVD-KSV-0047",
        "C-0279",
        "restrict-clusterrole-nodesproxy",
    ),
)
