"""A kubelet with its port for reading without a login open.

Why it matters
    The port shows all pods of the node, with their settings and addresses, to whoever asks,
    unencrypted.

Verdicts
    PASS when the port is 0, which is the default in a configuration document; FAIL for another,
    and when the flag is not given, whose default is 10255. UNKNOWN when it hangs on a value that
    could not be had. A kubelet is judged where its configuration document or its pod is in sight;
    a managed cluster shows none of it.

How to mend it
    Set the read-only port to 0.

        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        readOnlyPort: 0

Sources
    Kubernetes reference: Kubelet Configuration (v1beta1), https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
    CIS Kubernetes Benchmark: kubelet, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "kubelet_read_only_port_closed",
    id="exposure.kubelet_read_only_port",
    title="Kubelet shows its pods to anybody",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="has its read-only port closed",
    bad="has its read-only port open",
    controls=(
        "ACC-10",
        "NET-01",
    ),
)
