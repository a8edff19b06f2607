"""A role that writes admission policies or their bindings.

Why it matters
    Admission policies are the rules that every object has to meet. Whoever may write them, or
    remove the binding that puts them into force, can let anything in; a mutating one changes what
    others create.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, save those of a Role over every resource, since a namespace holds none of
    these; API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule
    that allows everything by ``access.all_powerful_role``. Not judged either is a rule for
    every resource, which is the matter of ``access.wildcard_rule``.

How to mend it
    Give this right to the pipeline that applies policies, and limit others to reading.

        rules:
        - apiGroups: [admissionregistration.k8s.io]
          resources: [validatingadmissionpolicies, validatingadmissionpolicybindings]
          verbs: [get, list, watch]

Sources
    Kubernetes: Validating Admission Policy, https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.POLICIES,
    id="access.admission_policy_written",
    title="Role writes admission policies",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    told=True,
)
