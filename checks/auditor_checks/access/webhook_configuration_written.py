"""A role that writes the configurations of admission webhooks.

Why it matters
    A webhook sees every object it asks for, secrets included, and a mutating one may change it.
    Whoever may write such a configuration can read and rewrite what others create, or switch a
    policy off.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, save those of a Role over every resource, since a namespace holds none of
    these; API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule
    that allows everything by ``access.all_powerful_role``.

How to mend it
    Limit the right to the configuration that the controller owns.

        rules:
        - apiGroups: [admissionregistration.k8s.io]
          resources: [validatingwebhookconfigurations]
          resourceNames: [shop-policy]
          verbs: [get, update, patch]

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    CIS Kubernetes Benchmark 1.8 section 5.1.12, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.WEBHOOKS,
    id="access.webhook_configuration_written",
    title="Role writes admission webhooks",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    same_as=(
        "CKV_K8S_155",
        "KSV-0114",
        "AVD-KSV-0114",
        "C-0036",
        "restrict-clusterrole-mutating-validating-admission-webhooks",
    ),
)
