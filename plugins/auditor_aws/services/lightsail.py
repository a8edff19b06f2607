"""Lightsail: servers, databases and static addresses."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service


def instances(api: Api) -> Iterator[Setting]:
    """Yield whether each server takes snapshots by itself."""
    for item in api.pages("lightsail", "get_instances", "instances"):
        saved = any(
            addition.get("name") == "AutoSnapshot" and addition.get("status") == "Enabled"
            for addition in item.get("addOns", ())
        )
        kind = "aws_lightsail_instance"
        yield api.setting(kind, item["arn"], "Lightsail instance", "backup_plan", saved, item)


def databases(api: Api) -> Iterator[DataStore]:
    """Yield whether each database can be reached from outside."""
    for item in api.pages(
        "lightsail",
        "get_relational_databases",
        "relationalDatabases",
        conceal=("pendingModifiedValues",),
    ):
        yield DataStore(
            origin=api.origin("aws_lightsail_database", item["arn"], item),
            subject="Lightsail database",
            public=item.get("publiclyAccessible", False),
        )


def addresses(api: Api) -> Iterator[Setting]:
    """Yield whether each static address is in use."""
    for item in api.pages("lightsail", "get_static_ips", "staticIps"):
        used = item.get("isAttached", False)
        kind = "aws_lightsail_static_ip"
        yield api.setting(kind, item["arn"], "static IP address", "in_use", used, item)


SERVICE = Service(
    name="lightsail",
    reach=Reach.REGIONAL,
    operations=(
        "lightsail:GetInstances",
        "lightsail:GetRelationalDatabases",
        "lightsail:GetStaticIps",
    ),
    parts=(instances, databases, addresses),
)
