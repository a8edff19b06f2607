"""A domain without a transfer lock.

Why it matters
    Who gets hold of the code by mail or telephone moves the domain away, and with it mail,
    certificates and every sign-in. Getting it back takes weeks.

Verdicts
    PASS when the lock is on; FAIL when it is off. Endings that know no lock are not judged. UNKNOWN
    when the answer could not be had.

How to mend it
    Lock the domain against transfer.

    ``aws route53domains enable-domain-transfer-lock --region us-east-1 --domain-name example.com``.

Sources
    Locking a domain to prevent unauthorized transfer to another registrar, https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-lock.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "transfer_lock",
    id="resilience.domain_transfer_unlocked",
    title="Domain can be moved to another registrar",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="is locked against transfer",
    bad="can be transferred to another registrar",
    controls=("RES-01", "ACC-10"),
    same_as=("route53_domains_transferlock_enabled",),
)
