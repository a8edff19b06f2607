"""An API server that is given no TLS certificate.

Why it matters
    It then makes one that no client can verify, so clients are told not to look, and anybody in
    between can answer in its name.

Verdicts
    PASS when ``--tls-cert-file`` and ``--tls-private-key-file`` are given; FAIL otherwise. UNKNOWN
    when it hangs on a value that could not be had. The API server is judged where its pod or
    kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Give the API server a certificate of the cluster's authority.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --tls-cert-file=/etc/kubernetes/pki/apiserver.crt
              - --tls-private-key-file=/etc/kubernetes/pki/apiserver.key

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_certificate",
    id="certificates.api_server_own_certificate",
    title="API server makes its certificate by itself",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="is given a certificate",
    bad="is given no certificate and makes its own",
    controls=(
        "CERT-01",
        "CERT-05",
    ),
    same_as=(
        "CKV_K8S_100",
        "KCV-0027",
        "AVD-KCV-0027",
        "kics:TSL Connection Certificate Not Setup",
    ),
)
