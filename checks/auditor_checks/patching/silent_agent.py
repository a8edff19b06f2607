"""A running machine whose agent has fallen silent.

Why it matters
    A silent agent installs nothing, and what was known of the machine grows old. Intruders stop
    agents first.

Verdicts
    FAIL when the agent of a machine that runs, or may be running, was last heard more than
    ``max_days`` (2) ago. PASS when it was heard since. NOT APPLICABLE while the machine stands
    still. UNKNOWN when an answer could not be had.

How to mend it
    Restart the agent, and find out what keeps it from its service.

    AWS: ``aws ssm describe-instance-information`` shows ``ConnectionLost`` and the time of the last
    ping. Look for a full disk, a role or endpoint that was taken away, or a stopped
    ``amazon-ssm-agent``; ``AWSSupport-TroubleshootManagedInstance`` checks all of these.

Sources
    Troubleshooting managed node availability, https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Host, Unknown
from auditor_checks._ages import age_days, counted


class SilenceSettings(Settings, frozen=True, kw_only=True):
    """Days that an agent may be silent."""

    max_days: int = 2


def judge(host: Host, view: View[SilenceSettings]) -> Iterator[Verdict]:
    """Weigh the days since ``agent_seen``."""
    seen, running, at = host.agent_seen, host.running, "agent_seen"
    if seen is None:
        return
    if running is False:
        yield Verdict(Outcome.NOT_APPLICABLE, f"{host.subject} stands still", at)
        return
    if isinstance(seen, Unknown):
        yield Verdict(Outcome.UNKNOWN, seen.reason, at)
        return
    days, most = age_days(seen, view.moment), view.settings.max_days
    text = f"{host.subject} last reported {counted(days, 'day')} ago; at most {most} are wanted"
    if days <= most:
        yield Verdict(Outcome.PASS, text, at)
    elif isinstance(running, Unknown):
        yield Verdict(Outcome.UNKNOWN, f"{text}, if it runs: {running.reason}", at)
    else:
        yield Verdict(Outcome.FAIL, text, at)


CHECK = Check(
    id="patching.silent_agent",
    title="Agent of a running machine is silent",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Host,
    judge=judge,
    settings=SilenceSettings,
    controls=("PATCH-02",),
)
