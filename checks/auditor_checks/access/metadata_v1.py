"""An instance whose metadata service answers without a session token.

Why it matters
    The metadata service gives the instance's role to whoever asks from inside. A program that can
    be talked into fetching an address (SSRF) then fetches the credentials; version 2 of the
    service asks for a token first, which such requests cannot get.

Verdicts
    PASS when tokens are required or the service is off; FAIL when they are optional, which is
    what AWS does unless the account or the image says otherwise; UNKNOWN when that could not be
    had.

How to mend it
    Require tokens on the instance or its launch template.

        resource "aws_launch_template" "web" {
          metadata_options {
            http_endpoint = "enabled"
            http_tokens   = "required"
          }
        }

    First see in the metric ``MetadataNoToken`` that nothing on the instance still asks the old
    way.

Sources
    Use the Instance Metadata Service, https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
    CIS AWS Foundations 3.0: 5.6; 5.0: 5.7, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "metadata_tokens_required",
    id="access.metadata_v1",
    title="Instance hands out its role without a token",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="asks for a session token (IMDSv2) before it hands out credentials",
    bad="hands out its credentials without a session token (IMDSv1)",
    controls=("PRR-05",),
    same_as=(
        "CKV_AWS_79",
        "AWS-0028",
        "AWS-0130",
        "AVD-AWS-0028",
        "AVD-AWS-0130",
        "aws-ec2-enforce-http-token-imds",
        "aws-ec2-enforce-launch-config-http-token-imds",
        "aws-autoscaling-enforce-http-token-imds",
        "ec2_launch_template_imdsv2_required",
        "autoscaling_group_launch_configuration_requires_imdsv2",
        "ec2_instance_imdsv2_enabled",
        "GCP-0048",
        "AVD-GCP-0048",
        "CKV_AWS_371",
        "ec2_confidential_workload_host_imdsv2_not_enforced",
    ),
)
