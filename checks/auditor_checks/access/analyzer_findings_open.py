"""An analyser that found access from outside, and nobody said whether it is meant.

Why it matters
    Each finding is a bucket, key or role that somebody outside of your accounts can use. One that
    is meant is archived in a minute; one that is not is a leak.

Verdicts
    PASS when no finding is active; FAIL when some are. UNKNOWN when the answer could not be had.

How to mend it
    Close the access that is not meant, and archive the findings about what is.

    ``aws accessanalyzer list-findings-v2 --analyzer-arn ARN --filter '{"status": {"eq":
    ["ACTIVE"]}}'``; archive rules keep known partners out of the list.

Sources
    Resolving IAM Access Analyzer findings, https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings-remediate.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "analyzer_findings_settled",
    id="access.analyzer_findings_open",
    title="Access from outside was found and not settled",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="has no finding open",
    bad="has findings that nobody settled",
    controls=("ACC-09",),
    same_as=("accessanalyzer_enabled_without_findings",),
)
