"""A controller manager that does not clean up after pods.

Why it matters
    Jobs leave pods behind; after some months they slow the API server and fill etcd.

Verdicts
    FAIL when ``--terminated-pod-gc-threshold`` is 0 or less; PASS otherwise, since 12500 is the
    default. UNKNOWN when it hangs on a value that could not be had. The controller manager is
    judged where its pod or kubeadm's configuration is in sight; a managed cluster shows none of
    it.

How to mend it
    Set a threshold that fits the size of the cluster.

        containers:
          - name: kube-controller-manager
            command:
              - kube-controller-manager
              - --terminated-pod-gc-threshold=1000

Sources
    Kubernetes reference: kube-controller-manager, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/
    CIS Kubernetes Benchmark: controller manager, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "terminated_pods_collected",
    id="workloads.terminated_pods_kept",
    title="Pods that ended are kept for ever",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="removes pods that ended",
    bad="never removes pods that ended",
    controls=("PRR-01",),
)
