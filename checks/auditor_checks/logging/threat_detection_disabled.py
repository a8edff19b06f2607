"""An account or database where nobody looks for signs of a break-in.

Why it matters
    The service reads records that there are anyway (API calls, network flows, name lookups), and
    knows patterns that no rule of yours covers: stolen keys in use, mining, tunnels through name
    lookups.

Verdicts
    PASS when the detector is on; FAIL when it is off; UNKNOWN when the answer hangs on a value
    that could not be had.

How to mend it
    Turn the detector on in every region, and send what it finds to people.

    AWS:

        resource "aws_guardduty_detector" "main" {
          enable = true
        }

    Azure:

        resource "azurerm_mssql_server_security_alert_policy" "main" {
          resource_group_name = azurerm_resource_group.main.name
          server_name         = azurerm_mssql_server.main.name
          state               = "Enabled"
        }

Sources
    What is Amazon GuardDuty, https://docs.aws.amazon.com/guardduty/latest/ug/what-is-guardduty.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "threat_detection",
    id="logging.threat_detection_disabled",
    title="Threat detection is off",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="detects threats",
    bad="does not detect threats",
    controls=("LOG-04",),
    same_as=(
        "CKV_AWS_238",
        "CKV2_AWS_3",
        "CKV_AZURE_25",
        "CKV_AZURE_127",
        "CKV_AZURE_128",
        "AZU-0028",
        "AVD-AZU-0028",
        "azure-database-all-threat-alerts-enabled",
        "guardduty_is_enabled",
        "kics:GuardDuty Detector Disabled",
        "CKV_AZURE_19",
        "CKV_AZURE_55",
        "CKV_AZURE_61",
        "CKV_AZURE_69",
        "CKV_AZURE_79",
        "CKV_AZURE_84",
        "CKV_AZURE_85",
        "CKV_AZURE_86",
        "CKV_AZURE_87",
        "CKV_AZURE_234",
        "AZU-0045",
        "AVD-AZU-0045",
    ),
)
