"""Athena: work groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_GIVEN = "primary"
"""The work group that AWS makes."""


def work_groups(api: Api) -> Iterator[Resource]:
    """Yield every work group, but for the one that AWS makes in every region where nobody uses
    it; results that Athena keeps itself are always encrypted."""
    token: dict[str, Any] = {}
    while True:
        answer = api.call("athena", "list_work_groups", **token)
        listed = [Item(g, answer.operation, answer.page) for g in answer.get("WorkGroups", ())]
        yield from api.each(listed, lambda item: _group(api, item))
        if not answer.get("NextToken"):
            return
        token = {"NextToken": answer["NextToken"]}


def _group(api: Api, item: Item) -> Iterator[Resource]:
    answer = api.call("athena", "get_work_group", item=item, WorkGroup=item["Name"])
    found = dig(answer, "WorkGroup", "Configuration") or {}
    managed = dig(found, "ManagedQueryResultsConfiguration", "Enabled")
    option: Any = "SSE_S3" if managed else _option(found)
    metrics: Any = found.get("PublishCloudWatchMetricsEnabled", False)
    if item["Name"] == _GIVEN and not (option and metrics):
        queries = dig(
            api.ask("athena", "list_query_executions", item=item, WorkGroup=_GIVEN, MaxResults=1),
            "QueryExecutionIds",
        )
        if isinstance(queries, Unknown):
            option = metrics = queries
        elif not queries:
            return
    values = {
        "configuration": {
            "result_configuration": {"encryption_configuration": {"encryption_option": option}},
            "publish_cloudwatch_metrics_enabled": metrics,
        }
    }
    address = api.arn("athena", f"workgroup/{item['Name']}")
    yield api.resource("aws_athena_workgroup", address, item, values)


def _option(found: Any) -> Any:
    return dig(found, "ResultConfiguration", "EncryptionConfiguration", "EncryptionOption")


SERVICE = Service(
    name="athena",
    reach=Reach.REGIONAL,
    operations=(
        "athena:ListWorkGroups",
        "athena:GetWorkGroup",
        "athena:ListQueryExecutions",
    ),
    parts=(work_groups,),
)
