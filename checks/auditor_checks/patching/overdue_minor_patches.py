"""A machine that lacks medium, low or unrated patches past their deadline.

Why it matters
    Small flaws are combined into big ones, and a machine that is months behind takes the next
    urgent patch badly.

Verdicts
    FAIL when a missing patch is older than the days allowed, counted from the vendor's release:
    ``medium_days`` (90), ``low_days`` (180), or ``unrated_days`` (90) when the vendor rates it
    not at all. The last day is still in time. PASS when nothing is late; the message says what is
    due first. UNKNOWN when the missing patches could not be had, or when a release has no date and
    the patch service does not call the machine compliant.

How to mend it
    Let a maintenance window install all patches every month.

    AWS: ``aws ssm send-command --document-name AWS-RunPatchBaseline --parameters
    Operation=Install --targets Key=InstanceIds,Values=ID`` installs what the baseline approves; see
    to it that the baseline approves these too.

Sources
    AWS Systems Manager Patch Manager, https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager.html
    NIST SP 800-40 r4, https://csrc.nist.gov/pubs/sp/800/40/r4/final
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import Host
from auditor_checks.patching._deadlines import MinorDeadlines, judge_patches

CHECK = Check(
    id="patching.overdue_minor_patches",
    title="Lesser patches are overdue",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Host,
    judge=judge_patches,
    settings=MinorDeadlines,
    controls=("PATCH-01",),
)
