"""A cache, database or file system in a subnet with a way to the internet gateway.

Why it matters
    In such a subnet one security group rule is all that separates the data from the world. In a
    private one a mistake in the group opens nothing.

Verdicts
    PASS when no subnet of it has a route to an internet gateway; FAIL when one has. UNKNOWN when
    the answer could not be had.

How to mend it
    Move it into subnets without a route to an internet gateway.

    Make a subnet group of private subnets (``aws elasticache create-cache-subnet-group``, ``aws
    neptune create-db-subnet-group``) and restore the data into it; mount targets are deleted and
    made anew in another subnet.

Sources
    Subnets for your VPC, https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "private_subnet",
    id="exposure.public_subnet",
    title="Data store stands in a public subnet",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="stands in private subnets only",
    bad="stands in a subnet that routes to the internet",
    controls=("NET-01",),
    same_as=(
        "efs_mount_target_not_publicly_accessible",
        "elasticache_cluster_uses_public_subnet",
        "neptune_cluster_uses_public_subnet",
    ),
)
