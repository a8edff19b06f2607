"""A kubelet with the renewal of its serving certificate switched off.

Why it matters
    When the certificate runs out, logs and commands of the node stop working, or clients learn not
    to look.

Verdicts
    FAIL when the feature gate ``RotateKubeletServerCertificate`` is false; PASS otherwise, since
    true is the default. UNKNOWN when it hangs on a value that could not be had. A kubelet is
    judged where its configuration document or its pod is in sight; a managed cluster shows none of
    it.

How to mend it
    Take the feature gate out.

        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        featureGates:
          RotateKubeletServerCertificate: true

Sources
    Kubernetes reference: Kubelet Configuration (v1beta1), https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
    CIS Kubernetes Benchmark: kubelet, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "kubelet_server_rotation",
    id="certificates.kubelet_server_rotation_off",
    title="Kubelet's serving certificate is not renewed",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="may renew its serving certificate",
    bad="has renewal of its serving certificate switched off",
    controls=("CERT-03",),
    same_as=(
        "KCV-0091",
        "AVD-KCV-0091",
        "kics:Rotate Kubelet Server Certificate Not Active",
    ),
)
