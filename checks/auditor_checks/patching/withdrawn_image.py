"""A machine started from an image that its maker has withdrawn.

Why it matters
    A withdrawn image gets no fixes any more, and new machines from it begin with every flaw that
    was found since. When it vanishes, the machine cannot be started again from it.

Verdicts
    FAIL when the image's end has come by the moment of the audit; PASS when it lies ahead, or when
    none is set. UNKNOWN when it could not be had. Machines whose image nobody looked up are not
    judged.

How to mend it
    Start the machine anew from the current image.

    AWS: the newest image of Amazon Linux is in the public parameter
    ``/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64``; launch templates and
    Auto Scaling groups can name it as ``resolve:ssm:`` and the parameter. ``aws ec2 describe-images
    --image-ids ID --include-deprecated`` shows the date.

Sources
    Deprecate an Amazon EC2 AMI, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-deprecate.html
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Host, Unknown


def judge(host: Host, view: View[Settings]) -> Iterator[Verdict]:
    """Compare ``image_deprecated`` with the moment of judging."""
    end, at = host.image_deprecated, "image_deprecated"
    image = f"image {host.image}" if isinstance(host.image, str) else "an image"
    if isinstance(end, Unknown):
        yield Verdict(Outcome.UNKNOWN, end.reason, at)
    elif isinstance(end, datetime) and end <= view.moment:
        text = f"{host.subject} runs from {image} withdrawn on {end:%Y-%m-%d}"
        yield Verdict(Outcome.FAIL, text, at)
    elif isinstance(end, datetime):
        text = f"{host.subject} runs from an image that is good until {end:%Y-%m-%d}"
        yield Verdict(Outcome.PASS, text, at)
    elif host.image_created is not None:
        yield Verdict(Outcome.PASS, f"{host.subject} runs from an image that is not withdrawn", at)


CHECK = Check(
    id="patching.withdrawn_image",
    title="Machine runs from a withdrawn image",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Host,
    judge=judge,
    controls=("PATCH-04",),
    same_as=("ec2_instance_with_outdated_ami",),
)
