"""A region in which new machines answer metadata requests without a session token.

Why it matters
    A machine that is started without a word about its metadata service takes the choice of the
    account, then that of its image. Without a choice, old images hand out the machine's role to
    whoever can make it fetch an address (SSRF).

Verdicts
    PASS when the account requires tokens of new machines there; FAIL when it does not. Machines and
    templates are judged by themselves (``access.metadata_v1``). UNKNOWN when the answer could not
    be had.

How to mend it
    Require tokens of new machines in every region.

    ``aws ec2 modify-instance-metadata-defaults --region REGION --http-tokens required``; in
    Terraform ``http_tokens = "required"`` of ``aws_ec2_instance_metadata_defaults``. Launches that
    ask for the old way themselves go on working.

Sources
    Configure the Instance Metadata Service options, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "metadata_tokens_by_default",
    id="access.metadata_v1_by_default",
    title="New machines may hand out their role without a token",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="make new machines ask for a session token (IMDSv2)",
    bad="let new machines hand out credentials without a session token (IMDSv1)",
    controls=("PRR-05",),
    same_as=("ec2_instance_account_imdsv2_enabled",),
)
