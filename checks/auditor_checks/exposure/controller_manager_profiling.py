"""A controller manager that tells how its program runs.

Why it matters
    Profiles show internals of the program and cost it time; asking for many of them is a way to
    slow it down.

Verdicts
    PASS when ``--profiling`` is false; FAIL when it is true or not given, since true is the
    default. UNKNOWN when it hangs on a value that could not be had. The controller manager is
    judged where its pod or kubeadm's configuration is in sight; a managed cluster shows none of
    it.

How to mend it
    Switch profiling off.

        containers:
          - name: kube-controller-manager
            command:
              - kube-controller-manager
              - --profiling=false

Sources
    Kubernetes reference: kube-controller-manager, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/
    CIS Kubernetes Benchmark: controller manager, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "controllers_profiling_off",
    id="exposure.controller_manager_profiling",
    title="Profiles of the controller manager are served",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="serves no profiles",
    bad="serves profiles of itself",
    controls=("ACC-10",),
)
