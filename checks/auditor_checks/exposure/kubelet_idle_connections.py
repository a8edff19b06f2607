"""A kubelet that keeps idle connections into containers open.

Why it matters
    Forgotten sessions and port forwards stay a way in, and use up connections until none is left.

Verdicts
    FAIL when the idle timeout is 0; PASS otherwise, since four hours is the default. UNKNOWN when
    it hangs on a value that could not be had. A kubelet is judged where its configuration document
    or its pod is in sight; a managed cluster shows none of it.

How to mend it
    Let idle connections end.

        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        streamingConnectionIdleTimeout: 1h

Sources
    Kubernetes reference: Kubelet Configuration (v1beta1), https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
    CIS Kubernetes Benchmark: kubelet, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "kubelet_streams_end",
    id="exposure.kubelet_idle_connections",
    title="Idle connections to containers stay open for ever",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="ends idle connections to containers",
    bad="never ends idle connections to containers",
    controls=("ACC-11",),
)
