"""A classic load balancer without connection draining.

Why it matters
    At every release, and whenever the group shrinks, requests that are under way end in an error.

Verdicts
    PASS when draining is on; FAIL when it is off. UNKNOWN when the answer could not be had.

How to mend it
    Turn connection draining on.

    ``aws elb modify-load-balancer-attributes --load-balancer-name NAME --load-balancer-attributes
    'ConnectionDraining={Enabled=true,Timeout=300}'``; in Terraform ``connection_draining`` of
    ``aws_elb``.

Sources
    Configure connection draining for your Classic Load Balancer, https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "connection_draining",
    id="resilience.connections_cut",
    title="Requests are cut off when a server leaves",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="lets requests finish before a server leaves",
    bad="cuts requests off when a server leaves",
    controls=("RES-01",),
    same_as=("elb_connection_draining_enabled",),
)
