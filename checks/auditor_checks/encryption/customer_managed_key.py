"""A store whose encryption key belongs to the provider rather than to you.

Why it matters
    With a key of your own you decide who may decrypt, see every use in the audit log, share
    snapshots across accounts and, in an emergency, take the key away. The provider's default key
    has a policy that you cannot change, and you cannot take it away.

Verdicts
    PASS for a customer-managed key. FAIL for the provider's default key, and where there is no
    key at all. UNKNOWN when the key hangs on a value that could not be had. Only stores for which
    such a key is usually asked are judged.

How to mend it
    Create a key and name it on the store, with a key policy that lets the service use it.

    AWS:

        resource "aws_kms_key" "data" {
          enable_key_rotation = true
        }

        resource "aws_dynamodb_table" "orders" {
          server_side_encryption {
            enabled     = true
            kms_key_arn = aws_kms_key.data.arn
          }
        }

    Google:

        resource "google_storage_bucket" "data" {
          encryption {
            default_kms_key_name = google_kms_crypto_key.data.id
          }
        }

    Azure:

        resource "azurerm_managed_disk" "data" {
          disk_encryption_set_id = azurerm_disk_encryption_set.data.id
        }

Sources
    AWS KMS keys, https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
    Customer-managed encryption keys (Google Cloud), https://cloud.google.com/kms/docs/cmek
    CIS AWS Foundations 3.0 and 5.0: 3.5 (CloudTrail), https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import DataStore, Unknown


def judge(store: DataStore, view: View[Settings]) -> Iterator[Verdict]:
    """Tell the customer's own key from the provider's, and from none."""
    key = store.key
    if key is None:
        return
    if isinstance(key, Unknown):
        yield Verdict(Outcome.UNKNOWN, key.reason, "key")
    elif key == "customer":
        yield Verdict(Outcome.PASS, f"{store.subject} uses a customer-managed key", "key")
    elif key == "provider" and store.encrypted is not False:
        yield Verdict(Outcome.FAIL, f"{store.subject} uses the provider's default key", "key")
    else:
        yield Verdict(Outcome.FAIL, f"{store.subject} is not encrypted by any key", "key")


CHECK = Check(
    id="encryption.customer_managed_key",
    title="Data is not encrypted with a customer-managed key",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=DataStore,
    judge=judge,
    controls=("ENC-02",),
    same_as=(
        "CKV_AWS_22",
        "CKV_AWS_35",
        "CKV_AWS_119",
        "CKV_AWS_136",
        "CKV_AWS_142",
        "CKV_AWS_145",
        "CKV_AWS_147",
        "CKV_AWS_149",
        "CKV_AWS_158",
        "CKV_AWS_160",
        "CKV_AWS_166",
        "CKV_AWS_173",
        "CKV_AWS_177",
        "CKV_AWS_178",
        "CKV_AWS_179",
        "CKV_AWS_180",
        "CKV_AWS_181",
        "CKV_AWS_182",
        "CKV_AWS_183",
        "CKV_AWS_184",
        "CKV_AWS_185",
        "CKV_AWS_186",
        "CKV_AWS_187",
        "CKV_AWS_189",
        "CKV_AWS_190",
        "CKV_AWS_191",
        "CKV_AWS_199",
        "CKV_AWS_200",
        "CKV_AWS_201",
        "CKV_AWS_203",
        "CKV_AWS_209",
        "CKV_AWS_212",
        "CKV_AWS_219",
        "CKV_AWS_221",
        "CKV_AWS_236",
        "CKV_AWS_241",
        "CKV_AWS_245",
        "CKV_AWS_246",
        "CKV_AWS_247",
        "CKV_AWS_254",
        "CKV_AWS_256",
        "CKV_AWS_262",
        "CKV_AWS_265",
        "CKV_AWS_266",
        "CKV_AWS_271",
        "CKV_AWS_278",
        "CKV_AWS_280",
        "CKV_AWS_281",
        "CKV_AWS_282",
        "CKV_AWS_294",
        "CKV_AWS_296",
        "CKV_AWS_297",
        "CKV_AWS_298",
        "CKV_AWS_327",
        "CKV_AWS_337",
        "CKV_AWS_345",
        "CKV_AWS_346",
        "CKV_AWS_347",
        "CKV_AWS_354",
        "CKV2_AWS_73",
        "CKV_AZURE_93",
        "CKV_AZURE_100",
        "CKV_AZURE_117",
        "CKV2_AZURE_1",
        "CKV_GCP_37",
        "CKV_GCP_38",
        "CKV_GCP_80",
        "CKV_GCP_81",
        "CKV_GCP_83",
        "CKV_GCP_84",
        "CKV_GCP_85",
        "CKV_GCP_90",
        "CKV_GCP_91",
        "CKV_GCP_93",
        "AWS-0015",
        "AVD-AWS-0015",
        "aws-cloudtrail-encryption-customer-managed-key",
        "AWS-0017",
        "AVD-AWS-0017",
        "aws-cloudwatch-log-group-customer-key",
        "AWS-0022",
        "AVD-AWS-0022",
        "aws-documentdb-encryption-customer-key",
        "AWS-0025",
        "AVD-AWS-0025",
        "aws-dynamodb-table-customer-key",
        "AWS-0027",
        "AVD-AWS-0027",
        "aws-ec2-volume-encryption-customer-key",
        "AWS-0033",
        "AVD-AWS-0033",
        "aws-ecr-repository-customer-key",
        "AWS-0078",
        "AVD-AWS-0078",
        "aws-rds-performance-insights-encryption-customer-key",
        "AWS-0098",
        "AVD-AWS-0098",
        "aws-ssm-secret-use-customer-key",
        "AWS-0128",
        "AVD-AWS-0128",
        "aws-neptune-encryption-customer-key",
        "AWS-0132",
        "AVD-AWS-0132",
        "aws-s3-encryption-customer-key",
        "AWS-0135",
        "AVD-AWS-0135",
        "aws-sqs-queue-encryption-use-cmk",
        "AWS-0136",
        "AVD-AWS-0136",
        "aws-sns-topic-encryption-use-cmk",
        "AZU-0060",
        "AVD-AZU-0060",
        "azure-storage-blob-container-cmk-encrypted",
        "AZU-0067",
        "AVD-AZU-0067",
        "azure-container-enable-disk-encryption",
        "GCP-0033",
        "AVD-GCP-0033",
        "google-compute-vm-disk-encryption-customer-key",
        "GCP-0034",
        "AVD-GCP-0034",
        "google-compute-disk-encryption-customer-key",
        "GCP-0066",
        "AVD-GCP-0066",
        "google-storage-bucket-encryption-customer-key",
        "dynamodb_tables_kms_cmk_encryption_enabled",
        "cloudtrail_kms_encryption_enabled",
        "cloudwatch_log_group_kms_encryption_enabled",
        "s3_bucket_kms_encryption",
        "sagemaker_notebook_instance_encryption_enabled",
        "kics:DynamoDB Table Not Encrypted",
        "kics:CloudTrail Log Files Not Encrypted With KMS",
        "kics:CloudWatch Log Group Without KMS",
        "kics:Secretsmanager Secret Without KMS",
        "kics:Secretsmanager Secret Encrypted With AWS Managed Key",
        "kics:CodeBuild Project Encrypted With AWS Managed Key",
        "kics:ECR Repository Not Encrypted With CMK",
        "kics:Sagemaker Notebook Instance Without KMS",
        "CKV_GCP_92",
        "CKV_GCP_96",
        "CKV2_GCP_21",
        "CKV2_GCP_22",
        "CKV2_GCP_23",
        "CKV2_GCP_24",
        "CKV2_GCP_25",
        "CKV2_GCP_26",
        "CKV2_GCP_27",
        "CKV2_GCP_35",
        "CKV_AZURE_76",
        "CKV_AZURE_186",
        "CKV_AZURE_201",
        "CKV_AZURE_240",
        "CKV2_AZURE_11",
        "CKV2_AZURE_15",
        "CKV2_AZURE_16",
        "CKV2_AZURE_17",
        "CKV2_AZURE_22",
        "CKV_AWS_368",
        "awslambda_function_env_vars_not_encrypted_with_cmk",
        "bedrock_custom_model_encrypted_with_cmk",
        "bedrock_knowledge_base_encrypted_with_cmk",
        "bedrock_model_invocation_logs_encryption_enabled",
        "bedrock_prompt_encrypted_with_cmk",
        "glue_development_endpoints_cloudwatch_logs_encryption_enabled",
        "glue_development_endpoints_job_bookmark_encryption_enabled",
        "glue_development_endpoints_s3_encryption_enabled",
        "glue_etl_jobs_amazon_s3_encryption_enabled",
        "glue_etl_jobs_cloudwatch_logs_encryption_enabled",
        "glue_etl_jobs_job_bookmark_encryption_enabled",
        "kafka_cluster_encryption_at_rest_uses_cmk",
        "sagemaker_endpoint_config_kms_encryption_enabled",
        "sagemaker_training_jobs_volume_and_output_encryption_enabled",
        "stepfunctions_statemachine_encrypted_with_cmk",
        "storagegateway_fileshare_encryption_enabled",
    ),
)
