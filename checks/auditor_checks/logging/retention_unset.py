"""A log group without a retention: nothing is ever deleted.

Why it matters
    Logs hold personal data, and law asks for an end to keeping it. They are also billed by
    volume, month after month. An end that was chosen shows that somebody thought about both.

Verdicts
    PASS when a number of days is set; FAIL when logs are kept for ever, which is the default;
    UNKNOWN when the number hangs on a value that could not be had. Whether it is long enough is
    the matter of ``logging.retention_short``.

How to mend it
    Set a retention that fits your rules.

    AWS:

        resource "aws_cloudwatch_log_group" "api" {
          retention_in_days = 365
        }

    Azure:

        resource "azurerm_log_analytics_workspace" "main" {
          retention_in_days = 365
        }

    Groups that services create by themselves have no retention: declare them beforehand.

Sources
    CloudWatch Logs: change log data retention, https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
    Regulation (EU) 2016/679, article 5(1)(e), https://eur-lex.europa.eu/eli/reg/2016/679/oj
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Setting, Unknown
from auditor_checks.logging._retention import SETTING, days_kept


def judge(setting: Setting, view: View[Settings]) -> Iterator[Verdict]:
    """Ask whether there is an end at all."""
    days = days_kept(setting)
    if days is None:
        return
    if isinstance(days, Unknown):
        yield Verdict(Outcome.UNKNOWN, days.reason, SETTING)
    elif days == 0:
        yield Verdict(Outcome.FAIL, f"{setting.subject} keeps its logs for ever", SETTING)
    else:
        yield Verdict(Outcome.PASS, f"{setting.subject} keeps its logs for {days} days", SETTING)


CHECK = Check(
    id="logging.retention_unset",
    title="Logs are kept without an end",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Setting,
    judge=judge,
    controls=("LOG-03",),
    same_as=(
        "CKV_AWS_66",
        "kics:CloudWatch Without Retention Period Specified",
    ),
    setting=SETTING,
)
