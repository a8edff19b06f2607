"""A managed service that does not take minor versions by itself.

Why it matters
    Minor versions carry the mends for known flaws. Left to people, they wait for a quiet week
    that does not come.

Verdicts
    PASS when minor versions are taken by themselves; FAIL when they are not; UNKNOWN when that
    could not be had.

How to mend it
    Turn on automatic minor upgrades, and set a maintenance window.

        resource "aws_db_instance" "main" {
          auto_minor_version_upgrade = true
          maintenance_window         = "sun:03:00-sun:04:00"
        }

Sources
    Upgrading a DB instance engine version, https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html
    CIS AWS Foundations 3.0: 2.3.2; 5.0: 2.2.2, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "automatic_minor_upgrades",
    id="patching.auto_minor_upgrade",
    title="Minor versions are not applied by themselves",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="takes minor versions by itself",
    bad="waits for somebody to apply minor versions",
    controls=("PATCH-01",),
    same_as=(
        "CKV_AWS_141",
        "CKV_AWS_207",
        "CKV_AWS_222",
        "CKV_AWS_226",
        "CKV_AWS_322",
        "mq_broker_auto_minor_version_upgrades",
        "elasticache_redis_cluster_auto_minor_version_upgrades",
        "dms_instance_minor_version_upgrade_enabled",
        "redshift_cluster_automatic_upgrades",
        "rds_cluster_minor_version_upgrade_enabled",
        "memorydb_cluster_auto_minor_version_upgrades",
        "rds_instance_minor_version_upgrade_enabled",
        "kics:Automatic Minor Upgrades Disabled",
        "CKV_AZURE_95",
        "CKV_AZURE_177",
        "ecs_service_fargate_latest_platform_version",
        "elasticbeanstalk_environment_managed_updates_enabled",
    ),
)
