"""A controller manager with the renewal of kubelets' serving certificates switched off.

Why it matters
    The certificates then run out one by one, and with them logs and commands on those nodes.

Verdicts
    FAIL when the feature gate ``RotateKubeletServerCertificate`` is false; PASS otherwise, since
    true is the default. UNKNOWN when it hangs on a value that could not be had. The controller
    manager is judged where its pod or kubeadm's configuration is in sight; a managed cluster shows
    none of it.

How to mend it
    Take the feature gate out.

        containers:
          - name: kube-controller-manager
            command:
              - kube-controller-manager
              - --feature-gates=RotateKubeletServerCertificate=true

Sources
    Kubernetes reference: kube-controller-manager, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/
    CIS Kubernetes Benchmark: controller manager, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "controllers_rotate_kubelet_certificates",
    id="certificates.controllers_keep_kubelet_certificates",
    title="Controller manager does not renew kubelets' certificates",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="renews serving certificates of kubelets",
    bad="has renewal of kubelets' serving certificates switched off",
    controls=("CERT-03",),
    same_as=("CKV_K8S_112",),
)
