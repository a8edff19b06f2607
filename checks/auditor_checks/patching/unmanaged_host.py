"""A running machine without an agent that reports its patches.

Why it matters
    Nobody sees what it lacks. Such machines drop out of every patch report, so the report looks
    best where the estate is worst.

Verdicts
    FAIL when no agent reports from a machine that runs, or may be running. PASS when one does.
    NOT APPLICABLE while the machine stands still. UNKNOWN when an answer could not be had, and in
    the first ``grace_hours`` (1) after its start, in which an agent makes itself known.

How to mend it
    Install the agent of your patch service, and let the machine talk to it.

    AWS: the SSM Agent is in most images of Amazon already; what is missing is usually the role
    with ``AmazonSSMManagedInstanceCore``, or a way to the service (a NAT gateway or the endpoints
    ``ssm`` and ``ssmmessages``). Default Host Management Configuration gives the right to all
    instances of a region at once: ``aws ssm update-service-setting --setting-id
    /ssm/managed-instance/default-ec2-instance-management-role --setting-value ROLE``.
    ``aws ssm describe-instance-information`` lists who reports. Nodes of a cluster that are
    replaced rather than patched can be waived.

Sources
    Managing EC2 instances automatically with Default Host Management Configuration, https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html
    CIS Controls 8.1: 7.3, https://www.cisecurity.org/controls
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Host, Unknown
from auditor_checks.patching._starts import started_within


class UnmanagedSettings(Settings, frozen=True, kw_only=True):
    """Hours that a new machine has until its agent reports."""

    grace_hours: int = 1


def judge(host: Host, view: View[UnmanagedSettings]) -> Iterator[Verdict]:
    """Judge ``managed`` of machines that run."""
    managed, running, at = host.managed, host.running, "managed"
    if managed is None:
        return
    if managed is True:
        yield Verdict(Outcome.PASS, f"{host.subject} reports its patches", at)
    elif running is False:
        yield Verdict(Outcome.NOT_APPLICABLE, f"{host.subject} stands still", at)
    elif isinstance(managed, Unknown):
        yield Verdict(Outcome.UNKNOWN, managed.reason, at)
    elif isinstance(running, Unknown):
        text = f"{host.subject} has no agent, if it runs: {running.reason}"
        yield Verdict(Outcome.UNKNOWN, text, at)
    elif started_within(host, view.moment, view.settings.grace_hours):
        text = f"{host.subject} was just started, and no agent has reported from it yet"
        yield Verdict(Outcome.UNKNOWN, text, at)
    else:
        text = f"{host.subject} has no agent: nobody sees which patches it lacks"
        yield Verdict(Outcome.FAIL, text, at)


CHECK = Check(
    id="patching.unmanaged_host",
    title="Nobody sees the patches of a machine",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Host,
    judge=judge,
    settings=UnmanagedSettings,
    controls=("PATCH-02",),
    same_as=("ec2_instance_managed_by_ssm", "SSM.1"),
)
