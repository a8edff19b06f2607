"""A product in a version that its maker no longer mends.

Why it matters
    Flaws go on being found in old versions, but nobody mends them any more. Managed services also
    upgrade by force on a date of the provider's choosing, or charge more for extended support
    until you do.

Verdicts
    FAIL when support has ended by the moment of the audit (data file ``lifecycle``), when the
    version is older than the oldest one that has ended, and when it ends within ``notice_days``
    (0). The last day still counts as supported. Extended support that costs extra counts only
    with ``extended``. PASS while support lasts or when no end is known. UNKNOWN when the version
    could not be had, or the data knows no such product or version, for instance because it is
    newer.

How to mend it
    Move to a version that will be supported for another year or more.

        resource "aws_eks_cluster" "main" {
          version = var.kubernetes_version
        }

    Go up one minor version at a time where the product asks for it, try the change on a copy, and
    put the date of the next end in the team's calendar.

Sources
    endoflife.date, https://endoflife.date/
    Amazon EKS Kubernetes release calendar, https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
    Lambda runtimes: deprecation policy, https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Component, Unknown
from auditor_checks._data import load
from auditor_checks.patching._versions import cycles_of, older_than_all


class SupportSettings(Settings, frozen=True, kw_only=True):
    """How much notice of an end is wanted, and whether extended support counts."""

    notice_days: int = 0
    extended: bool = False


def judge(component: Component, view: View[SupportSettings]) -> Iterator[Verdict]:
    """Look the version up and compare the end of its support with the moment."""
    data = load("lifecycle")
    product, version = component.product, component.version
    if isinstance(version, Unknown):
        yield Verdict(Outcome.UNKNOWN, version.reason, "version")
        return
    cycles = data["products"].get(product)
    if cycles is None:
        yield Verdict(Outcome.UNKNOWN, f"no lifecycle data about {product}", "version")
        return
    end_field = data.get("end_fields", {}).get(product, "support_ends")
    today, settings = view.moment.date(), view.settings
    found = cycles_of(version, cycles)
    verdicts = [
        _verdict(component, _end(cycle, end_field, settings), today, settings) for cycle in found
    ]
    if len({verdict.outcome for verdict in verdicts}) == 1:
        yield verdicts[0]
    elif not found and _all_ended(older_than_all(version, cycles), end_field, today, settings):
        text = f"{component.subject} runs {product} {version}, older than all that are supported"
        yield Verdict(Outcome.FAIL, text, "version")
    else:
        known = f"lifecycle data as of {data['as_of']}"
        several = "several versions match" if found else "no such version"
        yield Verdict(Outcome.UNKNOWN, f"{several} in {known}: {product} {version}", "version")


def _all_ended(
    cycles: list[dict[str, Any]], end_field: str, today: date, settings: SupportSettings
) -> bool:
    ends = [_end(cycle, end_field, settings) for cycle in cycles]
    return bool(ends) and all(
        end is True or (isinstance(end, date) and end < today) for end in ends
    )


def _end(cycle: dict[str, Any], end_field: str, settings: SupportSettings) -> date | bool:
    """Return the day support ends, True when it has ended, False when no end is known."""
    end = cycle.get(end_field, cycle.get("support_ends", False))
    if settings.extended and "extended_support_ends" in cycle:
        end = cycle["extended_support_ends"]
    return date.fromisoformat(end) if isinstance(end, str) else bool(end)


def _verdict(
    component: Component, end: date | bool, today: date, settings: SupportSettings
) -> Verdict:
    named = f"{component.subject} runs {component.product} {component.version}"
    if end is True:
        return Verdict(Outcome.FAIL, f"{named}, whose support has ended", "version")
    if end is False:
        return Verdict(Outcome.PASS, f"{named}, whose support has no known end", "version")
    left = (end - today).days
    if left < 0:
        text = f"{named}, whose support ended on {end.isoformat()}"
        return Verdict(Outcome.FAIL, text, "version")
    outcome = Outcome.FAIL if left < settings.notice_days else Outcome.PASS
    text = f"{named}, whose support ends in {left} days, on {end.isoformat()}"
    return Verdict(outcome, text, "version")


CHECK = Check(
    id="patching.end_of_support",
    title="Version is no longer supported",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Component,
    judge=judge,
    settings=SupportSettings,
    controls=("PATCH-04",),
    same_as=(
        "CKV_AWS_208",
        "CKV_AWS_339",
        "CKV_AWS_363",
        "awslambda_function_using_supported_runtimes",
        "eks_cluster_uses_a_supported_version",
        "rds_instance_deprecated_engine_version",
        "AZU-0069",
        "AVD-AZU-0069",
        "AZU-0070",
        "AVD-AZU-0070",
    ),
)
