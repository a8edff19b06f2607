"""An API server that does not use the authorizer for nodes.

Why it matters
    The Node authorizer lets a kubelet read only the Secrets of pods that run on its node. Without
    it, kubelets need broad roles, and one lost node reads the Secrets of all.

Verdicts
    PASS when ``--authorization-mode`` has ``Node``; FAIL otherwise. UNKNOWN when it hangs on a
    value that could not be had. The API server is judged where its pod or kubeadm's configuration
    is in sight; a managed cluster shows none of it.

How to mend it
    Add Node to the modes of authorization.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --authorization-mode=Node,RBAC

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
    Kubernetes: using Node authorization, https://kubernetes.io/docs/reference/access-authn-authz/node/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_node_authorizer",
    id="access.api_server_without_node_authorizer",
    title="Kubelets are not held to their own node",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="holds kubelets to what their node needs",
    bad="does not hold kubelets to what their node needs",
    controls=("ACC-02",),
)
