"""A load balancer that passes malformed HTTP headers to what stands behind it.

Why it matters
    Where two servers read a header differently, a request can be smuggled past the first one.
    Dropping what breaks the rules of HTTP takes that chance away.

Verdicts
    PASS when malformed headers are dropped; FAIL when they are passed on, which is the default;
    UNKNOWN when that could not be had.

How to mend it
    Let the load balancer drop malformed headers.

        resource "aws_lb" "web" {
          drop_invalid_header_fields = true
        }

Sources
    Edit attributes for your Application Load Balancer, https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
    RFC 9110, HTTP Semantics, section 5.1 Field Names, https://www.rfc-editor.org/rfc/rfc9110#section-5.1
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "drops_invalid_headers",
    id="exposure.invalid_headers_kept",
    title="Load balancer passes malformed headers on",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="drops malformed headers",
    bad="passes malformed headers on",
    controls=("CERT-05",),
    same_as=(
        "CKV_AWS_131",
        "AWS-0052",
        "AVD-AWS-0052",
        "aws-elb-drop-invalid-headers",
        "elbv2_alb_drop_invalid_header_fields_enabled",
        "kics:ALB Not Dropping Invalid Headers",
    ),
)
