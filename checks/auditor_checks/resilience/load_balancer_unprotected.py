"""A load balancer that a single call removes, address and all.

Why it matters
    Names, certificates and firewall rules of others point at it. A new one gets a new address,
    and until all of them follow, the service is dark.

Verdicts
    PASS when protection from deletion is on; FAIL when it is off; UNKNOWN when the answer hangs
    on a value that could not be had.

How to mend it
    Turn on protection from deletion.

    AWS:

        resource "aws_lb" "front" {
          enable_deletion_protection = true
        }

Sources
    Application Load Balancers: deletion protection, https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "deletion_protection",
    id="resilience.load_balancer_unprotected",
    title="Load balancer can be deleted by one command",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="is protected from deletion",
    bad="can be deleted by one command",
    controls=("RES-01",),
    same_as=(
        "CKV_AWS_150",
        "elbv2_deletion_protection",
        "kics:ALB Deletion Protection Disabled",
    ),
)
