"""An API server that does not use role-based access control.

Why it matters
    Without RBAC rights cannot be given per account and namespace; what stands in its place is
    coarser, or a file on each control plane node.

Verdicts
    PASS when ``--authorization-mode`` has ``RBAC``; FAIL otherwise. UNKNOWN when it hangs on a
    value that could not be had. The API server is judged where its pod or kubeadm's configuration
    is in sight; a managed cluster shows none of it.

How to mend it
    Add RBAC to the modes of authorization.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --authorization-mode=Node,RBAC

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
    Kubernetes: using RBAC authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_rbac",
    id="access.api_server_without_rbac",
    title="API server does not authorize by roles",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="authorizes by RBAC",
    bad="does not authorize by RBAC",
    controls=("ACC-02",),
)
