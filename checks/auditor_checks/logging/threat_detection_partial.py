"""A source of signs of break-ins that the threat detector leaves out.

Why it matters
    The detector reads trails, flows and name lookups from the start. Reads of objects, Kubernetes
    audit logs, processes on machines, sign-ins to databases and traffic of functions are extra:
    what happens only there goes unseen.

Verdicts
    One verdict a source. PASS when it is on; FAIL when it is off. A region without a detector has
    no such question (see ``logging.threat_detection_disabled``). UNKNOWN when the answer could not
    be had.

How to mend it
    Turn the source on in every region where you have things of its kind.

    ``aws guardduty update-detector --detector-id ID --features '[{"Name": "S3_DATA_EVENTS",
    "Status": "ENABLED"}]'``; in Terraform it is ``aws_guardduty_detector_feature``. Each source is
    billed by its volume: waive those for which you have nothing to watch.

Sources
    Amazon GuardDuty protection plans, https://docs.aws.amazon.com/guardduty/latest/ug/what-is-guardduty.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "threat_detection_feature",
    id="logging.threat_detection_partial",
    title="Threats are not looked for everywhere",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="is on",
    bad="is off",
    controls=("LOG-04",),
    same_as=(
        "guardduty_ai_protection_enabled",
        "guardduty_ec2_malware_protection_enabled",
        "guardduty_eks_audit_log_enabled",
        "guardduty_eks_runtime_monitoring_enabled",
        "guardduty_lambda_protection_enabled",
        "guardduty_rds_protection_enabled",
        "guardduty_runtime_monitoring_enabled",
        "guardduty_s3_protection_enabled",
    ),
)
