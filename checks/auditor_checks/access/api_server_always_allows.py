"""An API server whose authorization lets everything pass.

Why it matters
    Then every account, that of any pod included, may do everything in the cluster.

Verdicts
    FAIL when ``--authorization-mode`` has ``AlwaysAllow`` or is not given, since that is the
    default; PASS otherwise. UNKNOWN when it hangs on a value that could not be had. The API server
    is judged where its pod or kubeadm's configuration is in sight; a managed cluster shows none of
    it.

How to mend it
    Authorize by Node and RBAC.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --authorization-mode=Node,RBAC

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_authorizes",
    id="access.api_server_always_allows",
    title="API server allows every request",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="asks whether requests are allowed",
    bad="allows every request",
    controls=("ACC-02",),
    same_as=(
        "CKV_K8S_74",
        "KCV-0007",
        "AVD-KCV-0007",
        "kics:Authorization Mode Set To Always Allow",
    ),
)
