"""A kubelet whose authorization lets everything pass.

Why it matters
    Every account that the kubelet knows may then run commands in all containers of the node.

Verdicts
    FAIL when the mode is ``AlwaysAllow``, which is the default of the flag; PASS for ``Webhook``,
    which is the default in a configuration document. UNKNOWN when it hangs on a value that could
    not be had. A kubelet is judged where its configuration document or its pod is in sight; a
    managed cluster shows none of it.

How to mend it
    Authorize by Webhook.

        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        authorization:
          mode: Webhook

Sources
    Kubernetes reference: Kubelet Configuration (v1beta1), https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/
    CIS Kubernetes Benchmark: kubelet, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "kubelet_authorizes",
    id="access.kubelet_always_allows",
    title="Kubelet allows every request",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="asks the API server whether requests are allowed",
    bad="allows every request",
    controls=(
        "ACC-02",
        "ACC-10",
    ),
    same_as=(
        "CKV_K8S_139",
        "KCV-0080",
        "AVD-KCV-0080",
        "kics:Authorization Mode Set To Always Allow",
    ),
)
