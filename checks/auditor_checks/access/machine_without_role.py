"""An instance to which no role is attached.

Why it matters
    A program on it that calls AWS then needs keys in a file, which never rotate and are copied with
    the disk. A role hands out keys that end within hours. Systems Manager, too, needs one to patch
    the machine.

Verdicts
    PASS when an instance profile is attached; FAIL when none is. A machine that calls no service at
    all can be waived. UNKNOWN when the answer could not be had.

How to mend it
    Attach an instance profile with just the rights that its programs need.

    ``aws ec2 associate-iam-instance-profile --instance-id ID --iam-instance-profile Name=NAME``; in
    Terraform ``iam_instance_profile`` of ``aws_instance``.

Sources
    IAM roles for Amazon EC2, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
    CIS AWS Foundations 3.0: 1.18; 5.0: 1.17, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "machine_role",
    id="access.machine_without_role",
    title="Machine has no role of its own",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="has a role of its own",
    bad="has no role of its own",
    controls=("SECR-01", "ACC-06"),
    same_as=("ec2_instance_profile_attached",),
)
