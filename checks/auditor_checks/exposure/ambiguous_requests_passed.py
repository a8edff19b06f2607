"""A load balancer that only watches requests which break the rules of HTTP.

Why it matters
    If balancer and server disagree where a request ends, the rest of it becomes the head of the
    next visitor's. So pages are poisoned and sessions stolen (request smuggling).

Verdicts
    PASS for the modes ``defensive`` and ``strictest``; FAIL for ``monitor``. UNKNOWN when the
    answer could not be had.

How to mend it
    Set the mitigation mode to defensive, which is the default, or to strictest.

    ``aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes
    Key=routing.http.desync_mitigation_mode,Value=defensive``; in Terraform
    ``desync_mitigation_mode`` of ``aws_lb`` and ``aws_elb``.

Sources
    Desync mitigation mode (Application Load Balancers), https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
    RFC 9112 section 11.2 (Request Smuggling), https://www.rfc-editor.org/rfc/rfc9112
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "strict_requests",
    id="exposure.ambiguous_requests_passed",
    title="Load balancer passes requests that can be read in two ways",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="refuses or defuses ambiguous requests",
    bad="passes ambiguous requests on as they are",
    controls=("CERT-05",),
    same_as=(
        "elb_desync_mitigation_mode",
        "elbv2_desync_mitigation_mode",
    ),
)
