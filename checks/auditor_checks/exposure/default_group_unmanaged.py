"""A network whose own security group still holds the rules it was made with, or others.

Why it matters
    Every network is born with a group that lets its members reach each other and everything
    outside. It cannot be deleted, only emptied, and that takes a line of its own: a network that
    leaves the group alone leaves it open.

Verdicts
    PASS when the configuration adopts the network's default group and gives it no rule. FAIL when
    it does not adopt the group, or adopts it with rules (``exposure.default_security_group`` shows
    them at the group). UNKNOWN when it could not be told to which network a group belongs.

How to mend it
    Adopt the default group of the network and leave it empty.

        resource "aws_vpc" "main" {
          cidr_block = "10.0.0.0/16"
        }

        resource "aws_default_security_group" "main" {
          vpc_id = aws_vpc.main.id
        }

    Move what still uses it to groups of its own first.

Sources
    Default security groups for your VPCs, https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
    CIS AWS Foundations 3.0: 5.4; 5.0: 5.5, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "default_group_closed",
    id="exposure.default_group_unmanaged",
    title="Network leaves its default security group open",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="closes its default security group",
    bad="leaves its default security group open",
    controls=(
        "NET-01",
        "PRR-05",
    ),
    same_as=("CKV2_AWS_12",),
)
