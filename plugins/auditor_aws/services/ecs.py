"""ECS: clusters, services, and the task definitions that run or may be run next.

Of task definitions, those in use by a service are read, and the latest of each family.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_CLUSTERS_A_CALL, _SERVICES_A_CALL = 100, 10
_VALUES = "containerDefinitions[].environment[].value"


def clusters(api: Api) -> Iterator[Resource]:
    """Yield every cluster with its services, and the task definitions."""
    arns = list(api.pages("ecs", "list_clusters", "clusterArns"))
    for some in _chunks(arns, _CLUSTERS_A_CALL):
        found = api.listed(
            "ecs", "describe_clusters", "clusters", clusters=some, include=["SETTINGS"]
        )
        for item in [] if isinstance(found, Unknown) else found:
            values = {
                "setting": [
                    {"name": entry.get("name"), "value": entry.get("value")}
                    for entry in item.get("settings", ())
                ]
            }
            yield api.resource("aws_ecs_cluster", item["clusterArn"], item, values)
    used: set[str] = set()
    for cluster in arns:
        for item in _services(api, cluster):
            yield _service(api, "aws_ecs_service", item["serviceArn"], item, item)
            sets = item.get("taskSets", ())
            for task_set in sets:
                yield _service(api, "aws_ecs_task_set", task_set["taskSetArn"], item, task_set)
            used |= {
                found["taskDefinition"] for found in (item, *sets) if "taskDefinition" in found
            }
    yield from _tasks(api, used)


def _services(api: Api, cluster: str) -> Iterator[Item]:
    found = api.listed("ecs", "list_services", "serviceArns", cluster=cluster, maxResults=100)
    for some in _chunks([] if isinstance(found, Unknown) else found, _SERVICES_A_CALL):
        listed = api.listed("ecs", "describe_services", "services", cluster=cluster, services=some)
        yield from () if isinstance(listed, Unknown) else listed


def _service(api: Api, kind: str, address: str, item: Item, found: dict[str, Any]) -> Resource:
    network = dig(found, "networkConfiguration", "awsvpcConfiguration")
    values = {
        "network_configuration": network
        and {"assign_public_ip": network.get("assignPublicIp") == "ENABLED"},
        "launch_type": found.get("launchType"),
        "platform_version": found.get("platformVersion"),
    }
    return api.resource(kind, address, item, values)


def _tasks(api: Api, used: set[str]) -> Iterator[Resource]:
    """Yield the latest task definition of each family, and those in use that are older."""
    families = api.listed(
        "ecs", "list_task_definition_families", "families", status="ACTIVE", maxResults=100
    )
    latest = [] if isinstance(families, Unknown) else families
    read: set[str] = set()
    for task in api.each(latest, lambda name: _task(api, name)):
        read.add(task.address)
        yield task
    yield from api.each(sorted(used - read), lambda name: _task(api, name))


def _task(api: Api, name: str) -> Iterator[Resource]:
    hidden = (f"taskDefinition.{_VALUES}",)
    answer = api.call("ecs", "describe_task_definition", taskDefinition=name, conceal=hidden)
    found = answer["taskDefinition"]
    item = Item(found, answer.operation, answer.page, (_VALUES,))
    values = {
        "network_mode": found.get("networkMode"),
        "pid_mode": found.get("pidMode"),
        "volume": [
            {"efs_volume_configuration": _efs(volume)} for volume in found.get("volumes", ())
        ],
        "container_definitions": json.dumps(found["containerDefinitions"]),
    }
    yield api.resource(
        "aws_ecs_task_definition", found["taskDefinitionArn"], item, values, found["family"]
    )


def _efs(volume: dict[str, Any]) -> Any:
    inside = volume.get("efsVolumeConfiguration")
    return inside and {"transit_encryption": inside.get("transitEncryption")}


def _chunks(items: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


SERVICE = Service(
    name="ecs",
    reach=Reach.REGIONAL,
    operations=(
        "ecs:ListClusters",
        "ecs:DescribeClusters",
        "ecs:ListServices",
        "ecs:DescribeServices",
        "ecs:ListTaskDefinitionFamilies",
        "ecs:DescribeTaskDefinition",
    ),
    parts=(clusters,),
)
