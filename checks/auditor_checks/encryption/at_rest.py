"""A store of data whose disks or objects are written in the clear.

Why it matters
    Disks are retired, snapshots are copied, and buckets are shared by mistake. Encryption at rest
    makes each of these harmless to whoever lacks the key, and adds the key's policy as a second
    lock. Most services cannot turn it on afterwards: the store has to be rebuilt.

Verdicts
    PASS when the store says that it is encrypted, by whichever key. FAIL when it says that it is
    not, or leaves off a switch that is off by default. UNKNOWN when the answer hangs on a value
    that could not be had. Volumes and block devices are judged one by one.

How to mend it
    Turn encryption on where the store is declared, and plan a copy if the store already exists.

    AWS:

        resource "aws_ebs_volume" "data" {
          encrypted = true
        }

        resource "aws_db_instance" "main" {
          storage_encrypted = true
        }

    Azure:

        resource "azurerm_mssql_database" "main" {
          transparent_data_encryption_enabled = true
        }

    Google encrypts every store by itself. An existing RDS instance or EBS volume is moved by
    snapshot, encrypted copy and restore; changing the argument makes Terraform replace it.

Sources
    Amazon EBS encryption, https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
    Encrypting Amazon RDS resources, https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
    S3 default encryption FAQ, https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
    CIS AWS Foundations 3.0: 2.2.1, 2.3.1, 2.4.1; 5.0: 2.2.1, 2.3.1, 5.1.1, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import DataStore


def judge(store: DataStore, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``encrypted``."""
    yield from wanted(
        store.encrypted,
        "encrypted",
        f"{store.subject} is encrypted at rest",
        f"{store.subject} is not encrypted at rest",
    )


