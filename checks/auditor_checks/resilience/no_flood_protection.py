"""An address, balancer, zone or distribution that Shield Advanced does not cover.

Why it matters
    The subscription covers nothing by itself: each thing has to be named. What is left out has
    neither the response team nor the protection from the bill of an attack.

Verdicts
    PASS when it is named as protected; FAIL when not. Accounts without the subscription are not
    judged. UNKNOWN when the answer could not be had.

How to mend it
    Add it to what the subscription protects.

    ``aws shield create-protection --name NAME --resource-arn ARN``; in Terraform
    ``aws_shield_protection``.

Sources
    Adding AWS Shield Advanced protection to AWS resources, https://docs.aws.amazon.com/waf/latest/developerguide/configure-new-protection.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "flood_protection",
    id="resilience.no_flood_protection",
    title="Paid flood protection leaves it out",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="is covered by the account's flood protection",
    bad="is left out of the flood protection that the account pays for",
    controls=("RES-01",),
    same_as=(
        "shield_advanced_protection_in_associated_elastic_ips",
        "shield_advanced_protection_in_classic_load_balancers",
        "shield_advanced_protection_in_cloudfront_distributions",
        "shield_advanced_protection_in_global_accelerators",
        "shield_advanced_protection_in_internet_facing_load_balancers",
        "shield_advanced_protection_in_route53_hosted_zones",
    ),
)
