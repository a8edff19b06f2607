"""A kind of event in the audit log that somebody should hear about, and nobody does.

Why it matters
    The root user signs in, a trail is stopped, a key is set to be deleted: each is rare, each may
    be the first sign of a break-in, and each is in the log within minutes. Without an alarm it is
    read after the damage.

Verdicts
    One verdict a kind of event, in the account: unauthorised calls, sign-ins without a second
    factor, use of the root user, changes of access policies, of the audit log, of bucket policies,
    of configuration recording, of security groups, network ACLs, gateways, route tables, VPCs and
    the organisation, failed sign-ins, and keys disabled or deleted. PASS when a trail of every
    region flows to a log group, a metric filter there names every event of the kind, and an alarm
    on its metric tells somebody. FAIL when a part of this chain is missing. UNKNOWN when the answer
    could not be had.

How to mend it
    Add a metric filter on the trail's log group, and an alarm on its metric that tells people.

    ``aws logs put-metric-filter --log-group-name TRAIL --filter-name root --filter-pattern '{
    $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !=
    "AwsServiceEvent" }' --metric-transformations
    metricName=root,metricNamespace=CIS,metricValue=1``, then ``aws cloudwatch put-metric-alarm``
    with a topic under ``--alarm-actions`` that has subscribers. In Terraform the pair is
    ``aws_cloudwatch_log_metric_filter`` and ``aws_cloudwatch_metric_alarm``. Where another product
    watches the trail (a SIEM, EventBridge rules, Security Hub), waive the kinds that it covers.

Sources
    Creating metrics from log events using filters, https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
    CIS AWS Foundations 3.0 and 5.0: 4.1 to 4.15, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "event_alarm",
    id="logging.event_alarm_missing",
    title="Nobody is told when it happens",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="raise an alarm",
    bad="raise no alarm",
    controls=("LOG-04",),
    same_as=(
        "cloudwatch_changes_to_network_acls_alarm_configured",
        "cloudwatch_changes_to_network_gateways_alarm_configured",
        "cloudwatch_changes_to_network_route_tables_alarm_configured",
        "cloudwatch_changes_to_vpcs_alarm_configured",
        "cloudwatch_log_metric_filter_and_alarm_for_aws_config_configuration_changes_enabled",
        "cloudwatch_log_metric_filter_and_alarm_for_cloudtrail_configuration_changes_enabled",
        "cloudwatch_log_metric_filter_authentication_failures",
        "cloudwatch_log_metric_filter_aws_organizations_changes",
        "cloudwatch_log_metric_filter_disable_or_scheduled_deletion_of_kms_cmk",
        "cloudwatch_log_metric_filter_for_s3_bucket_policy_changes",
        "cloudwatch_log_metric_filter_policy_changes",
        "cloudwatch_log_metric_filter_root_usage",
        "cloudwatch_log_metric_filter_security_group_changes",
        "cloudwatch_log_metric_filter_sign_in_without_mfa",
        "cloudwatch_log_metric_filter_unauthorized_api_calls",
    ),
)
