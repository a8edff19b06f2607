"""A network that keeps no record of who talked to whom.

Why it matters
    Flow logs show what firewalls let through: data leaving at night, a scan from inside, traffic
    to an address that later turns up on a list. None of this can be found out afterwards without
    them.

Verdicts
    PASS when flows of the network or subnet are logged; FAIL when they are not; UNKNOWN when the
    answer hangs on a value that could not be had.

How to mend it
    Log all flows of the network.

    AWS:

        resource "aws_flow_log" "main" {
          vpc_id          = aws_vpc.main.id
          traffic_type    = "ALL"
          log_destination = aws_cloudwatch_log_group.flows.arn
          iam_role_arn    = aws_iam_role.flows.arn
        }

    Google:

        resource "google_compute_subnetwork" "main" {
          log_config {
            aggregation_interval = "INTERVAL_5_SEC"
            metadata             = "INCLUDE_ALL_METADATA"
          }
        }

    Azure:

        resource "azurerm_network_watcher_flow_log" "main" {
          enabled            = true
          target_resource_id = azurerm_virtual_network.main.id
          retention_policy {
            enabled = true
            days    = 90
          }
        }

Sources
    Logging IP traffic using VPC Flow Logs, https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
    VPC Flow Logs (Google Cloud), https://cloud.google.com/vpc/docs/flow-logs
    CIS AWS Foundations 3.0 and 5.0: 3.7, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "flow_logs",
    id="logging.flow_logs_disabled",
    title="Network flows are not logged",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="logs its flows",
    bad="does not log its flows",
    controls=("LOG-05",),
    same_as=(
        "CKV2_AWS_11",
        "CKV_GCP_26",
        "AWS-0178",
        "AVD-AWS-0178",
        "aws-ec2-require-vpc-flow-logs-for-all-vpcs",
        "AZU-0073",
        "AVD-AZU-0073",
        "azure-network-network-watcher-flow-disabled",
        "GCP-0029",
        "AVD-GCP-0029",
        "google-compute-enable-vpc-flow-logs",
        "GCP-0076",
        "AVD-GCP-0076",
        "google-compute-google-compute-subnetwork-logging",
        "vpc_flow_logs_enabled",
        "kics:VPC FlowLogs Disabled",
    ),
)
