"""A bucket, load balancer, distribution or interface that keeps no record of requests.

Why it matters
    After an incident the first question is who took what. Without a record of requests the honest
    answer is "perhaps everything", and that is then what has to be reported.

Verdicts
    PASS when requests are logged to a bucket, a log group or a stream; FAIL when they are not;
    UNKNOWN when the answer hangs on a value that could not be had. A bucket that is itself the
    target of logs need not log its own accesses: waive it with that reason.

How to mend it
    Send the access log to a bucket or log group.

    AWS:

        resource "aws_s3_bucket_logging" "data" {
          bucket        = aws_s3_bucket.data.id
          target_bucket = aws_s3_bucket.logs.id
          target_prefix = "data/"
        }

        resource "aws_lb" "front" {
          access_logs {
            bucket  = aws_s3_bucket.logs.id
            enabled = true
          }
        }

        resource "aws_cloudfront_distribution" "site" {
          logging_config {
            bucket = aws_s3_bucket.logs.bucket_domain_name
          }
        }

        resource "aws_api_gateway_stage" "live" {
          access_log_settings {
            destination_arn = aws_cloudwatch_log_group.api.arn
            format          = "$context.requestId $context.status"
          }
        }

    Google:

        resource "google_storage_bucket" "data" {
          logging {
            log_bucket = google_storage_bucket.logs.name
          }
        }

Sources
    Logging requests with server access logging (Amazon S3), https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
    Access logs for your Application Load Balancer, https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
    CIS AWS Foundations 3.0 and 5.0: 3.4 (bucket of the trail), https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "access_log",
    id="logging.access_log_disabled",
    title="Access is not logged",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="logs every access",
    bad="does not log accesses",
    controls=("LOG-01",),
    same_as=(
        "CKV_AWS_18",
        "CKV_AWS_76",
        "CKV_AWS_86",
        "CKV_AWS_91",
        "CKV_AWS_92",
        "CKV_GCP_62",
        "AWS-0001",
        "AVD-AWS-0001",
        "aws-apigateway-enable-access-logging",
        "AWS-0010",
        "AVD-AWS-0010",
        "aws-cloudfront-enable-logging",
        "AWS-0089",
        "AVD-AWS-0089",
        "aws-s3-enable-logging",
        "AWS-0113",
        "AVD-AWS-0113",
        "aws-sam-enable-api-access-logging",
        "AWS-0116",
        "AVD-AWS-0116",
        "aws-sam-enable-http-api-access-logging",
        "AWS-0163",
        "AVD-AWS-0163",
        "aws-cloudtrail-require-bucket-access-logging",
        "AZU-0057",
        "AVD-AZU-0057",
        "azure-storage-storage-account-logging-enabled",
        "GCP-0077",
        "AVD-GCP-0077",
        "google-storage-enable-bucket-logging",
        "s3_bucket_server_access_logging_enabled",
        "elbv2_logging_enabled",
        "cloudfront_distributions_logging_enabled",
        "apigateway_restapi_logging_enabled",
        "apigatewayv2_api_access_logging_enabled",
        "elb_logging_enabled",
        "cloudtrail_logs_s3_bucket_access_logging_enabled",
        "kics:S3 Bucket Logging Disabled",
        "kics:ELB Access Log Disabled",
        "kics:CloudFront Logging Disabled",
        "kics:API Gateway Access Logging Disabled",
        "kics:API Gateway Deployment Without Access Log Setting",
        "CKV_AZURE_33",
        "CKV_AZURE_63",
        "CKV2_AZURE_21",
        "AZU-0009",
        "AVD-AZU-0009",
        "ec2_client_vpn_endpoint_connection_logging_enabled",
    ),
)
