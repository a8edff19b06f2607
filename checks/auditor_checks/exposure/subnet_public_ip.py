"""A subnet that gives a public address to whatever is started in it.

Why it matters
    The choice to be reachable from the internet should be made for each machine. In such a subnet
    it is made for all, also for those whose author never thought of it.

Verdicts
    PASS when addresses are not given by themselves; FAIL when they are; UNKNOWN when that could
    not be had.

How to mend it
    Turn off the automatic address, and give one where a machine really needs it.

        resource "aws_subnet" "public" {
          map_public_ip_on_launch = false
        }

    Load balancers and NAT gateways get their addresses all the same.

Sources
    Modify the IP addressing attributes of your subnet, https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "subnet_no_public_ip",
    id="exposure.subnet_public_ip",
    title="Subnet gives every machine a public address",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="gives no public addresses by itself",
    bad="gives a public address to whatever starts in it",
    controls=("NET-01",),
    same_as=(
        "CKV_AWS_130",
        "AWS-0164",
        "AVD-AWS-0164",
        "aws-ec2-no-public-ip-subnet",
        "vpc_subnet_no_public_ip_by_default",
        "kics:VPC Subnet Assigns Public IP",
    ),
)
