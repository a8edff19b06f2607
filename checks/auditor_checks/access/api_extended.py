"""A role that writes definitions of custom resources, or extensions of the API.

Why it matters
    An APIService sends a part of the API to a server of its maker's choice, with the credentials
    of those who call it. A changed definition drops fields that controllers rely on, in the whole
    cluster.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, save those of a Role over every resource, since a namespace holds none of
    these; API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule
    that allows everything by ``access.all_powerful_role``. Not judged either is a rule for
    every resource, which is the matter of ``access.wildcard_rule``.

How to mend it
    Give this right to the pipeline that installs operators, and not to what they run.

        rules:
        - apiGroups: [apiextensions.k8s.io]
          resources: [customresourcedefinitions]
          verbs: [get, list, watch]

Sources
    Kubernetes: Kubernetes API Aggregation Layer, https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/
    Kubernetes: Using RBAC Authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.EXTENSIONS,
    id="access.api_extended",
    title="Role changes what the API serves",
    severity=Severity.LOW,
    doc=__doc__ or "",
    told=True,
)
