"""A group, balancer, function or network that fails with one data centre.

Why it matters
    Zones fail a few times a year somewhere. What stands in two goes on with the other.

Verdicts
    PASS when it has parts in at least two zones; FAIL when all are in one. UNKNOWN when the answer
    could not be had.

How to mend it
    Add subnets of a second and third zone.

    ``aws autoscaling update-auto-scaling-group --auto-scaling-group-name NAME --vpc-zone-identifier
    "subnet-a,subnet-b"``; ``aws elbv2 set-subnets``; ``aws lambda update-function-configuration
    --vpc-config SubnetIds=A,B,SecurityGroupIds=C``.

Sources
    Regions and Zones, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "several_zones",
    id="resilience.one_zone",
    title="Everything stands in one zone",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="is spread over several zones",
    bad="stands in one zone",
    controls=("RES-01",),
    same_as=(
        "autoscaling_group_multiple_az",
        "awslambda_function_vpc_multi_az",
        "elb_is_in_multiple_az",
        "elbv2_is_in_multiple_az",
        "networkfirewall_multi_az",
        "vpc_endpoint_multi_az_enabled",
        "vpc_subnet_different_az",
    ),
)
