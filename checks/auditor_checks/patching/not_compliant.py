"""A machine that does not meet the patch baseline that was chosen for it.

Why it matters
    The baseline is the rule that its owners made themselves: which patches, how soon. A machine
    that breaks it is one that the usual round of patching did not reach.

Verdicts
    FAIL when the patch service calls the machine not compliant; PASS when it calls it compliant;
    UNKNOWN when its verdict could not be had. Machines that were never scanned are not judged
    here (``patching.unscanned_host``).

How to mend it
    Install what the baseline asks for, and find out why the last round failed.

    AWS: ``aws ssm describe-instance-patches --instance-id ID --filters Key=State,Values=Missing``
    lists what is missing, the state ``Failed`` what would not install, and
    ``InstalledPendingReboot`` what waits for a restart.

Sources
    Patch compliance state values, https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-states.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import Host


def judge(host: Host, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``compliant``."""
    yield from wanted(
        host.compliant,
        "compliant",
        f"{host.subject} meets its patch baseline",
        f"{host.subject} does not meet its patch baseline",
    )


CHECK = Check(
    id="patching.not_compliant",
    title="Machine does not meet its patch baseline",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Host,
    judge=judge,
    controls=("PATCH-01",),
    same_as=("ssm_managed_compliant_patching", "SSM.2"),
)
