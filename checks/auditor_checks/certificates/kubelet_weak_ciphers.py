"""A kubelet that accepts ciphers with known weaknesses, or names none.

Why it matters
    A client may be steered to the weakest suite that both sides have. Suites with CBC, RC4 or 3DES
    have been broken in practice; which ones are on by default changes from version to version.

Verdicts
    PASS when suites are named and none is weak, or the lowest version is TLS 1.3; FAIL otherwise.
    UNKNOWN when it hangs on a value that could not be had. A kubelet is judged where its
    configuration document or its pod is in sight; a managed cluster shows none of it.

How to mend it
    Name strong suites, or take TLS 1.3 only.

        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        tlsCipherSuites:
        - TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
        - TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384

Sources
    Kubernetes reference: Kubelet Configuration (v1beta1), https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
    CIS Kubernetes Benchmark: kubelet, https://www.cisecurity.org/benchmark/kubernetes
    RFC 9325 (Recommendations for Secure Use of TLS), section 4.2, https://www.rfc-editor.org/rfc/rfc9325
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "kubelet_strong_ciphers",
    id="certificates.kubelet_weak_ciphers",
    title="Kubelet is not held to strong ciphers",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="is held to strong ciphers",
    bad="is not held to strong ciphers",
    controls=("CERT-05",),
    same_as=("kics:Weak TLS Cipher Suites",),
)
