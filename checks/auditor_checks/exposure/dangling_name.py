"""A record or origin that points at an address or bucket which somebody else may take.

Why it matters
    Freed addresses and deleted bucket names are given to the next customer. Whoever gets it serves
    pages under your name, with valid certificates and your visitors' cookies.

Verdicts
    PASS when the target belongs to the accounts that were read; FAIL when it is within the
    provider's ranges and belongs to none of them, or does not exist. UNKNOWN when that can't be
    told. A target in an account outside of the scan can be waived.

How to mend it
    Delete the record or origin, or point it at something that exists.

    ``aws route53 change-resource-record-sets --hosted-zone-id ID --change-batch
    file://delete.json``. Delete names before the things they lead to, never after.

Sources
    Protection from dangling delegation and DNS records in Route 53, https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/protection-from-dangling-dns.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "name_owned",
    id="exposure.dangling_name",
    title="Name leads to something that is no longer yours",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="leads to something of yours",
    bad="leads to something that is not, or no longer, yours",
    controls=("ACC-10", "PRR-04"),
    same_as=(
        "cloudfront_distributions_s3_origin_non_existent_bucket",
        "route53_dangling_ip_subdomain_takeover",
    ),
)
