"""A machine that lacks critical or high patches past their deadline.

Why it matters
    Attackers read the vendor's notes too. Days after a patch is released there are tools for the
    flaw it mends, and whole networks are searched for machines that lack it.

Verdicts
    FAIL when a missing patch is older than the days allowed, counted from the vendor's release:
    ``critical_days`` (7) or ``high_days`` (30). The last day is still in time. PASS when nothing
    is late; the message says what is due first. UNKNOWN when the missing patches could not be had,
    or when a release has no date and the patch service does not call the machine compliant.
    Machines that nobody scans are the matter of ``patching.unscanned_host``; lesser patches that
    of ``patching.overdue_minor_patches``.

How to mend it
    Install the missing patches now, and let a maintenance window do so every week.

    AWS: ``aws ssm send-command --document-name AWS-RunPatchBaseline --parameters
    Operation=Install --targets Key=InstanceIds,Values=ID`` installs them and restarts where
    needed. A Quick Setup patch policy does the same on a schedule for every account. Machines that
    are replaced rather than patched get a new image.

Sources
    AWS Systems Manager Patch Manager, https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager.html
    NIST SP 800-40 r4, https://csrc.nist.gov/pubs/sp/800/40/r4/final
    PCI DSS 4.0.1: 6.3.3, https://www.pcisecuritystandards.org/document_library/
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import Host
from auditor_checks.patching._deadlines import SeriousDeadlines, judge_patches

CHECK = Check(
    id="patching.overdue_patches",
    title="Critical or high patches are overdue",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Host,
    judge=judge_patches,
    settings=SeriousDeadlines,
    controls=("PATCH-01",),
)
