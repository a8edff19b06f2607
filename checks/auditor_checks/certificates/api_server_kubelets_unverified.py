"""An API server that sends commands to kubelets whose certificate it does not verify.

Why it matters
    Who gets between the two reads logs, sees what is typed into containers, and may change it.

Verdicts
    PASS when ``--kubelet-certificate-authority`` is given; FAIL otherwise. UNKNOWN when it hangs
    on a value that could not be had. The API server is judged where its pod or kubeadm's
    configuration is in sight; a managed cluster shows none of it.

How to mend it
    Name the authority of the kubelets' serving certificates.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --kubelet-certificate-authority=/etc/kubernetes/pki/ca.crt

    The kubelets have to serve certificates of that authority: see
    ``certificates.kubelet_own_certificate``.

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_verifies_kubelets",
    id="certificates.api_server_kubelets_unverified",
    title="API server does not verify kubelets",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="verifies kubelets by their certificates",
    bad="is told no authority to verify kubelets by",
    controls=("CERT-06",),
)
