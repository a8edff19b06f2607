"""A VPC without AWS Network Firewall.

Why it matters
    Security groups look at addresses and ports only. A firewall also looks at names and contents,
    and stops programs that call home. It costs several hundred dollars a month and zone, so many do
    without, or have one in a central network.

Verdicts
    PASS when a firewall stands in the VPC; FAIL when none does. Waive networks that a central
    firewall serves. UNKNOWN when the answer could not be had.

How to mend it
    Put a firewall in the way of the traffic that leaves, or route it through a central one.

    ``aws network-firewall create-firewall --firewall-name NAME --firewall-policy-arn ARN --vpc-id
    ID --subnet-mappings SubnetId=ID``, with routes through its endpoints.

Sources
    What is AWS Network Firewall, https://docs.aws.amazon.com/network-firewall/latest/developerguide/what-is-aws-network-firewall.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "network_firewall",
    id="exposure.no_network_firewall",
    title="No firewall inspects the network",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="has its traffic inspected by a network firewall",
    bad="has no network firewall",
    controls=("NET-01",),
    same_as=("networkfirewall_in_all_vpc",),
)
