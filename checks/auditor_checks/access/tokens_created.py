"""A role that makes tokens of any service account it can reach.

Why it matters
    A token asked for through ``serviceaccounts/token`` is that account for as long as its maker
    wishes, on any machine, with nothing kept in the cluster that shows it.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule that
    allows everything by ``access.all_powerful_role``.

How to mend it
    Name the service accounts whose tokens are needed.

        rules:
        - apiGroups: ['']
          resources: [serviceaccounts/token]
          resourceNames: [uploader]
          verbs: [create]

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    CIS Kubernetes Benchmark 1.8 section 5.1.13, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.TOKENS,
    id="access.tokens_created",
    title="Role makes tokens of service accounts",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
)
