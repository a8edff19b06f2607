"""A machine that was neither replaced nor started anew for months.

Why it matters
    Nobody knows any more whether it would come up again, or what was changed on it by hand. A new
    kernel works only after a restart, whatever the list of installed patches says.

Verdicts
    FAIL when a machine that runs was started more than ``max_days`` (180) ago; PASS when it was
    started since; NOT APPLICABLE while it stands still. UNKNOWN when an answer could not be had.
    Providers see starts from outside only, not a restart from within.

How to mend it
    Replace the machine by one from a current image.

    AWS: ``aws autoscaling start-instance-refresh --auto-scaling-group-name NAME`` does so for a
    group. A single machine is started anew with ``aws ec2 stop-instances --instance-ids ID`` and
    ``aws ec2 start-instances --instance-ids ID``; what is on instance store volumes is lost.

Sources
    Amazon EC2 instance state changes, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Host, Unknown
from auditor_checks._ages import age_days, counted


class UptimeSettings(Settings, frozen=True, kw_only=True):
    """Days that a machine may run without being replaced or started anew."""

    max_days: int = 180


def judge(host: Host, view: View[UptimeSettings]) -> Iterator[Verdict]:
    """Weigh the days since ``launched``."""
    launched, running, at = host.launched, host.running, "launched"
    if launched is None:
        return
    if running is False:
        yield Verdict(Outcome.NOT_APPLICABLE, f"{host.subject} stands still", at)
        return
    if isinstance(launched, Unknown):
        yield Verdict(Outcome.UNKNOWN, launched.reason, at)
        return
    days, most = age_days(launched, view.moment), view.settings.max_days
    text = f"{host.subject} was started {counted(days, 'day')} ago; at most {most} are wanted"
    if days <= most:
        yield Verdict(Outcome.PASS, text, at)
    elif isinstance(running, Unknown):
        yield Verdict(Outcome.UNKNOWN, f"{text}, if it runs: {running.reason}", at)
    else:
        yield Verdict(Outcome.FAIL, text, at)


CHECK = Check(
    id="patching.long_running",
    title="Machine was not started anew for months",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Host,
    judge=judge,
    settings=UptimeSettings,
    controls=("PATCH-01",),
    same_as=("ec2_instance_older_than_specific_days",),
)
