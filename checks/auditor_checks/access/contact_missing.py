"""An account without a contact for matters of security, billing or operations.

Why it matters
    When AWS sees a stolen key or an abused machine it writes to the security contact. Without one
    the mail goes to the address of the root user, which often nobody reads.

Verdicts
    One verdict a contact. PASS when it is named; FAIL when it is not. Whether the address still
    reaches somebody can't be told: test it once a year. UNKNOWN when the answer could not be had.

How to mend it
    Name a contact for it that reaches a team, not a person.

    ``aws account put-alternate-contact --alternate-contact-type SECURITY --email-address TEAM
    --name NAME --phone-number NUMBER --title TITLE``; in Terraform
    ``aws_account_alternate_contact``. The management account can set those of its members.

Sources
    Update the alternate contacts for your AWS account, https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html
    CIS AWS Foundations 3.0 and 5.0: 1.2, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "alternate_contact",
    id="access.contact_missing",
    title="AWS does not know whom to call",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="is named",
    bad="is not named",
    controls=("PRR-03",),
    same_as=("account_security_contact_information_is_registered",),
)
