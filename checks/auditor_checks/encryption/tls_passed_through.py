"""A network load balancer none of whose listeners ends TLS.

Why it matters
    Then each server behind it holds the private key and a policy of its own, and nothing shows from
    outside whether they speak TLS at all. Where traffic has to stay sealed up to the server, that
    is just what you want.

Verdicts
    PASS when a listener of the balancer speaks TLS; FAIL when all of them hand on TCP or UDP. Waive
    balancers whose servers end TLS themselves, or that carry no secrets. UNKNOWN when the answer
    could not be had.

How to mend it
    Let a listener of the balancer end TLS with a managed certificate.

    ``aws elbv2 create-listener --load-balancer-arn ARN --protocol TLS --port 443 --certificates
    CertificateArn=ARN --ssl-policy ELBSecurityPolicy-TLS13-1-2-2021-06 --default-actions
    Type=forward,TargetGroupArn=ARN``; in Terraform ``protocol`` of ``aws_lb_listener``.

Sources
    TLS listeners for your Network Load Balancer, https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-tls-listener.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "tls_terminated",
    id="encryption.tls_passed_through",
    title="Network load balancer passes connections through unopened",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="ends TLS itself",
    bad="passes connections through without ending TLS",
    controls=("CERT-05",),
    same_as=("elbv2_nlb_tls_termination_enabled",),
)
