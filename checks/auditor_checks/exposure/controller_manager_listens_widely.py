"""A controller manager that can be reached from other machines.

Why it matters
    Its port is for health checks and metrics on the node itself. Open to the network, it is one
    more thing to attack.

Verdicts
    PASS when ``--bind-address`` is a loopback address; FAIL for others and when it is not given,
    since every address is the default. UNKNOWN when it hangs on a value that could not be had. The
    controller manager is judged where its pod or kubeadm's configuration is in sight; a managed
    cluster shows none of it.

How to mend it
    Listen on the loopback address.

        containers:
          - name: kube-controller-manager
            command:
              - kube-controller-manager
              - --bind-address=127.0.0.1

    Where metrics are collected from other machines, waive it and limit who reaches the port.

Sources
    Kubernetes reference: kube-controller-manager, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/
    CIS Kubernetes Benchmark: controller manager, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "controllers_local",
    id="exposure.controller_manager_listens_widely",
    title="Port of the controller manager is open to the network",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="listens on its own node only",
    bad="listens on every address of its node",
    controls=(
        "ACC-10",
        "NET-01",
    ),
)
