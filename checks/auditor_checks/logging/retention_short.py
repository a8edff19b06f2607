"""Logs that are gone before anybody knows that they are needed.

Why it matters
    Break-ins are often found only after months. If the logs of the first day are gone by then,
    nobody can say how it began or what was taken. Payment rules ask for a year.

Verdicts
    FAIL when fewer than ``minimum_days`` (365) are kept; PASS for more, and when logs are kept
    for ever; UNKNOWN when the number hangs on a value that could not be had.

How to mend it
    Keep logs for a year or what your rules ask, in cheaper storage if need be.

    AWS:

        resource "aws_cloudwatch_log_group" "api" {
          retention_in_days = 365
        }

    Azure:

        resource "azurerm_mssql_server_extended_auditing_policy" "main" {
          retention_in_days = 365
        }

    If older logs are exported elsewhere, waive it and name the place.

Sources
    PCI DSS 4.0.1: 10.5.1, https://www.pcisecuritystandards.org/document_library/
    NIST SP 800-53 Rev. 5: AU-11, https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Setting, Unknown
from auditor_checks.logging._retention import SETTING, days_kept


class RetentionSettings(Settings, frozen=True, kw_only=True):
    """How long logs have to be kept, in days."""

    minimum_days: int = 365


def judge(setting: Setting, view: View[RetentionSettings]) -> Iterator[Verdict]:
    """Weigh the days; for ever is long enough."""
    days = days_kept(setting)
    if days is None:
        return
    if isinstance(days, Unknown):
        yield Verdict(Outcome.UNKNOWN, days.reason, SETTING)
    elif days == 0:
        yield Verdict(Outcome.PASS, f"{setting.subject} keeps its logs for ever", SETTING)
    else:
        least = view.settings.minimum_days
        message = f"{setting.subject} keeps its logs for {days} days; at least {least} are wanted"
        yield Verdict(Outcome.FAIL if days < least else Outcome.PASS, message, SETTING)


CHECK = Check(
    id="logging.retention_short",
    title="Logs are not kept long enough",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Setting,
    settings=RetentionSettings,
    judge=judge,
    controls=("LOG-03",),
    same_as=(
        "CKV_AWS_338",
        "CKV_AZURE_12",
        "CKV_AZURE_24",
        "CKV_AZURE_37",
        "AZU-0025",
        "AVD-AZU-0025",
        "azure-database-retention-period-set",
        "AZU-0031",
        "AVD-AZU-0031",
        "azure-monitor-activity-log-retention-set",
        "AZU-0049",
        "AVD-AZU-0049",
        "azure-network-retention-policy-set",
        "cloudwatch_log_group_retention_policy_specific_days_enabled",
    ),
    setting=SETTING,
)
