"""An instance with a public address and rights in the account.

Why it matters
    Whoever breaks into it has those rights at once. Most of the large thefts from AWS went this
    way.

Verdicts
    PASS when the instance has a role but no public address; FAIL when it has both. Without a role
    the question does not arise. UNKNOWN when the answer could not be had.

How to mend it
    Put a load balancer before the instance, and take its public address away.

    ``aws ec2 modify-network-interface-attribute --network-interface-id ID
    --no-associate-public-ip-address``, or ``aws ec2 disassociate-address --association-id ID`` for
    an Elastic IP. Where it has to stay, hold the role to what it needs and demand session tokens
    (``access.metadata_v1``).

Sources
    IAM roles for Amazon EC2, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "role_kept_inside",
    id="exposure.role_on_public_machine",
    title="Machine on the internet holds a role",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="does not combine a public address with a role",
    bad="has a public address and a role",
    controls=("NET-01", "ACC-02"),
    same_as=("ec2_instance_internet_facing_with_instance_profile",),
)
