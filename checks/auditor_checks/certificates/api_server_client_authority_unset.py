"""An API server that is not told who issues its clients' certificates.

Why it matters
    Kubelets and controllers cannot prove themselves by certificates then, and use tokens that live
    long instead.

Verdicts
    PASS when ``--client-ca-file`` is given; FAIL otherwise. UNKNOWN when it hangs on a value that
    could not be had. The API server is judged where its pod or kubeadm's configuration is in
    sight; a managed cluster shows none of it.

How to mend it
    Name the authority that issues certificates of clients.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --client-ca-file=/etc/kubernetes/pki/ca.crt

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_client_authority",
    id="certificates.api_server_client_authority_unset",
    title="API server is told no authority for its clients",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="verifies certificates of its clients",
    bad="is told no authority for its clients",
    controls=("CERT-06",),
)
