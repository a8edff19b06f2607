"""A region where no analyser looks for things that are shared outside of the account.

Why it matters
    Policies of buckets, keys, roles and queues are many and written in a language full of traps.
    The analyser proves by logic who outside of your accounts gets in, and costs nothing for that.

Verdicts
    PASS when an analyser of external access of the account or the organisation is active in the
    region; FAIL when none is. UNKNOWN when the answer could not be had.

How to mend it
    Make an analyser of external access in every region that is in use.

    ``aws accessanalyzer create-analyzer --analyzer-name external --type ACCOUNT`` (``ORGANIZATION``
    from the administrator account); in Terraform ``aws_accessanalyzer_analyzer``.

Sources
    Using IAM Access Analyzer, https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html
    CIS AWS Foundations 3.0: 1.20; 5.0: 1.19, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "access_analyzer",
    id="access.analyzer_missing",
    title="Nothing analyses who outside has access",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="has its sharing with outsiders analysed",
    bad="has no analyser of access from outside",
    controls=("ACC-09",),
    same_as=("accessanalyzer_enabled",),
)
