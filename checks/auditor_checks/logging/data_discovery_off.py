"""A region whose buckets nobody searches for personal or secret data.

Why it matters
    Copies of customer data end up in buckets meant for logs and exports. What nobody knows of is
    neither protected nor deleted in time.

Verdicts
    PASS when Macie is on (and, judged apart, samples the buckets by itself); FAIL when it is off.
    Waive it where you classify data by other means. UNKNOWN when the answer could not be had.

How to mend it
    Turn Macie on with automated discovery, or classify your data by other means.

    ``aws macie2 enable-macie`` and ``aws macie2 update-automated-discovery-configuration --status
    ENABLED``. It is billed by bucket and by volume.

Sources
    What is Amazon Macie, https://docs.aws.amazon.com/macie/latest/user/what-is-macie.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "data_discovery",
    id="logging.data_discovery_off",
    title="Sensitive data are not looked for",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="has its buckets searched for sensitive data",
    bad="does not have its buckets searched for sensitive data",
    controls=("PRR-04",),
    same_as=(
        "macie_automated_sensitive_data_discovery_enabled",
        "macie_is_enabled",
    ),
)
