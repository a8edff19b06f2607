"""A kubelet that does not make the rules of the packet filter that it relies on.

Why it matters
    Rules that are made by hand drift from what the cluster needs, and are wider or narrower than
    the pods' traffic.

Verdicts
    FAIL when ``makeIPTablesUtilChains`` is false; PASS otherwise, since true is the default.
    UNKNOWN when it hangs on a value that could not be had. A kubelet is judged where its
    configuration document or its pod is in sight; a managed cluster shows none of it.

How to mend it
    Let the kubelet make its rules.

        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        makeIPTablesUtilChains: true

Sources
    Kubernetes reference: Kubelet Configuration (v1beta1), https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
    CIS Kubernetes Benchmark: kubelet, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "kubelet_keeps_iptables",
    id="workloads.kubelet_iptables_left",
    title="Kubelet does not keep its packet filter rules",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="keeps its rules of the packet filter",
    bad="leaves its rules of the packet filter to others",
    controls=("NET-01",),
)
