"""A machine that has stood still for weeks.

Why it matters
    It misses every patch, and is at its weakest in the minute somebody starts it again. Its disks
    go on costing money and holding data that nobody looks after.

Verdicts
    FAIL when a machine has been stopped for more than ``max_days`` (30); PASS when for less.
    UNKNOWN when it could not be had since when. Machines that run are not judged.

How to mend it
    Delete the machine, after an image of it was made where its data are wanted.

    AWS: ``aws ec2 create-image --instance-id ID --name NAME``, then ``aws ec2 terminate-instances
    --instance-ids ID``. Machines that run on a schedule of their own can be waived.

Sources
    Stop and start Amazon EC2 instances, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Stop_Start.html
    AWS Security Hub control EC2.4, https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-4
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Host, Unknown
from auditor_checks._ages import age_days, counted


class StandstillSettings(Settings, frozen=True, kw_only=True):
    """Days that a machine may stand still."""

    max_days: int = 30


def judge(host: Host, view: View[StandstillSettings]) -> Iterator[Verdict]:
    """Weigh the days since ``stopped``."""
    stopped, at = host.stopped, "stopped"
    if stopped is None or host.running is True:
        return
    if isinstance(stopped, Unknown):
        yield Verdict(Outcome.UNKNOWN, stopped.reason, at)
        return
    days, most = age_days(stopped, view.moment), view.settings.max_days
    text = f"{host.subject} has stood still for {counted(days, 'day')}; at most {most} are wanted"
    if days <= most:
        yield Verdict(Outcome.PASS, text, at)
    elif isinstance(host.running, Unknown):
        yield Verdict(Outcome.UNKNOWN, f"{text}, if it does: {host.running.reason}", at)
    else:
        yield Verdict(Outcome.FAIL, text, at)


CHECK = Check(
    id="patching.long_stopped",
    title="Machine has been stopped for weeks",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Host,
    judge=judge,
    settings=StandstillSettings,
    controls=("PATCH-01",),
    same_as=("ec2_instance_stopped_older_than_specific_days", "EC2.4"),
)
