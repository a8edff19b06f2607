"""A member of etcd that does not ask its clients for a certificate.

Why it matters
    etcd holds every object and Secret of the cluster. Whoever reaches it can read and change them
    all, past the API server and its audit log.

Verdicts
    PASS when ``--client-cert-auth`` is true; FAIL otherwise, since false is the default. UNKNOWN
    when it hangs on a value that could not be had. A member of etcd is judged where its pod or
    kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Ask clients of etcd for a certificate.

        containers:
          - name: etcd
            command:
              - etcd
              - --client-cert-auth=true
              - --trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt

Sources
    etcd: transport security model, https://etcd.io/docs/latest/op-guide/security/
    CIS Kubernetes Benchmark: etcd, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "etcd_clients_verified",
    id="access.etcd_clients_unverified",
    title="etcd serves clients without a certificate",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="serves only clients with a certificate",
    bad="serves clients without a certificate",
    controls=(
        "CERT-06",
        "ACC-10",
    ),
)
