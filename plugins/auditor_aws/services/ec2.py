"""EC2: machines with what is asked of them as hosts, what starts them, and their images."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from auditor.facts import DataStore, Fact
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._hosts import hosts
from auditor_aws.services._new_machines import (
    RegionDefaults,
    disk_blocks,
    region_defaults,
    tokens_of_images,
)
from auditor_aws.shapes import Item, dig, tags
from auditor_resources.model import Resource, Unknown

_MOST_TEXTS = 200
"""Launches of a region whose user data are read: a call each."""
_NOT_READ = Unknown(f"user data of more than {_MOST_TEXTS} launches are not read")
_LIVE = ("pending", "running", "stopping", "stopped")
_DISKS_APART: Mapping[str, Any] = {"no_device": True, "virtual_name": None}
"""Stands for the disks of a machine: they are volumes, which are judged as such."""


def machines(api: Api) -> Iterator[Resource | Fact]:
    """Yield the instances that are not terminated, each also as a host to be patched. Those that
    a service of AWS runs (EKS Auto Mode, ECS Managed Instances) are its to patch and set up."""
    found: list[Item] = []
    launches: dict[Any, Item] = {}
    listed = api.pages(
        "ec2",
        "describe_instances",
        "Reservations",
        Filters=[{"Name": "instance-state-name", "Values": list(_LIVE)}],
        MaxResults=1000,
    )
    for reservation in listed:
        api.evidence(reservation)
        for instance in reservation["Instances"]:
            if dig(instance, "Operator", "Managed"):
                continue
            item = Item(instance, reservation.operation, reservation.page)
            item.counted = True
            found.append(item)
            launches.setdefault(_launch(item, reservation["ReservationId"]), item)
    first = list(launches.values())
    texts = dict(api.each(first[:_MOST_TEXTS], lambda item: [_user_data(api, item)]))
    texts |= {item["InstanceId"]: _NOT_READ for item in first[_MOST_TEXTS:]}
    alike = len(found) - len(first)
    if alike:
        api.left_out("user data of instances", alike, "started together with one that is read")
    facts = list(hosts(api, found))
    for item in found:
        yield _machine(api, item, texts.get(item["InstanceId"]))
    yield from facts


def _launch(item: Item, reservation: str) -> Any:
    """Return what machines with the same user data have in common: the group or fleet and the
    version of the template that it started them from, or the call that did."""
    tagged = {tag["Key"]: tag["Value"] for tag in item.get("Tags", ())}
    starter = tagged.get("aws:autoscaling:groupName") or tagged.get("aws:ec2:fleet-id")
    template = tagged.get("aws:ec2launchtemplate:id")
    if starter and template:
        return starter, template, tagged.get("aws:ec2launchtemplate:version")
    return reservation


def _user_data(api: Api, item: Item) -> tuple[str, str | Unknown | None]:
    answer = api.ask(
        "ec2",
        "describe_instance_attribute",
        item=item,
        conceal=("UserData",),
        InstanceId=item["InstanceId"],
        Attribute="userData",
    )
    return item["InstanceId"], dig(answer, "UserData", "Value") or None


def _machine(api: Api, item: Item, user_data: str | Unknown | None) -> Resource:
    values = {
        "launch_template": None,
        "root_block_device": [dict(_DISKS_APART)],
        "ebs_block_device": [],
        "metadata_options": _metadata(item),
        "associate_public_ip_address": _public(item),
        "monitoring": item["Monitoring"]["State"] in ("enabled", "pending"),
        "iam_instance_profile": dig(item, "IamInstanceProfile", "Arn"),
        "user_data": user_data,
        "tags": tags(item.get("Tags")),
    }
    address = api.arn("ec2", f"instance/{item['InstanceId']}")
    return api.resource("aws_instance", address, item, values)


def _metadata(item: Item) -> dict[str, Any] | Unknown:
    options = item.get("MetadataOptions")
    if not options:
        return Unknown("AWS tells no options of the metadata service")
    return {
        "http_endpoint": options.get("HttpEndpoint"),
        "http_tokens": options.get("HttpTokens"),
        "http_put_response_hop_limit": options.get("HttpPutResponseHopLimit"),
    }


def _public(item: Item) -> bool:
    interfaces = item.get("NetworkInterfaces", ())
    joined = any(dig(interface, "Association", "PublicIp") for interface in interfaces)
    return bool(item.get("PublicIpAddress")) or joined


def templates(api: Api) -> Iterator[Resource]:
    """Yield launch templates: the version that holds by default and, where another, the latest."""
    listed = list(
        api.pages(
            "ec2",
            "describe_launch_template_versions",
            "LaunchTemplateVersions",
            conceal=("LaunchTemplateData.UserData",),
            Versions=["$Default", "$Latest"],
            MaxResults=200,
        )
    )
    if not listed:
        return
    defaults = region_defaults(api)
    versions = {
        (item["LaunchTemplateId"], item["VersionNumber"]): item
        for item in listed
        if not dig(item, "Operator", "Managed")
    }
    silent = [
        item["LaunchTemplateData"].get("ImageId", "")
        for item in versions.values()
        if not defaults.metadata_options(_metadata_told(item))["http_tokens"]
    ]
    tokens = tokens_of_images(api, silent)
    for item in versions.values():
        yield _template(api, item, defaults, tokens)


def _metadata_told(item: Item) -> dict[str, Any] | None:
    told: dict[str, Any] | None = item["LaunchTemplateData"].get("MetadataOptions")
    return told


def _template(
    api: Api,
    item: Item,
    defaults: RegionDefaults,
    tokens: Callable[[str], str | Unknown | None],
) -> Resource:
    data = item["LaunchTemplateData"]
    image = tokens(data["ImageId"]) if data.get("ImageId") else None
    values = {
        "block_device_mappings": disk_blocks(data.get("BlockDeviceMappings", ()), defaults),
        "metadata_options": defaults.metadata_options(_metadata_told(item), image),
        "network_interfaces": [
            {"associate_public_ip_address": interface.get("AssociatePublicIpAddress")}
            for interface in data.get("NetworkInterfaces", ())
        ],
        "monitoring": {"enabled": dig(data, "Monitoring", "Enabled")},
        "user_data": data.get("UserData") or None,
    }
    address = api.arn("ec2", f"launch-template/{item['LaunchTemplateId']}")
    if not item["DefaultVersion"]:
        address = f"{address}:{item['VersionNumber']}"
    return api.resource("aws_launch_template", address, item, values)


def images(api: Api) -> Iterator[Fact]:
    """Yield the account's own images; their disks are snapshots, which are judged as such."""
    for item in api.pages("ec2", "describe_images", "Images", Owners=["self"]):
        address = f"arn:{api.partition}:ec2:{api.region}::image/{item['ImageId']}"
        yield DataStore(
            origin=api.origin("aws_ami", address, item), subject="AMI", public=item["Public"]
        )


