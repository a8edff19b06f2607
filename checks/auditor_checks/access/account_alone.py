"""An account that stands outside of every organisation.

Why it matters
    Nobody above it limits what may be done in it, gathers its logs, or takes it back when its owner
    leaves the company.

Verdicts
    PASS when it is a member or the management account of an organisation; FAIL when it is neither.
    UNKNOWN when the answer could not be had.

How to mend it
    Invite the account into your organisation.

    From the management account: ``aws organizations invite-account-to-organization --target
    Id=ACCOUNT,Type=ACCOUNT``.

Sources
    What is AWS Organizations, https://docs.aws.amazon.com/organizations/latest/userguide/orgs_introduction.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "organisation_member",
    id="access.account_alone",
    title="Account belongs to no organisation",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="belongs to an organisation",
    bad="belongs to no organisation",
    controls=("ACC-09", "PRR-04"),
    same_as=("organizations_account_part_of_organizations",),
)
