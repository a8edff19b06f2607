"""A region where Security Hub is off, or on without anything to evaluate.

Why it matters
    It collects what detectors, scanners and analysers report into one list with one severity, and
    re-evaluates standards by itself. Without it each console has to be read apart.

Verdicts
    PASS when the hub is on and has standards or products that send findings; FAIL when it is off or
    empty. Waive it where another product does the same. UNKNOWN when the answer could not be had.

How to mend it
    Turn Security Hub on with at least one standard.

    ``aws securityhub enable-security-hub --enable-default-standards``; in Terraform
    ``aws_securityhub_account`` and ``aws_securityhub_standards_subscription``. It needs a
    configuration recorder.

Sources
    Enabling Security Hub, https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-settingup.html
    CIS AWS Foundations 3.0 and 5.0: 4.16, https://www.cisecurity.org/benchmark/amazon_web_services
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "posture_service",
    id="logging.posture_service_off",
    title="No service watches the account's posture",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="has its posture watched",
    bad="has no posture service with standards or products",
    controls=("LOG-04", "EVD-01"),
    same_as=("securityhub_enabled",),
)
