"""A region in which disks, images or clusters may be opened to the whole world.

Why it matters
    A public snapshot is copied by strangers within minutes. The block of the region refuses such
    calls whoever makes them, and costs nothing.

Verdicts
    One verdict a kind of thing. PASS when the region blocks public sharing, at least from now on;
    FAIL when it does not. What is public already is judged by ``exposure.public_data_store``.
    UNKNOWN when the answer could not be had.

How to mend it
    Block public sharing in every region.

    ``aws ec2 enable-snapshot-block-public-access --state block-all-sharing`` and ``aws ec2
    enable-image-block-public-access --image-block-public-access-state block-new-sharing``; in
    Terraform ``aws_ebs_snapshot_block_public_access`` and ``aws_ec2_image_block_public_access``.
    EMR: ``aws emr put-block-public-access-configuration``.

Sources
    Block public access for Amazon EBS snapshots, https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
    Block public access to your AMIs, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "public_sharing_blocked",
    id="exposure.public_sharing_possible",
    title="Nothing keeps them from being made public",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="cannot be made public",
    bad="can be made public by one call",
    controls=("ACC-10",),
    same_as=(
        "ec2_ami_account_block_public_access",
        "ec2_ebs_snapshot_account_block_public_access",
        "emr_cluster_account_public_block_enabled",
    ),
)
