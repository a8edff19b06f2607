"""An API server that reaches kubelets without a client certificate.

Why it matters
    Kubelets then have to answer callers without a name, or commands and logs do not work.

Verdicts
    PASS when ``--kubelet-client-certificate`` and ``--kubelet-client-key`` are given; FAIL
    otherwise. UNKNOWN when it hangs on a value that could not be had. The API server is judged
    where its pod or kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Give the API server a client certificate for kubelets.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --kubelet-client-certificate=/etc/kubernetes/pki/apiserver-kubelet-client.crt
              - --kubelet-client-key=/etc/kubernetes/pki/apiserver-kubelet-client.key

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_known_to_kubelets",
    id="certificates.api_server_unknown_to_kubelets",
    title="API server has no certificate for kubelets",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="proves itself to kubelets by a certificate",
    bad="has no certificate to prove itself to kubelets",
    controls=("CERT-06",),
)
