"""The network ACL that a network was made with, as it was made: it lets everything through.

Why it matters
    Security groups do the filtering then, alone. One rule too many in a group, and nothing behind
    it holds off sign-ins over SSH or remote desktop from the internet.

Verdicts
    One verdict a default ACL in front of subnets in which something stands. FAIL when all it allows
    is everything from everybody; PASS when its rules were narrowed, which the checks of open ports
    then judge. UNKNOWN when the answer could not be had.

How to mend it
    Refuse ports 22 and 3389 from everybody, in rules with lower numbers than AWS's own.

    ``aws ec2 create-network-acl-entry --network-acl-id ID --ingress --rule-number 90 --protocol 6
    --port-range From=22,To=22 --cidr-block 0.0.0.0/0 --rule-action deny``. Waive it where security
    groups are the guard that was chosen.

Sources
    Default network ACL for a VPC, https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
    CIS AWS Foundations 3.0: 5.1; 5.0: 5.2, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "default_acl_narrowed",
    id="exposure.default_acl_open",
    title="Default network ACL lets everything through",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="has rules of its own",
    bad="still lets everything through to what stands behind it",
    controls=("NET-01",),
    same_as=(
        "ec2_networkacl_allow_ingress_any_port",
        "ec2_networkacl_allow_ingress_tcp_port_22",
        "ec2_networkacl_allow_ingress_tcp_port_3389",
    ),
)
