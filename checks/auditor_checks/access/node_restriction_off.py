"""An API server without the admission plugin NodeRestriction.

Why it matters
    Without it a lost node may label itself to attract other pods, or change nodes that are not its
    own.

Verdicts
    PASS when ``--enable-admission-plugins`` has ``NodeRestriction``; FAIL otherwise, since it is
    off by default, and when it is disabled. UNKNOWN when it hangs on a value that could not be
    had. The API server is judged where its pod or kubeadm's configuration is in sight; a managed
    cluster shows none of it.

How to mend it
    Enable the admission plugin NodeRestriction.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --enable-admission-plugins=NodeRestriction

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
    Kubernetes: admission control, https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "admission_node_restriction",
    id="access.node_restriction_off",
    title="A kubelet may change other nodes",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="lets a kubelet change its own node and pods only",
    bad="lets a kubelet change other nodes and their pods",
    controls=("ACC-02",),
)
