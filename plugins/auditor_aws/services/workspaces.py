"""WorkSpaces: desktops."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_resources.model import Resource


def workspaces(api: Api) -> Iterator[Resource]:
    """Yield every desktop; whose it is is not kept."""
    conceal = ("UserName", "ComputerName", "IpAddress", "Ipv6Address")
    for item in api.pages("workspaces", "describe_workspaces", "Workspaces", conceal=conceal):
        values = {
            "root_volume_encryption_enabled": item.get("RootVolumeEncryptionEnabled"),
            "user_volume_encryption_enabled": item.get("UserVolumeEncryptionEnabled"),
        }
        address = api.arn("workspaces", f"workspace/{item['WorkspaceId']}")
        yield api.resource("aws_workspaces_workspace", address, item, values)


SERVICE = Service(
    name="workspaces",
    reach=Reach.REGIONAL,
    operations=("workspaces:DescribeWorkspaces",),
    parts=(workspaces,),
)
