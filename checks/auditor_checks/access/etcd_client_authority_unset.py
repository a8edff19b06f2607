"""A member of etcd that is not told who issues its clients' certificates.

Why it matters
    Without an authority of its own, etcd trusts those of the system, or cannot tell clients apart
    at all.

Verdicts
    PASS when ``--trusted-ca-file`` is given; FAIL otherwise. UNKNOWN when it hangs on a value that
    could not be had. A member of etcd is judged where its pod or kubeadm's configuration is in
    sight; a managed cluster shows none of it.

How to mend it
    Name an authority that issues for etcd only.

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
    "etcd_client_authority",
    id="access.etcd_client_authority_unset",
    title="etcd is told no authority for its clients",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="is told the authority of its clients",
    bad="is told no authority for its clients",
    controls=("CERT-06",),
)
