"""A database or file system whose snapshots carry no tags.

Why it matters
    Access by tag, cost by tag and deletion by tag pass over copies without any; nobody knows whose
    they are.

Verdicts
    PASS when tags are copied; FAIL when they are not. UNKNOWN when the answer could not be had.

How to mend it
    Let copies take over the tags.

    ``aws rds modify-db-instance --db-instance-identifier ID --copy-tags-to-snapshot``; in Terraform
    ``copy_tags_to_snapshot``. File systems take ``CopyTagsToBackups`` when they are made.

Sources
    Tagging Amazon RDS resources, https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "tags_copied",
    id="resilience.tags_not_copied",
    title="Copies lose the tags of the original",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="passes its tags on to its copies",
    bad="leaves its copies without tags",
    controls=("PRR-04",),
    same_as=(
        "fsx_file_system_copy_tags_to_backups_enabled",
        "fsx_file_system_copy_tags_to_volumes_enabled",
        "neptune_cluster_copy_tags_to_snapshots",
        "rds_cluster_copy_tags_to_snapshots",
        "rds_instance_copy_tags_to_snapshots",
    ),
)
