"""A transit gateway that accepts attachments by itself.

Why it matters
    Everybody with whom the gateway is shared can then plug in a network and, with default route
    tables, reach all others.

Verdicts
    PASS when attachments wait for approval; FAIL when they are accepted by themselves. UNKNOWN when
    the answer could not be had.

How to mend it
    Turn the automatic acceptance off, and approve attachments one by one.

    ``aws ec2 modify-transit-gateway --transit-gateway-id ID --options
    AutoAcceptSharedAttachments=disable``; in Terraform ``auto_accept_shared_attachments`` of
    ``aws_ec2_transit_gateway``.

Sources
    Amazon VPC transit gateways, https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "attachments_reviewed",
    id="access.attachments_accepted_unseen",
    title="Networks are joined without anybody looking",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="asks before it joins another network",
    bad="joins whichever network asks",
    controls=("NET-01", "ACC-09"),
    same_as=("ec2_transitgateway_auto_accept_vpc_attachments",),
)
