"""A resource policy that lets in everybody, without a condition that holds them off.

Why it matters
    ``*`` in a resource policy means every account of the provider and, for many services, people
    who did not sign in at all. Queues get filled, keys decrypt, images and objects are read by
    whoever finds the name.

Verdicts
    FAIL when a statement allows everybody (``*``, ``allUsers``, ``allAuthenticatedUsers``, every
    service, an ARN of any account, or ``NotPrincipal``) and none of its conditions ties callers
    to an account, organisation, ARN, network or VPC that the author chose. Conditions that end in
    ``IfExists``, begin with ``ForAllValues:``, negate, or hold a wildcard tie nobody. PASS when
    no statement does, or when denials shut out everybody else (such as ``StringNotEquals
    aws:PrincipalOrgID``). UNKNOWN when that hangs on a part that could not be had.

How to mend it
    Name the accounts or services that may come, or tie the statement to your organisation by a
    condition.

    AWS:

        statement {
          actions   = ["sqs:SendMessage"]
          resources = [aws_sqs_queue.jobs.arn]

          principals {
            type        = "Service"
            identifiers = ["sns.amazonaws.com"]
          }

          condition {
            test     = "ArnEquals"
            variable = "aws:SourceArn"
            values   = [aws_sns_topic.events.arn]
          }
        }

    Google: replace ``allUsers`` by a group or a service account.

        resource "google_storage_bucket_iam_member" "readers" {
          bucket = google_storage_bucket.reports.name
          role   = "roles/storage.objectViewer"
          member = "group:analysts@example.com"
        }

    A website is better served by a content network that alone may read the bucket.

Sources
    AWS JSON policy elements: Principal, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    The meaning of public in Amazon S3, https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
    Conditions with multiple keys or values (ForAllValues), https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html
    Google Cloud: principal identifiers allUsers, https://cloud.google.com/iam/docs/principal-identifiers
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import AccessPolicy, Grant
from auditor_checks.access._grants import Fault, grants_of, judged, open_to_anyone, said


def judge(policy: AccessPolicy, view: View[Settings]) -> Iterator[Verdict]:
    """Look for statements that let in whoever comes."""
    if policy.purpose != "resource":
        return
    grants = grants_of(policy)

    def fault(grant: Grant) -> Fault:
        return said(open_to_anyone(grants, grant), "lets in everybody")

    yield from judged(policy, fault, "lets in only those it names")


CHECK = Check(
    id="access.public_principal",
    title="Everybody may use the resource by its policy",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    facts=AccessPolicy,
    judge=judge,
    controls=(
        "ACC-10",
        "ACC-09",
    ),
    same_as=(
        "CKV2_GCP_6",
        "CKV2_GCP_8",
        "CKV2_GCP_9",
        "CKV_AWS_32",
        "CKV_AWS_33",
        "CKV_AWS_70",
        "CKV_AWS_167",
        "CKV_AWS_168",
        "CKV_AWS_169",
        "CKV_AWS_283",
        "CKV_AWS_301",
        "CKV_AWS_387",
        "CKV_GCP_28",
        "CKV_GCP_98",
        "CKV_GCP_99",
        "CKV_GCP_100",
        "CKV_GCP_101",
        "CKV_GCP_102",
        "CKV_GCP_107",
        "CKV_GCP_112",
        "CKV_GCP_113",
        "AWS-0032",
        "AVD-AWS-0032",
        "aws-ecr-no-public-access",
        "google-storage-no-public-access",
        "glacier_vaults_policy_public_access",
        "secretsmanager_not_publicly_accessible",
        "opensearch_service_domains_not_publicly_accessible",
        "efs_not_publicly_accessible",
        "eventbridge_bus_exposed",
        "sqs_queues_not_publicly_accessible",
        "awslambda_function_not_publicly_accessible",
        "ecr_repositories_not_publicly_accessible",
        "kms_key_not_publicly_accessible",
        "sns_topics_not_publicly_accessible",
        "s3_bucket_policy_public_write_access",
        "kics:SQS Policy With Public Access",
        "kics:SQS Queue Exposed",
        "kics:Lambda Permission Principal Is Wildcard",
        "kics:ECR Repository Is Publicly Accessible",
        "kics:KMS Key With Vulnerable Policy",
        "kics:SNS Topic is Publicly Accessible",
        "kics:S3 Bucket Access to Any Principal",
        "CKV_GCP_15",
        "CKV_AZURE_138",
        "GCP-0001",
        "AVD-GCP-0001",
        "GCP-0046",
        "AVD-GCP-0046",
        "cloudwatch_log_group_not_publicly_accessible",
        "glue_data_catalogs_not_publicly_accessible",
        "ses_identity_not_publicly_accessible",
    ),
)
