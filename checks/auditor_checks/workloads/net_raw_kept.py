"""A container that keeps the capability NET_RAW.

Why it matters
    With raw sockets a container answers in the name of others on its node's network, and reads
    traffic that is not its own. Runtimes give the capability by default, for the sake of ping.

Verdicts
    PASS when ``ALL`` or ``NET_RAW`` is dropped and it is not added again; FAIL otherwise. UNKNOWN
    when the lists could not be had. Pods for Windows nodes are not judged.

How to mend it
    Drop NET_RAW, best together with all others.

        securityContext:
          capabilities:
            drop: [ALL]

Sources
    Linux manual: capabilities(7), https://man7.org/linux/man-pages/man7/capabilities.7.html
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import Answer, any_of, negate
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Container, Unknown, Workload
from auditor_checks.workloads._pod_security import beyond, drops
from auditor_checks.workloads._questions import Question, each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container."""
    yield from each_container(workload, _ask)


def _ask(container: Container) -> Iterator[Question]:
    back = beyond(container, ())
    given: Answer = back if isinstance(back, Unknown) else bool({*back} & {"ALL", "NET_RAW"})
    fault = any_of((negate(drops(container, "ALL", "NET_RAW")), given))
    yield Question(fault, "dropped", "may forge packets (NET_RAW)", "has no NET_RAW capability")


CHECK = Check(
    id="workloads.net_raw_kept",
    title="Container may forge network packets",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "CKV_K8S_28",
        "CKV_K8S_7",
        "KSV-0119",
        "AVD-KSV-0119",
        "C-0046",
        "insecureCapabilities",
        "drop-net-raw-capability",
        "drop-cap-net-raw",
        "gatekeeper:capabilities",
        "kics:NET_RAW Capabilities Not Being Dropped",
    ),
)
