"""A kubelet that lets the certificate by which it logs in run out.

Why it matters
    On that day the node drops out of the cluster, and usually all nodes of the same age do.

Verdicts
    PASS when certificates are rotated; FAIL when they are not or nothing is said, since off is the
    default. UNKNOWN when it hangs on a value that could not be had. A kubelet is judged where its
    configuration document or its pod is in sight; a managed cluster shows none of it.

How to mend it
    Rotate certificates of the kubelet.

        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        rotateCertificates: true

Sources
    Kubernetes reference: Kubelet Configuration (v1beta1), https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
    CIS Kubernetes Benchmark: kubelet, https://www.cisecurity.org/benchmark/kubernetes
    Kubernetes: configure certificate rotation for the kubelet, https://kubernetes.io/docs/tasks/tls/certificate-rotation/
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "kubelet_client_rotation",
    id="certificates.kubelet_client_rotation_off",
    title="Kubelet does not renew its client certificate",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="renews its client certificate",
    bad="does not renew its client certificate",
    controls=("CERT-03",),
    same_as=(
        "CKV_K8S_149",
        "KCV-0090",
        "AVD-KCV-0090",
        "kics:Kubelet Client Periodic Certificate Switch Disabled",
    ),
)
