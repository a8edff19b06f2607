"""A member of etcd without a certificate for its clients.

Why it matters
    All objects and Secrets of the cluster cross the network in the clear.

Verdicts
    PASS when ``--cert-file`` and ``--key-file`` are given; FAIL otherwise. UNKNOWN when it hangs
    on a value that could not be had. A member of etcd is judged where its pod or kubeadm's
    configuration is in sight; a managed cluster shows none of it.

How to mend it
    Give etcd a certificate of an authority of its own.

        containers:
          - name: etcd
            command:
              - etcd
              - --cert-file=/etc/kubernetes/pki/etcd/server.crt
              - --key-file=/etc/kubernetes/pki/etcd/server.key

Sources
    etcd: transport security model, https://etcd.io/docs/latest/op-guide/security/
    CIS Kubernetes Benchmark: etcd, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "etcd_tls",
    id="certificates.etcd_plain",
    title="etcd serves its clients without TLS",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="serves its clients by TLS",
    bad="is given no certificate for its clients",
    controls=(
        "CERT-05",
        "CERT-06",
    ),
)
