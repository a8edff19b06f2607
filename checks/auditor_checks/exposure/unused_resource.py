"""A security group, address or the like that is left over.

Why it matters
    What is left over is attached again by somebody in a hurry, with rules that nobody remembers.
    Addresses are billed as long as they are kept.

Verdicts
    PASS when something uses it; FAIL when nothing does. Default groups and ACLs, which can't be
    deleted, are not judged. UNKNOWN when the answer could not be had.

How to mend it
    Delete it, or say in a tag what it is kept for and waive it.

    ``aws ec2 delete-security-group --group-id ID``, ``aws ec2 delete-network-acl --network-acl-id
    ID``, ``aws ec2 release-address --allocation-id ID``.

Sources
    Delete a security group, https://docs.aws.amazon.com/vpc/latest/userguide/deleting-security-groups.html
    Elastic IP addresses, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "in_use",
    id="exposure.unused_resource",
    title="Nothing uses it",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="is in use",
    bad="is used by nothing",
    controls=("PRR-04",),
    same_as=(
        "codebuild_project_older_90_days",
        "ec2_elastic_ip_unassigned",
        "ec2_networkacl_unused",
        "ec2_securitygroup_not_used",
        "lightsail_static_ip_unused",
    ),
)
