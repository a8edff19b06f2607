"""A region with data in it and no backup plan, vault or report.

Why it matters
    Each service backs up in its own way, or not at all. One plan for all of them is the only one
    whose success somebody can read.

Verdicts
    One verdict a part of the service, in regions that hold something to back up: plans, vaults,
    reports. PASS when at least one exists; FAIL when none does. Waive it where another product
    backs up. UNKNOWN when the answer could not be had.

How to mend it
    Make a vault and a plan, and a report that shows what ran.

    ``aws backup create-backup-vault --backup-vault-name main``, ``aws backup create-backup-plan
    --backup-plan file://plan.json`` and ``aws backup create-report-plan``; in Terraform
    ``aws_backup_vault``, ``aws_backup_plan`` and ``aws_backup_report_plan``.

Sources
    What is AWS Backup, https://docs.aws.amazon.com/aws-backup/latest/devguide/whatisbackup.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "backup_service",
    id="resilience.backup_service_unused",
    title="Backup service is not set up in the region",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="exist",
    bad="do not exist",
    controls=("BCK-01",),
    same_as=(
        "backup_plans_exist",
        "backup_reportplans_exist",
        "backup_vaults_exist",
    ),
)
