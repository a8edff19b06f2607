"""A kubelet that is not told who issues its clients' certificates.

Why it matters
    Then the API server cannot prove itself by its certificate, and weaker ways are left open for
    it.

Verdicts
    PASS when a client authority is named; FAIL otherwise. UNKNOWN when it hangs on a value that
    could not be had. A kubelet is judged where its configuration document or its pod is in sight;
    a managed cluster shows none of it.

How to mend it
    Name the authority that issues certificates of clients.

        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        authentication:
          x509:
            clientCAFile: /etc/kubernetes/pki/ca.crt

Sources
    Kubernetes reference: Kubelet Configuration (v1beta1), https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
    CIS Kubernetes Benchmark: kubelet, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "kubelet_client_authority",
    id="access.kubelet_client_authority_unset",
    title="Kubelet cannot verify the API server's certificate",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="verifies certificates of its clients",
    bad="is told no authority for its clients",
    controls=("CERT-06",),
)
