"""A member of etcd without a certificate for its peers.

Why it matters
    Every change is sent to all members: without TLS, in the clear.

Verdicts
    PASS when ``--peer-cert-file`` and ``--peer-key-file`` are given; FAIL otherwise. UNKNOWN when
    it hangs on a value that could not be had. A member of etcd is judged where its pod or
    kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Give etcd a certificate for its peers.

        containers:
          - name: etcd
            command:
              - etcd
              - --peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt
              - --peer-key-file=/etc/kubernetes/pki/etcd/peer.key

    A single member that will stay alone may be waived.

Sources
    etcd: transport security model, https://etcd.io/docs/latest/op-guide/security/
    CIS Kubernetes Benchmark: etcd, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "etcd_peer_tls",
    id="certificates.etcd_peers_plain",
    title="Members of etcd speak without TLS",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="speaks with its peers by TLS",
    bad="is given no certificate for its peers",
    controls=(
        "CERT-05",
        "CERT-06",
    ),
)
