"""An API server that is not told who issues etcd's certificate.

Why it matters
    Whoever gets between the two can hand the API server objects of their own, and read all that it
    stores.

Verdicts
    PASS when ``--etcd-cafile`` is given; FAIL otherwise. UNKNOWN when it hangs on a value that
    could not be had. The API server is judged where its pod or kubeadm's configuration is in
    sight; a managed cluster shows none of it.

How to mend it
    Name the authority of etcd's certificates.

        containers:
          - name: kube-apiserver
            command:
              - kube-apiserver
              - --etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt

Sources
    Kubernetes reference: kube-apiserver, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/
    CIS Kubernetes Benchmark: API server, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "api_server_verifies_etcd",
    id="certificates.api_server_etcd_unverified",
    title="API server does not verify etcd",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="verifies etcd's certificate",
    bad="is told no authority to verify etcd by",
    controls=("CERT-06",),
)
