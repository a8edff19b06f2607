"""A database, broker or search domain whose logs stay inside it.

Why it matters
    Logs that stay inside the service vanish when it is replaced, are cut after days, and cannot
    be searched together with those of its clients. Slow queries and failed sign-ins are in them.

Verdicts
    PASS when the logs that the service offers for it are exported; FAIL when they are not;
    UNKNOWN when the answer hangs on a value that could not be had.

How to mend it
    Export the logs to a log group.

    AWS:

        resource "aws_db_instance" "main" {
          enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
        }

        resource "aws_opensearch_domain" "search" {
          log_publishing_options {
            log_type                 = "INDEX_SLOW_LOGS"
            cloudwatch_log_group_arn = aws_cloudwatch_log_group.search.arn
          }
        }

        resource "aws_mq_broker" "events" {
          logs {
            general = true
            audit   = true
          }
        }

        resource "aws_redshift_logging" "warehouse" {
          cluster_identifier   = aws_redshift_cluster.warehouse.id
          log_destination_type = "cloudwatch"
          log_exports          = ["connectionlog", "userlog", "useractivitylog"]
        }

    Azure:

        resource "azurerm_mssql_server_extended_auditing_policy" "main" {
          server_id              = azurerm_mssql_server.main.id
          log_monitoring_enabled = true
        }

Sources
    Publishing database logs to CloudWatch Logs (Amazon RDS), https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
    Monitoring OpenSearch logs, https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html
    Database audit logging (Amazon Redshift), https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "service_logs",
    id="logging.service_logs_disabled",
    title="Service exports no logs",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="exports its logs",
    bad="does not export its logs",
    controls=("LOG-01",),
    same_as=(
        "CKV_AWS_48",
        "CKV_AWS_71",
        "CKV_AWS_80",
        "CKV_AWS_84",
        "CKV_AWS_85",
        "CKV_AWS_101",
        "CKV_AWS_104",
        "CKV_AWS_129",
        "CKV_AWS_242",
        "CKV_AWS_243",
        "CKV_AWS_244",
        "CKV_AWS_285",
        "CKV_AWS_314",
        "CKV_AWS_324",
        "CKV_AWS_325",
        "CKV_AZURE_23",
        "AWS-0020",
        "AVD-AWS-0020",
        "aws-documentdb-enable-log-export",
        "AWS-0071",
        "AVD-AWS-0071",
        "aws-mq-enable-general-logging",
        "AWS-0074",
        "AVD-AWS-0074",
        "aws-msk-enable-logging",
        "AWS-0075",
        "AVD-AWS-0075",
        "aws-neptune-enable-log-export",
        "AWS-0119",
        "AVD-AWS-0119",
        "aws-sam-enable-state-machine-logging",
        "AZU-0027",
        "AVD-AZU-0027",
        "azure-database-enable-audit",
        "documentdb_cluster_cloudwatch_log_export",
        "neptune_cluster_integration_cloudwatch_logs",
        "mq_broker_logging_enabled",
        "rds_instance_integration_cloudwatch_logs",
        "redshift_cluster_audit_logging",
        "rds_cluster_integration_cloudwatch_logs",
        "stepfunctions_statemachine_logging_enabled",
        "codebuild_project_logging_enabled",
        "kics:Elasticsearch Log Disabled",
        "kics:ElasticSearch Without Slow Logs",
        "kics:DocDB Logging Is Disabled",
        "kics:Neptune Logging Is Disabled",
        "kics:MQ Broker Logging Disabled",
        "kics:RDS Without Logging",
        "kics:Redshift Cluster Logging Disabled",
        "kics:MSK Cluster Logging Disabled",
        "CKV_GCP_104",
        "CKV_GCP_110",
        "CKV_AZURE_30",
        "CKV_AZURE_31",
        "CKV2_GCP_29",
        "CKV2_GCP_31",
        "AZU-0019",
        "AVD-AZU-0019",
        "AZU-0024",
        "AVD-AZU-0024",
        "opensearch_service_domains_cloudwatch_logging_enabled",
        "appsync_field_level_logging_enabled",
        "athena_workgroup_logging_enabled",
        "bedrock_model_invocation_logging_enabled",
        "bedrock_model_invocation_logging_text_data_enabled",
        "datasync_task_logging_enabled",
        "directoryservice_directory_log_forwarding_enabled",
        "dms_replication_task_source_logging_enabled",
        "dms_replication_task_target_logging_enabled",
        "ecs_task_definitions_logging_enabled",
        "elasticbeanstalk_environment_cloudwatch_logging_enabled",
        "networkfirewall_logging_enabled",
        "waf_global_webacl_logging_enabled",
        "waf_regional_webacl_logging_enabled",
        "wafv2_webacl_logging_enabled",
    ),
)