def metadata_defaults(api: Api) -> Iterator[Resource]:
    """Yield the account's choices for the metadata service of new machines."""
    answer = api.call("ec2", "get_instance_metadata_defaults")
    options = RegionDefaults(False, answer).metadata_options(None)
    address = api.arn("ec2", "instance-metadata-defaults")
    yield api.resource("aws_ec2_instance_metadata_defaults", address, answer, options)


def public_images(api: Api) -> Iterator[Fact]:
    """Yield whether the region refuses to make images public."""
    answer = api.call("ec2", "get_image_block_public_access_state")
    blocked = answer["ImageBlockPublicAccessState"] == "block-new-sharing"
    setting = api.setting(
        "aws_region_settings",
        api.region,
        f"machine images in {api.region}",
        "public_sharing_blocked",
        blocked,
        answer,
    )
    yield replace(setting, part="images")


SERVICE = Service(
    name="ec2",
    reach=Reach.REGIONAL,
    operations=(
        "ec2:DescribeImages",
        "ec2:DescribeInstanceAttribute",
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetEbsEncryptionByDefault",
        "ec2:GetImageBlockPublicAccessState",
        "ec2:GetInstanceMetadataDefaults",
        "ssm:DescribeAvailablePatches",
        "ssm:DescribeInstanceInformation",
        "ssm:DescribeInstancePatches",
        "ssm:ListResourceComplianceSummaries",
    ),
    parts=(metadata_defaults, public_images, images, templates, machines),
    always=True,
)
