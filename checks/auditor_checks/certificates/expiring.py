"""A certificate with so little of its life left that its renewal is late.

Why it matters
    A forgotten renewal stops every client at the same second. A fixed number of days cannot tell
    early from late any more: thirty days are most of the life of a 47-day certificate and
    very little of a ten-year one. So the share of life that is left is what counts.

Verdicts
    FAIL when less than ``fail_share`` (a sixth) of the lifetime is left, at least ``floor_days``
    (7, or a third of a very short life) and at most ``longest_notice_days`` (90). A certificate
    that renews by itself fails only below ``automatic_share`` (a tenth): then its renewal has
    failed. PASS otherwise. UNKNOWN when the dates could not be had, or when the answer depends on
    an unknown way of renewal. NOT APPLICABLE once it has ended (see ``certificates.expired``), and
    late in the life of one that nothing uses, or that was replaced and is not known to be used.

How to mend it
    Renew it now, and let a machine do so from now on when two thirds of the life are over.

    AWS:

        resource "aws_acm_certificate" "www" {
          domain_name       = "www.example.com"
          validation_method = "DNS"
        }

    Azure:

        resource "azurerm_key_vault_certificate" "www" {
          certificate_policy {
            lifetime_action {
              action {
                action_type = "AutoRenew"
              }
              trigger {
                lifetime_percentage = 66
              }
            }
          }
        }

    When a certificate that should renew by itself is here, look for a validation record that was
    deleted or a name that moved elsewhere.

Sources
    RFC 5280, section 4.1.2.5 (Validity), https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
    Ballot SC-081v3, https://cabforum.org/2025/04/11/ballot-sc081v3-introduce-schedule-of-reducing-validity-and-data-reuse-periods/
    AWS Certificate Manager managed renewal, https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Certificate, Unknown
from auditor_checks.certificates._leftovers import leftover, users


class ExpiringSettings(Settings, frozen=True, kw_only=True):
    """How much validity has to be left: shares of the lifetime, bounded in days."""

    fail_share: float = 1 / 6
    automatic_share: float = 0.1
    """For certificates that renew by themselves: less left means that renewal failed."""
    floor_days: int = 7
    """The least notice, but never more than a third of the lifetime."""
    longest_notice_days: int = 90
    """The most notice, for lifetimes of years."""


def judge(certificate: Certificate, view: View[ExpiringSettings]) -> Iterator[Verdict]:
    """Weigh the validity left against the notice that such a certificate needs."""
    start, end, renewal = certificate.not_before, certificate.not_after, certificate.renewal
    if end is None:
        return
    if isinstance(end, Unknown):
        yield Verdict(Outcome.UNKNOWN, end.reason, "not_after")
        return
    what = f"{certificate.subject} {certificate.name}"
    if end < view.moment:
        yield Verdict(Outcome.NOT_APPLICABLE, f"{what} has ended already", "not_after")
        return
    left = end - view.moment
    if left >= timedelta(days=max(view.settings.longest_notice_days, view.settings.floor_days)):
        message = f"{what} ends on {end:%Y-%m-%d}: {left.days} days are left"
        yield Verdict(Outcome.PASS, message, "not_after")
        return
    if not isinstance(start, datetime):
        reason = start.reason if start else f"{what} does not say since when it is valid"
        yield Verdict(Outcome.UNKNOWN, reason, "not_after")
        return
    lifetime = end - start
    by_hand, by_itself = _notices(lifetime, view.settings)
    message = f"{what} ends on {end:%Y-%m-%d}: {left.days} of {lifetime.days} days are left"
    if isinstance(renewal, Unknown) and by_itself <= left < by_hand:
        yield Verdict(Outcome.UNKNOWN, f"{message}, and {renewal.reason}", "not_after")
        return
    notice = by_itself if renewal == "automatic" else by_hand
    if left >= notice:
        yield Verdict(Outcome.PASS, message, "not_after")
        return
    reason = leftover(certificate)
    if reason:
        yield Verdict(Outcome.NOT_APPLICABLE, f"{message}; {reason}", "not_after")
    else:
        yield Verdict(Outcome.FAIL, message + users(certificate), "not_after")


def _notices(lifetime: timedelta, settings: ExpiringSettings) -> tuple[timedelta, timedelta]:
    """Return the notice wanted when people renew, and when a machine does."""
    longest = timedelta(days=settings.longest_notice_days)
    floor = min(timedelta(days=settings.floor_days), lifetime / 3)
    by_hand = max(min(lifetime * settings.fail_share, longest), floor)
    return by_hand, min(lifetime * settings.automatic_share, by_hand)


CHECK = Check(
    id="certificates.expiring",
    title="Certificate expires soon",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Certificate,
    settings=ExpiringSettings,
    judge=judge,
    controls=("CERT-01", "CERT-03"),
    same_as=(
        "acm_certificates_expiration_check",
        "rds_instance_certificate_expiration",
        "directoryservice_ldap_certificate_expiration",
    ),
)
