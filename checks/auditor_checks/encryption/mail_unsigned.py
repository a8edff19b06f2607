"""A sender's domain or address whose mail leaves without a DKIM signature.

Why it matters
    Receivers sort unsigned mail out as spam, and anybody can send mail in the domain's name:
    without DKIM a strict DMARC policy would refuse your own mail as well.

Verdicts
    PASS when signing is on and the keys were found in the domain's records; FAIL when it is off,
    pending or failed. UNKNOWN when the answer could not be had.

How to mend it
    Turn DKIM on for the identity and publish its three records.

    ``aws sesv2 put-email-identity-dkim-attributes --email-identity example.com --signing-enabled``;
    the names of the records are in ``aws sesv2 get-email-identity --email-identity example.com``.

Sources
    Authenticating email with DKIM in Amazon SES, https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim.html
    RFC 6376 (DKIM Signatures), https://www.rfc-editor.org/rfc/rfc6376
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "mail_signed",
    id="encryption.mail_unsigned",
    title="Mail is sent without a signature",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="signs the mail it sends",
    bad="sends mail that nobody can tell from forged mail",
    controls=("CERT-05",),
    same_as=("ses_identity_dkim_enabled",),
)
