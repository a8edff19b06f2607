"""A pod whose containers share their processes.

Why it matters
    Each container then sees the command lines of the others, may signal them when their user is
    the same, and reaches their files by /proc. A weak sidecar opens the strong one.

Verdicts
    FAIL when ``shareProcessNamespace`` is true; PASS otherwise, which is the default. UNKNOWN when
    the value could not be had.

How to mend it
    Take shareProcessNamespace out; ephemeral containers can look into one target container.

        spec:
          shareProcessNamespace: false

Sources
    Kubernetes: share process namespace between containers in a pod, https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._questions import Question, of_pod


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the pod's field."""
    bad, good = (
        "shares one process namespace among its containers",
        "keeps its containers' processes apart",
    )
    yield from of_pod(workload, [Question(workload.share_processes, "share_processes", bad, good)])


CHECK = Check(
    id="workloads.processes_shared",
    title="Containers of a pod see each other's processes",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
)
