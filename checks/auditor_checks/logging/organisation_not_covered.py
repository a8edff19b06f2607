"""A detector, a posture service or a recorder that new accounts of the organisation do not join by
themselves.

Why it matters
    Accounts are made every week by people who have other things in mind. What has to be switched on
    by hand in each is missing in the newest, and members can switch off what nobody above them
    administers.

Verdicts
    PASS when an administrator account is named and members are taken in by themselves, in every
    region; FAIL when not. Accounts outside an organisation are not judged. UNKNOWN when the answer
    could not be had.

How to mend it
    Name an administrator account for the service and let it take in members by itself.

    From the management account: ``aws guardduty enable-organization-admin-account
    --admin-account-id ID``; then in the administrator account, for each region: ``aws guardduty
    update-organization-configuration --detector-id ID --auto-enable-organization-members ALL``.
    Security Hub and AWS Config have the like.

Sources
    Managing GuardDuty accounts with AWS Organizations, https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
    Using delegated administrators (AWS Organizations), https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "organisation_covered",
    id="logging.organisation_not_covered",
    title="Organisation is not covered from one place",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="covers the whole organisation",
    bad="does not cover the whole organisation from one place",
    controls=("LOG-04", "CHG-03"),
    same_as=(
        "config_delegated_admin_and_org_aggregator_all_regions",
        "guardduty_centrally_managed",
        "guardduty_delegated_admin_enabled_all_regions",
        "securityhub_delegated_admin_enabled_all_regions",
    ),
)