CHECK = Check(
    id="encryption.at_rest",
    title="Data is not encrypted at rest",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=DataStore,
    judge=judge,
    controls=("ENC-01",),
    same_as=(
        "CKV_AWS_3",
        "CKV_AWS_5",
        "CKV_AWS_8",
        "CKV_AWS_16",
        "CKV_AWS_19",
        "CKV_AWS_26",
        "CKV_AWS_27",
        "CKV_AWS_29",
        "CKV_AWS_42",
        "CKV_AWS_43",
        "CKV_AWS_44",
        "CKV_AWS_47",
        "CKV_AWS_64",
        "CKV_AWS_74",
        "CKV_AWS_77",
        "CKV_AWS_78",
        "CKV_AWS_81",
        "CKV_AWS_94",
        "CKV_AWS_96",
        "CKV_AWS_98",
        "CKV_AWS_99",
        "CKV_AWS_140",
        "CKV_AWS_146",
        "CKV_AWS_155",
        "CKV_AWS_156",
        "CKV_AWS_159",
        "CKV_AWS_204",
        "CKV_AWS_214",
        "CKV_AWS_235",
        "CKV_AWS_240",
        "CKV_AWS_253",
        "CKV_AWS_255",
        "CKV_AWS_279",
        "CKV_AWS_292",
        "CKV_AWS_308",
        "CKV_AWS_311",
        "CKV_AWS_349",
        "CKV_AWS_350",
        "CKV2_AWS_2",
        "CKV_AZURE_74",
        "CKV_AZURE_105",
        "CKV_AZURE_241",
        "CKV2_AZURE_25",
        "AWS-0002",
        "AVD-AWS-0002",
        "aws-apigateway-enable-cache-encryption",
        "AWS-0006",
        "AVD-AWS-0006",
        "aws-athena-enable-at-rest-encryption",
        "AWS-0008",
        "AVD-AWS-0008",
        "aws-ec2-enable-launch-config-at-rest-encryption",
        "AWS-0018",
        "AVD-AWS-0018",
        "aws-codebuild-enable-encryption",
        "AWS-0021",
        "AVD-AWS-0021",
        "aws-documentdb-enable-storage-encryption",
        "AWS-0023",
        "AVD-AWS-0023",
        "aws-dynamodb-enable-at-rest-encryption",
        "AWS-0026",
        "AVD-AWS-0026",
        "aws-ec2-enable-volume-encryption",
        "AWS-0037",
        "AVD-AWS-0037",
        "aws-efs-enable-at-rest-encryption",
        "AWS-0045",
        "AVD-AWS-0045",
        "aws-elasticache-enable-at-rest-encryption",
        "AWS-0048",
        "AVD-AWS-0048",
        "aws-elasticsearch-enable-domain-encryption",
        "AWS-0064",
        "AVD-AWS-0064",
        "aws-kinesis-enable-in-transit-encryption",
        "AWS-0076",
        "AVD-AWS-0076",
        "aws-neptune-enable-storage-encryption",
        "AWS-0079",
        "AVD-AWS-0079",
        "aws-rds-encrypt-cluster-storage-data",
        "AWS-0080",
        "AVD-AWS-0080",
        "aws-rds-encrypt-instance-storage-data",
        "AWS-0084",
        "AVD-AWS-0084",
        "aws-redshift-encryption-customer-key",
        "AWS-0088",
        "AVD-AWS-0088",
        "aws-s3-enable-bucket-encryption",
        "AWS-0095",
        "AVD-AWS-0095",
        "aws-sns-enable-topic-encryption",
        "AWS-0096",
        "AVD-AWS-0096",
        "aws-sqs-enable-queue-encryption",
        "AWS-0109",
        "AVD-AWS-0109",
        "aws-workspaces-enable-disk-encryption",
        "AWS-0131",
        "AVD-AWS-0131",
        "aws-ec2-enable-at-rest-encryption",
        "AWS-0137",
        "AVD-AWS-0137",
        "aws-emr-enable-at-rest-encryption",
        "AWS-0139",
        "AVD-AWS-0139",
        "aws-emr-enable-local-disk-encryption",
        "AWS-0179",
        "AVD-AWS-0179",
        "aws-msk-enable-at-rest-encryption",
        "AZU-0036",
        "AVD-AZU-0036",
        "azure-datalake-enable-at-rest-encryption",
        "AZU-0038",
        "AVD-AZU-0038",
        "azure-compute-enable-disk-encryption",
        "ec2_ebs_volume_encryption",
        "rds_instance_storage_encrypted",
        "rds_cluster_storage_encrypted",
        "efs_encryption_at_rest_enabled",
        "dynamodb_accelerator_cluster_encryption_enabled",
        "elasticache_redis_cluster_rest_encryption_enabled",
        "opensearch_service_domains_encryption_at_rest_enabled",
        "redshift_cluster_encrypted_at_rest",
        "documentdb_cluster_storage_encrypted",
        "neptune_cluster_storage_encrypted",
        "kinesis_stream_encrypted_at_rest",
        "sns_topics_kms_encryption_at_rest_enabled",
        "sqs_queues_server_side_encryption_enabled",
        "athena_workgroup_encryption",
        "workspaces_volume_encryption_enabled",
        "s3_bucket_default_encryption",
        "apigateway_restapi_cache_encrypted",
        "ec2_ebs_snapshots_encrypted",
        "glue_data_catalogs_metadata_encryption_enabled",
        "kics:EBS Volume Encryption Disabled",
        "kics:RDS Storage Not Encrypted",
        "kics:DB Instance Storage Not Encrypted",
        "kics:Aurora With Disabled at Rest Encryption",
        "kics:RDS Database Cluster not Encrypted",
        "kics:EFS Not Encrypted",
        "kics:DAX Cluster Not Encrypted",
        "kics:ElastiCache Replication Group Not Encrypted At Rest",
        "kics:ElasticSearch Not Encrypted At Rest",
        "kics:Redshift Not Encrypted",
        "kics:DOCDB Cluster Not Encrypted",
        "kics:Neptune Database Cluster Encryption Disabled",
        "kics:Kinesis Not Encrypted With KMS",
        "kics:Kinesis SSE Not Configured",
        "kics:SNS Topic Not Encrypted",
        "kics:SQS With SSE Disabled",
        "kics:Athena Database Not Encrypted",
        "kics:Athena Workgroup Not Encrypted",
        "kics:Workspaces Workspace Volume Not Encrypted",
        "kics:Launch Configuration Is Not Encrypted",
        "kics:API Gateway Method Settings Cache Not Encrypted",
        "kics:AMI Not Encrypted",
        "kics:EBS Volume Snapshot Not Encrypted",
        "kics:Glue Data Catalog Encryption Disabled",
        "kics:Glue Security Configuration Encryption Disabled",
        "kics:MSK Cluster Encryption Disabled",
        "CKV_AZURE_97",
        "CKV_AZURE_151",
        "CKV_AZURE_227",
        "CKV_AZURE_2",
        "backup_recovery_point_encrypted",
        "backup_vaults_encrypted",
        "codebuild_project_s3_logs_encrypted",
        "codebuild_report_group_export_encrypted",
        "firehose_stream_encrypted_at_rest",
        "glue_data_catalogs_connection_passwords_encryption_enabled",
        "glue_development_endpoints_cloudwatch_logs_encryption_enabled",
        "glue_development_endpoints_job_bookmark_encryption_enabled",
        "glue_development_endpoints_s3_encryption_enabled",
        "glue_etl_jobs_amazon_s3_encryption_enabled",
        "glue_etl_jobs_cloudwatch_logs_encryption_enabled",
        "glue_etl_jobs_job_bookmark_encryption_enabled",
        "glue_ml_transform_encrypted_at_rest",
        "neptune_cluster_snapshot_encrypted",
        "rds_snapshots_encrypted",
    ),
)
