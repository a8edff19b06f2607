"""FSx file systems of all four kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import tags
from auditor_resources.model import Resource

_KINDS = {
    "WINDOWS": ("aws_fsx_windows_file_system", "WindowsConfiguration"),
    "LUSTRE": ("aws_fsx_lustre_file_system", "LustreConfiguration"),
    "ONTAP": ("aws_fsx_ontap_file_system", "OntapConfiguration"),
    "OPENZFS": ("aws_fsx_openzfs_file_system", "OpenZFSConfiguration"),
}
"""By type: the kind, and where its own settings stand."""


def file_systems(api: Api) -> Iterator[Resource]:
    """Yield every file system."""
    keys = ManagedKeys(api)
    for item in api.pages(
        "fsx",
        "describe_file_systems",
        "FileSystems",
        conceal=("OntapConfiguration.FsxAdminPassword",),
    ):
        if item["FileSystemType"] not in _KINDS:
            continue
        kind, place = _KINDS[item["FileSystemType"]]
        settings = item.get(place) or {}
        values = {
            "kms_key_id": keys.named(item.get("KmsKeyId")),
            "automatic_backup_retention_days": _backup_days(settings),
            "deployment_type": settings.get("DeploymentType"),
            "copy_tags_to_backups": settings.get("CopyTagsToBackups"),
            "copy_tags_to_volumes": settings.get("CopyTagsToVolumes"),
            "tags": tags(item.get("Tags")),
        }
        yield api.resource(kind, item["ResourceARN"], item, values, item["FileSystemId"])


def _backup_days(settings: Mapping[str, Any]) -> int | None:
    """Return how long backups are kept; None where FSx makes none (user guide of FSx for Lustre,
    *Protecting your data with backups*: on scratch, or with a bucket behind it)."""
    scratch = str(settings.get("DeploymentType")).startswith("SCRATCH")
    if scratch or settings.get("DataRepositoryConfiguration"):
        return None
    days: int = settings.get("AutomaticBackupRetentionDays", 0)
    return days


SERVICE = Service(
    name="fsx",
    reach=Reach.REGIONAL,
    operations=("fsx:DescribeFileSystems", KEY_ALIASES),
    parts=(file_systems,),
)
