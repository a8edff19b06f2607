"""A scheduler that tells how its program runs.

Why it matters
    Profiles show internals of the program and cost it time; asking for many of them is a way to
    slow it down.

Verdicts
    PASS when ``--profiling`` is false; FAIL when it is true or not given, since true is the
    default. UNKNOWN when it hangs on a value that could not be had. The scheduler is judged where
    its pod or kubeadm's configuration is in sight; a managed cluster shows none of it.

How to mend it
    Switch profiling off.

        containers:
          - name: kube-scheduler
            command:
              - kube-scheduler
              - --profiling=false

Sources
    Kubernetes reference: kube-scheduler, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-scheduler/
    CIS Kubernetes Benchmark: scheduler, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "scheduler_profiling_off",
    id="exposure.scheduler_profiling",
    title="Profiles of the scheduler are served",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="serves no profiles",
    bad="serves profiles of itself",
    controls=("ACC-10",),
)
