"""A publicly trusted certificate with a longer life than the rules of the day allow.

Why it matters
    Browsers refuse such a certificate although its dates look fine, and its authority has to
    revoke it within days once somebody notices. The limits shrink step by step until 2029, so
    processes that order "a year" by hand break on known dates.

Verdicts
    FAIL when the lifetime, both end points counted, exceeds the limit in force on the day
    validity begins; PASS otherwise. NOT APPLICABLE for private trust, for authorities, and for
    certificates older than the oldest limit in the data. UNKNOWN when dates, trust or role could
    not be had and matter. A part of a day counts as a day.

How to mend it
    Order certificates with a shorter life, and let a machine renew them.

    | valid from | days at most |
    |---|---|
    | 2020-09-01 | 398 |
    | 2026-03-15 | 200 |
    | 2027-03-15 | 100 |
    | 2029-03-15 | 47 |

    AWS (ACM chooses an allowed lifetime and renews by itself):

        resource "aws_acm_certificate" "www" {
          domain_name       = "www.example.com"
          validation_method = "DNS"
        }

Sources
    CA/Browser Forum Baseline Requirements, section 6.3.2, https://cabforum.org/working-groups/server/baseline-requirements/
    Ballot SC-081v3, https://cabforum.org/2025/04/11/ballot-sc081v3-introduce-schedule-of-reducing-validity-and-data-reuse-periods/
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Certificate, Unknown
from auditor_checks import _data


def judge(certificate: Certificate, view: View[Settings]) -> Iterator[Verdict]:
    """Compare the lifetime with the limit in force when it began."""
    trusted = certificate.public_trust
    start, end = certificate.not_before, certificate.not_after
    if trusted is None or start is None or end is None:
        return
    what = f"{certificate.subject} {certificate.name}"
    if trusted is False:
        message = f"{what} is not publicly trusted: its lifetime is yours to choose"
        yield Verdict(Outcome.NOT_APPLICABLE, message, "not_after")
        return
    if certificate.authority is True:
        message = f"{what} is an authority's: the limits are for servers"
        yield Verdict(Outcome.NOT_APPLICABLE, message, "not_after")
        return
    if isinstance(start, Unknown):
        yield Verdict(Outcome.UNKNOWN, start.reason, "not_after")
        return
    if isinstance(end, Unknown):
        yield Verdict(Outcome.UNKNOWN, end.reason, "not_after")
        return
    limit = _limit(start.astimezone(UTC).date())
    if limit is None:
        message = f"{what} is older than every limit of its kind"
        yield Verdict(Outcome.NOT_APPLICABLE, message, "not_after")
        return
    lifetime = end - start + timedelta(seconds=1)
    message = f"{what} is issued for {-(-lifetime // timedelta(days=1))} days; {limit} are allowed"
    if lifetime <= timedelta(days=limit):
        yield Verdict(Outcome.PASS, message, "not_after")
        return
    doubts = [answer for answer in (trusted, certificate.authority) if isinstance(answer, Unknown)]
    if doubts:
        yield Verdict(Outcome.UNKNOWN, f"{message}, but {doubts[0].reason}", "not_after")
    else:
        yield Verdict(Outcome.FAIL, message, "not_after")


def _limit(issued: date) -> int | None:
    """Return the limit in days on the day of issue; None before there was one."""
    limits = _data.load("certificate_lifetimes")["limits"]
    in_force = [limit for limit in limits if date.fromisoformat(limit["issued_from"]) <= issued]
    return max(in_force, key=lambda limit: limit["issued_from"])["days"] if in_force else None


CHECK = Check(
    id="certificates.too_long_lived",
    title="Certificate lives longer than public authorities may issue",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Certificate,
    judge=judge,
    controls=("CERT-04",),
)
