"""A role that creates persistent volumes.

Why it matters
    A persistent volume may be a directory of a node. Who creates volumes reads and writes the
    disks of nodes through a claim, past the Pod Security levels that forbid ``hostPath``.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, save those of a Role over every resource, since a namespace holds none of
    these; API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule
    that allows everything by ``access.all_powerful_role``. Not judged either is a rule for
    every resource, which is the matter of ``access.wildcard_rule``.

How to mend it
    Let a storage driver make volumes, and let people create claims.

        rules:
        - apiGroups: ['']
          resources: [persistentvolumeclaims]
          verbs: [get, list, watch, create]

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    CIS Kubernetes Benchmark 1.8 section 5.1.9, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.VOLUMES,
    id="access.volumes_created",
    title="Role creates persistent volumes",
    severity=Severity.LOW,
    doc=__doc__ or "",
    told=True,
)
