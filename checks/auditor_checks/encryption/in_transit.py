"""A store of data that talks to its clients in the clear.

Why it matters
    Whoever sits on the path, in the same network or by a mirrored port, reads queries, results
    and the passwords that open the connection. Being inside a private network lowers the number
    of such people but does not make it zero.

Verdicts
    PASS when every connection is encrypted or unencrypted ones are refused. FAIL when plain
    connections are accepted. UNKNOWN when the answer hangs on a value that could not be had.

How to mend it
    Switch on encryption in transit and let the store refuse clients that do not use it.

    AWS:

        resource "aws_elasticache_replication_group" "cache" {
          transit_encryption_enabled = true
        }

        resource "aws_msk_cluster" "events" {
          encryption_info {
            encryption_in_transit {
              client_broker = "TLS"
              in_cluster    = true
            }
          }
        }

    Google:

        resource "google_sql_database_instance" "main" {
          settings {
            ip_configuration {
              ssl_mode = "ENCRYPTED_ONLY"
            }
          }
        }

    Azure:

        resource "azurerm_redis_cache" "cache" {
          non_ssl_port_enabled = false
        }

Sources
    ElastiCache in-transit encryption, https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html
    Amazon MSK encryption, https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html
    Cloud SQL: configure SSL/TLS, https://cloud.google.com/sql/docs/postgres/configure-ssl-instance
    PCI DSS 4.0.1: 4.2.1 (over public networks), https://www.pcisecuritystandards.org/document_library/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import DataStore


def judge(store: DataStore, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``encrypted_in_transit``."""
    yield from wanted(
        store.encrypted_in_transit,
        "encrypted_in_transit",
        f"{store.subject} encrypts its connections",
        f"{store.subject} accepts connections without encryption",
    )


CHECK = Check(
    id="encryption.in_transit",
    title="Data is not encrypted in transit",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=DataStore,
    judge=judge,
    controls=("CERT-05",),
    same_as=(
        "CKV_AWS_30",
        "CKV_AWS_31",
        "CKV_AWS_81",
        "CKV_AWS_90",
        "CKV_AWS_97",
        "CKV_AWS_105",
        "CKV_AWS_202",
        "CKV_AWS_215",
        "CKV_AWS_239",
        "CKV_AWS_351",
        "CKV2_AWS_49",
        "CKV2_AWS_69",
        "CKV_AZURE_28",
        "CKV_AZURE_29",
        "CKV_AZURE_47",
        "CKV_AZURE_91",
        "CKV_GCP_6",
        "CKV_GCP_97",
        "AWS-0035",
        "AVD-AWS-0035",
        "aws-ecs-enable-in-transit-encryption",
        "AWS-0051",
        "AVD-AWS-0051",
        "aws-elasticache-enable-in-transit-encryption",
        "AWS-0073",
        "AVD-AWS-0073",
        "aws-msk-enable-in-transit-encryption",
        "AWS-0138",
        "AVD-AWS-0138",
        "aws-emr-enable-in-transit-encryption",
        "AZU-0020",
        "AVD-AZU-0020",
        "azure-database-enable-ssl-enforcement",
        "GCP-0015",
        "AVD-GCP-0015",
        "google-sql-encrypt-in-transit-data",
        "elasticache_redis_cluster_in_transit_encryption_enabled",
        "kafka_cluster_in_transit_encryption_enabled",
        "rds_instance_transport_encrypted",
        "dynamodb_accelerator_cluster_in_transit_encryption_enabled",
        "dms_endpoint_redis_in_transit_encryption_enabled",
        "kics:ElastiCache Replication Group Not Encrypted At Transit",
        "kics:MSK Cluster Encryption Disabled",
        "kics:ECS Task Definition Volume Not Encrypted",
        "CKV_AZURE_3",
        "AZU-0008",
        "AVD-AZU-0008",
        "AZU-0059",
        "AVD-AZU-0059",
        "azure-storage-enforce-https",
        "CKV_AWS_369",
        "dms_endpoint_ssl_enabled",
        "glue_database_connections_ssl_enabled",
        "kafka_connector_in_transit_encryption_enabled",
        "memorydb_cluster_in_transit_encryption_enabled",
        "redshift_cluster_in_transit_encryption_enabled",
        "sagemaker_training_jobs_intercontainer_encryption_enabled",
        "sns_subscription_not_using_http_endpoints",
        "transfer_server_in_transit_encryption_enabled",
    ),
)
