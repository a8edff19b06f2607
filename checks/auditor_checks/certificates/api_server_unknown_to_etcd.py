"""An API server that reaches etcd without a client certificate.

Why it matters
    If the API server needs none, nobody does: etcd is open to whoever reaches its port.

Verdicts
    PASS when ``--etcd-certfile`` and ``--etcd-keyfile`` are given; FAIL otherwise. UNKNOWN when it
    hangs on a value that could not be had. The API server is judged where its pod or kubeadm's
    configuration is in sight; a managed cluster shows none of it.

How to mend it
    Give the API server a client certificate for etcd.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --etcd-certfile=/etc/kubernetes/pki/apiserver-etcd-client.crt
              - --etcd-keyfile=/etc/kubernetes/pki/apiserver-etcd-client.key

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_known_to_etcd",
    id="certificates.api_server_unknown_to_etcd",
    title="API server has no certificate for etcd",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="proves itself to etcd by a certificate",
    bad="has no certificate to prove itself to etcd",
    controls=("CERT-06",),
)
