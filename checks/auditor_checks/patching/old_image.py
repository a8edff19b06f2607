"""A machine started from an image that is months old.

Why it matters
    An image holds the state of the day it was made. Every machine that starts from it, at night
    or under load, is open to all that was found since until its first round of patches.

Verdicts
    FAIL when the image was made more than ``max_days`` (180) ago; PASS when it is younger;
    UNKNOWN when its age could not be had. Machines whose image nobody looked up are not judged.

How to mend it
    Build or choose a new image every month, and start machines from it.

    AWS: EC2 Image Builder makes one on a schedule and puts its id where launch templates find it;
    ``aws autoscaling start-instance-refresh --auto-scaling-group-name NAME`` replaces the machines
    of a group one after the other.

Sources
    EC2 Image Builder, https://docs.aws.amazon.com/imagebuilder/latest/userguide/what-is-image-builder.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Host, Unknown
from auditor_checks._ages import age_days, counted


class OldImageSettings(Settings, frozen=True, kw_only=True):
    """The greatest age of an image in days."""

    max_days: int = 180


def judge(host: Host, view: View[OldImageSettings]) -> Iterator[Verdict]:
    """Weigh the days since ``image_created``."""
    created, at = host.image_created, "image_created"
    if created is None:
        return
    if isinstance(created, Unknown):
        yield Verdict(Outcome.UNKNOWN, created.reason, at)
        return
    days, most = age_days(created, view.moment), view.settings.max_days
    text = (
        f"{host.subject} runs from an image {counted(days, 'day')} old; at most {most} are wanted"
    )
    yield Verdict(Outcome.FAIL if days > most else Outcome.PASS, text, at)


CHECK = Check(
    id="patching.old_image",
    title="Machine runs from an old image",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Host,
    judge=judge,
    settings=OldImageSettings,
    controls=("PATCH-01",),
)
