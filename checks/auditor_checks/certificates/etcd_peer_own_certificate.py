"""A member of etcd whose peers cannot verify it.

Why it matters
    What it makes by itself proves nothing: whoever gets in between makes the same, and joins.

Verdicts
    FAIL when ``--peer-auto-tls`` is true; PASS otherwise, since false is the default. UNKNOWN when
    it hangs on a value that could not be had. A member of etcd is judged where its pod or
    kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Take the flag out, and give etcd a certificate for its peers.

        containers:
          - name: etcd
            command:
              - etcd
              - --peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt
              - --peer-key-file=/etc/kubernetes/pki/etcd/peer.key

Sources
    etcd: transport security model, https://etcd.io/docs/latest/op-guide/security/
    CIS Kubernetes Benchmark: etcd, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "etcd_peer_own_certificate",
    id="certificates.etcd_peer_own_certificate",
    title="etcd makes its certificate for peers by itself",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="does not make its certificate for peers by itself",
    bad="makes its certificate for peers by itself",
    controls=(
        "CERT-01",
        "CERT-06",
    ),
)
