"""Batch: what jobs run, and the variables that they are given."""

from __future__ import annotations

import json
from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_resources.model import Resource

_HIDDEN = (
    "containerProperties.environment[].value",
    "nodeProperties.nodeRangeProperties[].container.environment[].value",
    "ecsProperties.taskProperties[].containers[].environment[].value",
    "eksProperties.podProperties.containers[].env[].value",
    "eksProperties.podProperties.initContainers[].env[].value",
    "parameters",
)


def job_definitions(api: Api) -> Iterator[Resource]:
    """Yield the latest revision of every job definition that can be run."""
    latest: dict[str, tuple[int, Resource]] = {}
    for item in api.pages(
        "batch", "describe_job_definitions", "jobDefinitions", conceal=_HIDDEN, status="ACTIVE"
    ):
        name, revision = item["jobDefinitionName"], item["revision"]
        if name in latest and latest[name][0] > revision:
            continue
        inside = item.get("containerProperties")
        values = {"container_properties": inside and json.dumps(inside)}
        found = api.resource(
            "aws_batch_job_definition", item["jobDefinitionArn"], item, values, name
        )
        latest[name] = revision, found
    for _, found in latest.values():
        yield found


SERVICE = Service(
    name="batch",
    reach=Reach.REGIONAL,
    operations=("batch:DescribeJobDefinitions",),
    parts=(job_definitions,),
)
