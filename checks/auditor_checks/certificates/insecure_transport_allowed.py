"""A bucket or queue whose policy lets requests come in over plain HTTP.

Why it matters
    The service answers on plain HTTP too. A client with an old address in its configuration then
    sends objects, and signed requests for objects, for everybody on the path to read.

Verdicts
    PASS when the policy denies everybody everything as soon as ``aws:SecureTransport`` is false;
    FAIL when it does not, or when there is no policy; UNKNOWN when the policy could not be read.

How to mend it
    Add a statement that denies every request without TLS.

    AWS:

        data "aws_iam_policy_document" "tls_only" {
          statement {
            effect    = "Deny"
            actions   = ["s3:*"]
            resources = [aws_s3_bucket.data.arn, "${aws_s3_bucket.data.arn}/*"]
            principals {
              type        = "*"
              identifiers = ["*"]
            }
            condition {
              test     = "Bool"
              variable = "aws:SecureTransport"
              values   = ["false"]
            }
          }
        }

        resource "aws_s3_bucket_policy" "data" {
          bucket = aws_s3_bucket.data.id
          policy = data.aws_iam_policy_document.tls_only.json
        }

Sources
    Security best practices for Amazon S3, https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
    CIS AWS Foundations 3.0 and 5.0: 2.1.1, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "secure_transport_required",
    id="certificates.insecure_transport_allowed",
    title="Requests without TLS are not denied",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="denies requests without TLS",
    bad="does not deny requests without TLS",
    controls=("CERT-05",),
    same_as=(
        "CKV_AWS_379",
        "s3_bucket_secure_transport_policy",
        "kics:S3 Bucket Policy Accepts HTTP Requests",
    ),
)
