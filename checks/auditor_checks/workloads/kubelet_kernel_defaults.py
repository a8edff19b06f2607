"""A kubelet that overwrites the kernel settings of its node.

Why it matters
    What the administrator set to harden the node is silently undone when the kubelet starts.

Verdicts
    PASS when kernel defaults are protected; FAIL otherwise, since off is the default. UNKNOWN when
    it hangs on a value that could not be had. A kubelet is judged where its configuration document
    or its pod is in sight; a managed cluster shows none of it.

How to mend it
    Protect kernel defaults, and set what the kubelet expects.

        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        protectKernelDefaults: true

Sources
    Kubernetes reference: Kubelet Configuration (v1beta1), https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
    CIS Kubernetes Benchmark: kubelet, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "kubelet_kernel_defaults",
    id="workloads.kubelet_kernel_defaults",
    title="Kubelet changes kernel settings by itself",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="stops when kernel settings are not as it expects",
    bad="changes kernel settings that differ from what it expects",
    controls=("PRR-02",),
)
