"""A disk, table, file system or database that belongs to no backup plan.

Why it matters
    Copies that the service makes by itself die with the account or with the thing they copy. A plan
    keeps them in a vault, apart and for as long as you decide.

Verdicts
    PASS when a plan protects it; FAIL when none does. Data that can be made anew can be waived.
    UNKNOWN when the answer could not be had.

How to mend it
    Add it to a backup plan, by its tag or its name.

    ``aws backup create-backup-selection --backup-plan-id ID --backup-selection
    file://selection.json``; ``aws backup list-protected-resources`` shows what is covered. File
    systems also have ``aws efs put-backup-policy --backup-policy Status=ENABLED``.

Sources
    Assigning resources to a backup plan, https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "backup_plan",
    id="resilience.outside_backup_plan",
    title="No plan backs it up",
    severity=Severity.LOW,
    doc=__doc__ or "",
    good="is backed up by a plan",
    bad="is backed up by no plan",
    controls=("BCK-01",),
    same_as=(
        "dynamodb_table_protected_by_backup_plan",
        "ec2_ebs_volume_protected_by_backup_plan",
        "efs_have_backup_enabled",
        "lightsail_instance_automated_snapshots",
        "rds_cluster_protected_by_backup_plan",
        "rds_instance_protected_by_backup_plan",
    ),
)
