"""The network that AWS made in a region, in which nothing stands.

Why it matters
    It is open by design: every subnet hands out public addresses, and its security group and ACL
    are as they were made. The first machine that somebody starts without choosing a network lands
    in it.

Verdicts
    PASS when something stands in the default VPC of a region; FAIL when nothing does. Its flow
    logs, subnets, default group and default ACL are not judged then. UNKNOWN when the answer could
    not be had.

How to mend it
    Delete the default VPC of every region that is not used.

    Subnets and the internet gateway go first; ``aws ec2 create-default-vpc`` makes it all again.
    ``aws ec2 delete-subnet --subnet-id ID``, ``aws ec2 detach-internet-gateway
    --internet-gateway-id ID --vpc-id ID``, ``aws ec2 delete-vpc --vpc-id ID``.

Sources
    Default VPCs, https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "default_network_used",
    id="exposure.idle_default_network",
    title="Default network stands empty",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="is in use",
    bad="is there, and nothing stands in it",
    controls=("NET-01", "PRR-04"),
)
