"""Auto Scaling: groups, and the launch configurations of old."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._new_machines import RegionDefaults, disk_block, region_defaults
from auditor_aws.shapes import Item, dig, tags
from auditor_resources.model import Resource

_ROOTS = frozenset({"/dev/xvda", "/dev/sda1", "/dev/sda"})
"""Names that images give to the disk a machine starts from (*Device names for volumes*)."""


def groups(api: Api) -> Iterator[Resource]:
    """Yield the groups, with the load balancers that send them traffic."""
    listed = api.pages(
        "autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups", MaxRecords=100
    )
    for item in listed:
        sources = [{"type": source.get("Type")} for source in item.get("TrafficSources", ())]
        values = {
            "name": item["AutoScalingGroupName"],
            "id": item["AutoScalingGroupName"],
            "availability_zones": list(item["AvailabilityZones"]),
            "health_check_type": item["HealthCheckType"],
            "load_balancers": list(item.get("LoadBalancerNames", ())),
            "target_group_arns": list(item.get("TargetGroupARNs", ())),
            "traffic_source": sources,
            "tags": tags(item.get("Tags")),
        }
        yield api.resource("aws_autoscaling_group", item["AutoScalingGroupARN"], item, values)


def launch_configurations(api: Api) -> Iterator[Resource]:
    """Yield launch configurations; their user data are searched, not kept."""
    listed = list(
        api.pages(
            "autoscaling",
            "describe_launch_configurations",
            "LaunchConfigurations",
            conceal=("UserData",),
            MaxRecords=100,
        )
    )
    if not listed:
        return
    defaults = region_defaults(api)
    for item in listed:
        yield _configuration(api, item, defaults)


def _configuration(api: Api, item: Item, defaults: RegionDefaults) -> Resource:
    disks = [mapping for mapping in item.get("BlockDeviceMappings", ()) if mapping.get("Ebs")]
    roots = [mapping for mapping in disks if mapping["DeviceName"] in _ROOTS]
    root: dict[str, Any] = roots[0]["Ebs"] if roots else {}
    values = {
        "root_block_device": [disk_block(root, defaults)],
        "ebs_block_device": [
            disk_block(mapping["Ebs"], defaults) for mapping in disks if mapping not in roots[:1]
        ],
        "metadata_options": defaults.metadata_options(item.get("MetadataOptions")),
        "associate_public_ip_address": item.get("AssociatePublicIpAddress"),
        "enable_monitoring": dig(item, "InstanceMonitoring", "Enabled"),
        "user_data": item.get("UserData") or None,
    }
    return api.resource("aws_launch_configuration", item["LaunchConfigurationARN"], item, values)


SERVICE = Service(
    name="autoscaling",
    reach=Reach.REGIONAL,
    operations=(
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeLaunchConfigurations",
        "ec2:GetEbsEncryptionByDefault",
        "ec2:GetInstanceMetadataDefaults",
    ),
    parts=(groups, launch_configurations),
)
