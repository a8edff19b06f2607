"""An account whose contacts for security, billing and operations are not three different ones.

Why it matters
    One address for everything means that warnings of abuse lie among invoices.

Verdicts
    PASS when all three are named and differ from each other and from the contact of the root user;
    FAIL otherwise. UNKNOWN when the answer could not be had.

How to mend it
    Name a team of its own for each of the three contacts.

    ``aws account get-alternate-contact --alternate-contact-type SECURITY`` (``BILLING``,
    ``OPERATIONS``) shows what is set, ``aws account put-alternate-contact`` sets it.

Sources
    Update the alternate contacts for your AWS account, https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "contacts_distinct",
    id="access.contacts_not_distinct",
    title="Contacts of the account are one and the same",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="reaches different people for security, billing and operations",
    bad="has contacts that are missing or the same",
    controls=("PRR-03",),
    same_as=("account_maintain_different_contact_details_to_security_billing_and_operations",),
)
