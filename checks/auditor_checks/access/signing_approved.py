"""A role that approves requests for certificates of the cluster.

Why it matters
    An approved request for a client certificate makes its holder whatever user and groups it
    names, until it ends: there is no way to take such a certificate back.

Verdicts
    FAIL for each rule of a Role or ClusterRole that gives this right over objects of any name;
    wildcards count, save those of a Role over every resource, since a namespace holds none of
    these; API groups are heeded. PASS when no rule does, or only for objects named in
    ``resourceNames``. UNKNOWN when a word of a rule could not be had. Not judged are roles that
    the cluster keeps for itself. A role that gathers others is judged by theirs, and a rule
    that allows everything by ``access.all_powerful_role``. Not judged either is a rule for
    every resource, which is the matter of ``access.wildcard_rule``.

How to mend it
    Limit approval to one signer, and to a controller that checks what it approves.

        rules:
        - apiGroups: [certificates.k8s.io]
          resources: [certificatesigningrequests]
          verbs: [get, list, watch]

Sources
    Kubernetes: Certificates and Certificate Signing Requests, https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/
    CIS Kubernetes Benchmark 1.8 section 5.1.11, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity
from auditor.rbac import powers
from auditor_checks.access._rbac import role_check

CHECK = role_check(
    powers.SIGNING,
    id="access.signing_approved",
    title="Role approves certificates",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    same_as=("CKV_K8S_156",),
    told=True,
)
