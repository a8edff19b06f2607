"""A threat detector that reported a severe threat to which nobody reacted.

Why it matters
    A severe finding means that a machine or a key is probably in the hands of somebody else right
    now. The detector is worth its price only if somebody reads it.

Verdicts
    PASS when no finding of high severity (7 and above) is open; FAIL when some are. Findings that
    were archived do not count. UNKNOWN when the answer could not be had.

How to mend it
    Look into every severe finding, and archive it when it is settled.

    ``aws guardduty list-findings --detector-id ID --finding-criteria '{"Criterion": {"severity":
    {"GreaterThanOrEqual": 7}, "service.archived": {"Equals": ["false"]}}}'``; send new ones to
    people by an EventBridge rule.

Sources
    Understanding GuardDuty findings and severity levels, https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "threat_findings_settled",
    id="logging.threat_findings_open",
    title="Severe threat was found and is still open",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="has no severe finding open",
    bad="has severe findings that nobody settled",
    controls=("LOG-04",),
    same_as=("guardduty_no_high_severity_findings",),
)
