"""A principal that may use far more services than it does.

Why it matters
    Rights that are never used do nothing but wait for whoever breaks in. That they were not
    missed for a year is the best proof that they can go.

Verdicts
    FAIL when a user or role did not use more than ``most_unused`` of the services that its
    policies open, and those are more than ``most_unused_percent`` of them, as long as the provider
    looks back. PASS when fewer. UNKNOWN when the record could not be had. Principals younger than
    ``settling_days``, and roles that the provider keeps, are not judged.

How to mend it
    Take the services that were not used out of its policies.

    ``aws iam generate-service-last-accessed-details --arn ARN`` and then ``aws iam
    get-service-last-accessed-details --job-id ID`` list them; Access Analyzer writes a policy out
    of what was used (``aws accessanalyzer start-policy-generation``).

Sources
    Refine permissions using last accessed information, https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
    Security best practices in IAM, https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Principal, Unknown

_SHOWN = 3


class UnusedSettings(Settings, frozen=True, kw_only=True):
    """How much may lie idle, and the age from which on a principal is judged."""

    most_unused: int = 10
    most_unused_percent: int = 50
    settling_days: int = 90


def judge(principal: Principal, view: View[UnusedSettings]) -> Iterator[Verdict]:
    """Compare ``services_unused`` with ``services_granted``."""
    unused, granted = principal.services_unused, principal.services_granted
    kept = principal.form not in ("user", "role") or principal.provider_managed
    if kept or unused is None or granted is None:
        return
    settings, at = view.settings, "services_unused"
    if isinstance(unused, Unknown) or isinstance(granted, Unknown):
        reasons = [item.reason for item in (unused, granted) if isinstance(item, Unknown)]
        yield Verdict(Outcome.UNKNOWN, reasons[0], at)
        return
    who = f"{principal.subject} {principal.name}"
    many = len(unused) > settings.most_unused
    if not many or 100 * len(unused) <= settings.most_unused_percent * len(granted):
        yield Verdict(Outcome.PASS, f"{who} uses most of the services that it may use", at)
        return
    created = principal.created
    if isinstance(created, Unknown):
        yield Verdict(Outcome.UNKNOWN, created.reason, at)
    elif not isinstance(created, datetime) or _settled(created, view):
        shown = ", ".join(sorted(unused)[:_SHOWN])
        text = f"{who} did not use {len(unused)} of the {len(granted)} services that it may use"
        yield Verdict(Outcome.FAIL, f"{text}, such as {shown}", at)


def _settled(created: datetime, view: View[UnusedSettings]) -> bool:
    return created <= view.moment - timedelta(days=view.settings.settling_days)


CHECK = Check(
    id="access.unused_permissions",
    title="Principal may use services that it never uses",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Principal,
    judge=judge,
    settings=UnusedSettings,
    controls=("ACC-02", "ACC-05"),
)
