"""A member of etcd that does not ask its peers for a certificate.

Why it matters
    Who speaks as a peer takes part in the cluster's decisions and receives all of its data.

Verdicts
    PASS when ``--peer-client-cert-auth`` is true; FAIL otherwise, since false is the default.
    UNKNOWN when it hangs on a value that could not be had. A member of etcd is judged where its
    pod or kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Ask peers of etcd for a certificate.

        containers:
          - name: etcd
            command:
              - etcd
              - --peer-client-cert-auth=true
              - --peer-trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt

Sources
    etcd: transport security model, https://etcd.io/docs/latest/op-guide/security/
    CIS Kubernetes Benchmark: etcd, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "etcd_peers_verified",
    id="access.etcd_peers_unverified",
    title="etcd lets peers join without a certificate",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="asks its peers for a certificate",
    bad="lets peers speak without a certificate",
    controls=("CERT-06",),
)
