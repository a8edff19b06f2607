"""A trail without CloudTrail Insights.

Why it matters
    Insights learns how often each call is usual and reports bursts: a loop that deletes, a key in
    strange hands. GuardDuty covers much of the same ground, so many do without.

Verdicts
    PASS when at least one kind of insight is on; FAIL when none is. Insights are billed by the
    number of events. UNKNOWN when the answer could not be had.

How to mend it
    Turn insights on for the trail that records management events.

    ``aws cloudtrail put-insight-selectors --trail-name audit --insight-selectors '[{"InsightType":
    "ApiCallRateInsight"}, {"InsightType": "ApiErrorRateInsight"}]'``.

Sources
    Working with CloudTrail Insights, https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "trail_insights",
    id="logging.trail_insights_off",
    title="Unusual activity is not looked for",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="looks for unusual activity",
    bad="does not look for unusual activity",
    controls=("LOG-04",),
    same_as=("cloudtrail_insights_exist",),
)
