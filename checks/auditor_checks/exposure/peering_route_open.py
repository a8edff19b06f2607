"""A route that sends every address to a peered network.

Why it matters
    A peer should get the traffic that is meant for it. A route for all addresses lends it the
    rest too: it can read, change and answer what was meant for somebody else.

Verdicts
    PASS when routes to peers name the peer's networks; FAIL when one takes every address
    (``0.0.0.0/0`` or ``::/0``); UNKNOWN when its destination could not be had.

How to mend it
    Route only the address block of the peer to it.

        resource "aws_route" "billing" {
          route_table_id            = aws_route_table.main.id
          destination_cidr_block    = "10.20.0.0/16"
          vpc_peering_connection_id = aws_vpc_peering_connection.billing.id
        }

Sources
    Update your route tables for a VPC peering connection, https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html
    CIS AWS Foundations 3.0: 5.5; 5.0: 5.6, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "peering_route_narrow",
    id="exposure.peering_route_open",
    title="Everything is routed to a peer network",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="routes only chosen networks to its peers",
    bad="routes every address to a peer",
    controls=("NET-01",),
    same_as=(
        "CKV2_AWS_44",
        "vpc_peering_routing_tables_with_least_privilege",
        "kics:VPC Peering Route Table with Unrestricted CIDR",
    ),
)
