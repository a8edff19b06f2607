"""A container that has taken off the AppArmor profile of its runtime.

Why it matters
    Where a node has AppArmor, the runtime's profile denies mounts, raw access to the kernel's
    files and more. An unconfined container is without that line of defence.

Verdicts
    FAIL when the profile is ``Unconfined`` or none that Kubernetes knows; PASS for
    ``RuntimeDefault`` and ``Localhost``, and when none is written, since the runtime's then
    applies. Older annotations are read too. UNKNOWN when the value could not be had. Pods for
    Windows nodes are not judged.

How to mend it
    Leave the container to the profile of the runtime, or load one of its own.

        securityContext:
          appArmorProfile:
            type: RuntimeDefault

Sources
    Kubernetes Pod Security Standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/
    Kubernetes: restrict a container's access to resources with AppArmor, https://kubernetes.io/docs/tutorials/security/apparmor/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Workload
from auditor_checks.workloads._pod_security import apparmor
from auditor_checks.workloads._questions import each_container


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each container by its own profile, else the pod's."""
    yield from each_container(workload, apparmor)


CHECK = Check(
    id="workloads.apparmor_overridden",
    title="AppArmor does not hold the container",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("PRR-02",),
    same_as=(
        "KSV-0002",
        "AVD-KSV-0002",
        "restrict-apparmor-profiles",
        "gatekeeper:apparmor",
        "kics:Missing AppArmor Profile",
    ),
)
