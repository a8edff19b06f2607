"""A kubelet whose serving certificate nobody can verify.

Why it matters
    The API server, and whatever collects metrics, cannot tell it from somebody in between.

Verdicts
    PASS when a certificate and key are named, or the kubelet asks the cluster for one
    (``serverTLSBootstrap``); FAIL otherwise. UNKNOWN when it hangs on a value that could not be
    had. A kubelet is judged where its configuration document or its pod is in sight; a managed
    cluster shows none of it.

How to mend it
    Let the kubelet ask the cluster for a serving certificate.

        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        serverTLSBootstrap: true

    Somebody has to approve the requests: a controller for that purpose, never a rule that approves
    all.

Sources
    Kubernetes reference: Kubelet Configuration (v1beta1), https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
    CIS Kubernetes Benchmark: kubelet, https://www.cisecurity.org/benchmark/kubernetes
    Kubernetes: TLS bootstrapping, https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "kubelet_certificate",
    id="certificates.kubelet_own_certificate",
    title="Kubelet makes its serving certificate by itself",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="serves a certificate of the cluster's authority",
    bad="makes its serving certificate by itself",
    controls=(
        "CERT-01",
        "CERT-06",
    ),
    same_as=("kics:TSL Connection Certificate Not Setup",),
)
