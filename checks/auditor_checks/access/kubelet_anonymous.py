"""A kubelet that takes requests from anybody.

Why it matters
    A kubelet runs commands in the containers of its node and shows their logs. With its
    authorization left open as well, anybody on the network does so.

Verdicts
    PASS when anonymous authentication is switched off, which is the default in a configuration
    document; FAIL when it is on, which is the default of the flag. UNKNOWN when it hangs on a
    value that could not be had. A kubelet is judged where its configuration document or its pod is
    in sight; a managed cluster shows none of it.

How to mend it
    Switch anonymous authentication off.

        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        authentication:
          anonymous:
            enabled: false

Sources
    Kubernetes reference: Kubelet Configuration (v1beta1), https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
    CIS Kubernetes Benchmark: kubelet, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "kubelet_anonymous_refused",
    id="access.kubelet_anonymous",
    title="Kubelet answers callers without a name",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="refuses callers without a name",
    bad="answers callers without a name",
    controls=("ACC-10",),
    same_as=(
        "CKV_K8S_138",
        "KCV-0079",
        "AVD-KCV-0079",
        "C-0069",
        "kics:Anonymous Auth Is Not Set To False",
    ),
)
