"""A load balancer that does not balance across zones.

Why it matters
    When one zone has fewer healthy servers, those are overrun while others idle.

Verdicts
    PASS when cross-zone balancing is on; FAIL when it is off. For network load balancers it costs
    transfer between zones: waive it where zones are even. UNKNOWN when the answer could not be had.

How to mend it
    Turn cross-zone load balancing on.

    ``aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes
    Key=load_balancing.cross_zone.enabled,Value=true``; in Terraform
    ``enable_cross_zone_load_balancing`` of ``aws_lb``.

Sources
    How Elastic Load Balancing works: cross-zone load balancing, https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "cross_zone",
    id="resilience.zones_apart",
    title="Load is not spread over all zones",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="spreads requests over the servers of all zones",
    bad="sends requests to servers of the same zone only",
    controls=("RES-01",),
    same_as=(
        "elb_cross_zone_load_balancing_enabled",
        "elbv2_cross_zone_load_balancing_enabled",
    ),
)
