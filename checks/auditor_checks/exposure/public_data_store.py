"""A database, broker, snapshot or store whose own settings open it to the internet.

Why it matters
    What stands between such a store and everybody is one network rule and one password. Snapshots
    and images that are public need neither: anybody copies them and reads at leisure.

Verdicts
    FAIL when the store's own settings make it public. PASS when they do not. UNKNOWN when that
    could not be had. Network rules around it are judged by themselves.

How to mend it
    Turn public access off, and place the store in private subnets.

    AWS:

        resource "aws_db_instance" "main" {
          db_subnet_group_name = aws_db_subnet_group.private.name
          publicly_accessible  = false
        }

    Google:

        resource "google_sql_database_instance" "main" {
          settings {
            ip_configuration {
              ipv4_enabled    = false
              private_network = google_compute_network.main.id
            }
          }
        }

    Azure:

        resource "azurerm_mssql_server" "main" {
          public_network_access_enabled = false
        }

Sources
    Working with a DB instance in a VPC, https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
    Configure private IP for Cloud SQL, https://cloud.google.com/sql/docs/mysql/configure-private-ip
    CIS AWS Foundations 3.0: 2.3.3; 5.0: 2.2.3, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, unwanted
from auditor.facts import DataStore


def judge(store: DataStore, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``public``."""
    yield from unwanted(
        store.public,
        "public",
        f"{store.subject} is not public",
        f"{store.subject} is public",
    )


CHECK = Check(
    id="exposure.public_data_store",
    title="Store of data is public",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    facts=DataStore,
    judge=judge,
    controls=("ACC-10",),
    same_as=(
        "CKV2_AWS_66",
        "CKV_AWS_17",
        "CKV_AWS_69",
        "CKV_AWS_87",
        "CKV_AWS_89",
        "CKV_AWS_102",
        "CKV_AWS_205",
        "CKV_AWS_291",
        "CKV_AWS_302",
        "CKV_AZURE_35",
        "CKV_AZURE_48",
        "CKV_AZURE_53",
        "CKV_AZURE_59",
        "CKV_AZURE_64",
        "CKV_AZURE_68",
        "CKV_AZURE_89",
        "CKV_AZURE_99",
        "CKV_AZURE_101",
        "CKV_AZURE_104",
        "CKV_AZURE_106",
        "CKV_AZURE_108",
        "CKV_AZURE_113",
        "CKV_AZURE_124",
        "CKV_AZURE_134",
        "CKV_AZURE_139",
        "CKV_AZURE_185",
        "CKV_AZURE_189",
        "CKV_AZURE_193",
        "CKV_AZURE_204",
        "CKV_GCP_11",
        "AWS-0072",
        "AWS-0180",
        "AVD-AWS-0072",
        "AVD-AWS-0180",
        "aws-rds-no-public-db-access",
        "aws-mq-no-public-access",
        "google-sql-no-public-access",
        "azure-database-no-public-access",
        "rds_snapshots_public_access",
        "ec2_ami_public",
        "ec2_ebs_public_snapshot",
        "neptune_cluster_public_snapshot",
        "documentdb_cluster_public_snapshot",
        "rds_instance_no_public_access",
        "mq_broker_not_publicly_accessible",
        "redshift_cluster_public_access",
        "kafka_cluster_is_public",
        "dms_instance_no_public_access",
        "kics:RDS DB Instance Publicly Accessible",
        "kics:MQ Broker Is Publicly Accessible",
        "kics:Redshift Publicly Accessible",
        "kics:MSK Broker Is Publicly Accessible",
        "kics:Amazon DMS Replication Instance Is Publicly Accessible",
        "GCP-0017",
        "AVD-GCP-0017",
        "CKV_AZURE_109",
        "CKV_AZURE_144",
        "CKV_AZURE_210",
        "CKV_AZURE_248",
        "CKV_AZURE_250",
        "CKV2_AZURE_24",
        "AZU-0012",
        "AVD-AZU-0012",
        "AZU-0013",
        "AVD-AZU-0013",
        "AZU-0022",
        "AVD-AZU-0022",
        "AZU-0035",
        "AVD-AZU-0035",
        "codebuild_project_not_publicly_accessible",
        "lightsail_database_public",
        "ssm_documents_set_as_public",
    ),
)
