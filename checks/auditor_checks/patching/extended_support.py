"""A database or cluster that stays on an old version for a fee.

Why it matters
    Extended support begins by itself when standard support ends. The bill then grows, for
    databases once more in the third year, and the upgrade that everybody forgot comes all the
    same, by force, at its end.

Verdicts
    FAIL when the version is kept beyond its standard support; PASS when it is not; UNKNOWN when
    that could not be had. Whether the version itself is still supported is the matter of
    ``patching.end_of_support``.

How to mend it
    Upgrade to a version in standard support, and decline extended support for the next time.

    AWS: ``aws rds modify-db-instance --db-instance-identifier NAME --engine-lifecycle-support
    open-source-rds-extended-support-disabled`` for a database, and ``aws eks update-cluster-config
    --name NAME --upgrade-policy supportType=STANDARD`` for a cluster. Both are then upgraded by AWS
    on the day that standard support ends, so put that day in the calendar.

Sources
    Amazon RDS Extended Support, https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html
    Amazon EKS cluster upgrade policy, https://docs.aws.amazon.com/eks/latest/userguide/view-upgrade-policy.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, unwanted
from auditor.facts import Component, Unknown


def judge(component: Component, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``extended_support``."""
    version = "" if isinstance(component.version, Unknown) else f" {component.version}"
    what = f"{component.product}{version}"
    yield from unwanted(
        component.extended_support,
        "extended_support",
        f"{component.subject} is not kept beyond standard support",
        f"{component.subject} keeps {what} beyond its standard support, for a fee",
    )


CHECK = Check(
    id="patching.extended_support",
    title="Old version is kept for a fee",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Component,
    judge=judge,
    controls=("PATCH-04",),
    same_as=("rds_instance_extended_support",),
)
