"""A domain whose contacts everybody can look up.

Why it matters
    The register is where forged invoices and attacks on whoever can move the domain begin.

Verdicts
    PASS when all contacts are hidden; FAIL when one is shown. Endings that do not allow it are not
    judged. UNKNOWN when the answer could not be had.

How to mend it
    Turn privacy protection on for all contacts.

    ``aws route53domains update-domain-contact-privacy --region us-east-1 --domain-name example.com
    --admin-privacy --registrant-privacy --tech-privacy``.

Sources
    Enabling or disabling privacy protection for contact information for a domain, https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-privacy-protection.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "domain_owner_hidden",
    id="exposure.domain_owner_public",
    title="Owner of the domain is in the public register",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="keeps its owner out of the public register",
    bad="shows name, mail and telephone of its owner to everybody",
    controls=("ACC-10",),
    same_as=("route53_domains_privacy_protection_enabled",),
)
