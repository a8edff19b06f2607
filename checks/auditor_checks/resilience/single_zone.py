"""A store that fails with the data centre it is in.

Why it matters
    Zones fail, by power, by cooling, by a wrong switch. A standby in another zone takes over in a
    minute or two; a restore from backup takes hours. It also makes maintenance nearly
    unnoticeable.

Verdicts
    PASS when there is a standby or replica in another zone with automatic failover; FAIL when
    there is not; UNKNOWN when the answer hangs on a value that could not be had.

How to mend it
    Spread the store over several zones, with automatic failover.

    AWS:

        resource "aws_db_instance" "main" {
          multi_az = true
        }

        resource "aws_elasticache_replication_group" "cache" {
          num_cache_clusters         = 2
          automatic_failover_enabled = true
          multi_az_enabled           = true
        }

    Google:

        resource "google_sql_database_instance" "main" {
          settings {
            availability_type = "REGIONAL"
          }
        }

    Azure:

        resource "azurerm_mssql_database" "main" {
          zone_redundant = true
        }

Sources
    Multi-AZ DB instance deployments (Amazon RDS), https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html
    Minimizing downtime in ElastiCache with Multi-AZ, https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html
    CIS AWS Foundations 5.0: 2.2.4, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, wanted
from auditor.facts import DataStore


def judge(store: DataStore, view: View[Settings]) -> Iterator[Verdict]:
    """Judge ``multi_zone``."""
    yield from wanted(
        store.multi_zone,
        "multi_zone",
        f"{store.subject} is spread over several zones",
        f"{store.subject} lives in one zone",
    )


CHECK = Check(
    id="resilience.single_zone",
    title="Data store lives in one zone",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=DataStore,
    judge=judge,
    controls=("RES-01",),
    same_as=(
        "CKV_AWS_157",
        "CKV2_AWS_50",
        "CKV_AZURE_229",
        "elasticache_redis_cluster_multi_az_enabled",
        "kics:ElastiCache Nodes Not Created Across Multi AZ",
        "CKV_AZURE_206",
        "CKV_AZURE_228",
        "CKV_AZURE_233",
        "AZU-0058",
        "AVD-AZU-0058",
        "dms_instance_multi_az_enabled",
        "documentdb_cluster_multi_az_enabled",
        "dynamodb_accelerator_cluster_multi_az",
        "efs_multi_az_enabled",
        "fsx_windows_file_system_multi_az_enabled",
        "mq_broker_active_deployment_mode",
        "mq_broker_cluster_deployment_mode",
        "neptune_cluster_multi_az",
        "rds_cluster_multi_az",
        "rds_instance_multi_az",
        "redshift_cluster_multi_az_enabled",
    ),
)
