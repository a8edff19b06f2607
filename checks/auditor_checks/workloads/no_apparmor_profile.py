"""A container that asks for no AppArmor profile.

Why it matters
    Where a node has AppArmor, most runtimes give such a container their own profile; where it is
    missing, or the runtime is set otherwise, the container starts without one and nobody is told.
    A pod that asks for a profile runs only where it is held by it.

Verdicts
    FAIL when no profile is written on the container, its pod or in an older annotation; PASS
    when one is. UNKNOWN when the value could not be had. Pods for Windows nodes are not judged.
    Profiles that hold nothing are judged apart, by ``workloads.apparmor_overridden``. The
    severity is information, since the default holds on most nodes.

How to mend it
    Ask for the profile of the runtime.

        securityContext:
          appArmorProfile:
            type: RuntimeDefault

Sources
    Kubernetes: restrict a container's access to resources with AppArmor, https://kubernetes.io/docs/tutorials/security/apparmor/
    CIS Kubernetes Benchmark: policies, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Container, Unknown, Workload
from auditor_checks.workloads._questions import Question, each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container by its own profile, else the pod's."""
    yield from each_container(workload, _ask)


def _ask(container: Container) -> Iterator[Question]:
    profile = container.apparmor
    fault = profile if isinstance(profile, Unknown) else not profile
    yield Question(fault, "apparmor", "asks for no AppArmor profile", "asks for a profile")


CHECK = Check(
    id="workloads.no_apparmor_profile",
    title="No AppArmor profile is asked for",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "KSV-0002",
        "AVD-KSV-0002",
        "gatekeeper:apparmor",
        "kics:Missing AppArmor Profile",
    ),
)
