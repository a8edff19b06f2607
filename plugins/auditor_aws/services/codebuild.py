"""CodeBuild: projects, what they hold in their variables, and their reports.

A project costs one call, for when it was built last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_A_CALL = 100
_KIND = "aws_codebuild_project"
_IDLE = timedelta(days=90)
_VALUES = ("environment.environmentVariables[].value", "webhook.secret")
_PRIVATE = ("source.location", "secondarySources[].location")
"""Addresses of sources may carry the credentials that open them."""
_BUILT = (_VALUES[0], "exportedEnvironmentVariables[].value", *_PRIVATE)


def projects(api: Api) -> Iterator[Resource | Setting]:
    """Yield every project."""
    names = list(api.pages("codebuild", "list_projects", "projects"))
    keys = ManagedKeys(api)
    for start in range(0, len(names), _A_CALL):
        found = api.pages(
            "codebuild",
            "batch_get_projects",
            "projects",
            conceal=(*_VALUES, *_PRIVATE),
            names=names[start : start + _A_CALL],
        )
        yield from api.each(list(found), lambda item: _project(api, item, keys))


def _project(api: Api, item: Item, keys: ManagedKeys) -> Iterator[Resource | Setting]:
    environment = item["environment"]
    values = {
        "encryption_key": keys.named(item.get("encryptionKey")),
        "artifacts": _artifacts(item["artifacts"]),
        "secondary_artifacts": [_artifacts(found) for found in item.get("secondaryArtifacts", ())],
        "logs_config": _logs(item.get("logsConfig") or {}),
        "environment": {
            "image": environment["image"],
            "environment_variable": [
                {
                    "name": variable["name"],
                    "value": variable["value"],
                    "type": variable.get("type", "PLAINTEXT"),
                }
                for variable in environment.get("environmentVariables", ())
            ],
        },
        "source": _source(item["source"]),
        "secondary_sources": [_source(found) for found in item.get("secondarySources", ())],
        "project_visibility": item.get("projectVisibility"),
    }
    yield api.resource(_KIND, item["arn"], item, values, item["name"])
    used = _used(api, item)
    yield api.setting(_KIND, item["arn"], "CodeBuild project", "in_use", used, item)


def _artifacts(found: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": found["type"], "encryption_disabled": found.get("encryptionDisabled", False)}


def _source(found: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": found["type"], "location": found.get("location")}


def _logs(found: Mapping[str, Any]) -> dict[str, Any]:
    store = found.get("s3Logs")
    return {
        "cloudwatch_logs": {"status": dig(found, "cloudWatchLogs", "status") or "ENABLED"},
        "s3_logs": store
        and {
            "status": store["status"],
            "encryption_disabled": store.get("encryptionDisabled", False),
        },
    }


def _used(api: Api, item: Item) -> bool | Unknown:
    """Say whether it was built, or made, within 90 days; builds are named by their number, so
    the last one is looked up."""
    since = datetime.now(UTC) - _IDLE
    made = item.get("created")
    if made is not None and made >= since:
        return True
    answer = api.ask(
        "codebuild",
        "list_builds_for_project",
        item=item,
        projectName=item["name"],
        sortOrder="DESCENDING",
    )
    builds = dig(answer, "ids")
    if isinstance(builds, Unknown) or not builds:
        return builds if isinstance(builds, Unknown) else False
    last = api.listed("codebuild", "batch_get_builds", "builds", conceal=_BUILT, ids=builds[:1])
    if isinstance(last, Unknown):
        return last
    started = last[0].get("startTime") if last else None
    return started >= since if started else Unknown("the last build tells no start")


def report_groups(api: Api) -> Iterator[Resource]:
    """Yield every group of reports."""
    arns = list(api.pages("codebuild", "list_report_groups", "reportGroups"))
    keys = ManagedKeys(api)
    for start in range(0, len(arns), _A_CALL):
        for item in api.pages(
            "codebuild",
            "batch_get_report_groups",
            "reportGroups",
            reportGroupArns=arns[start : start + _A_CALL],
        ):
            exported = item.get("exportConfig") or {}
            store = exported.get("s3Destination")
            values = {
                "export_config": {
                    "type": exported.get("exportConfigType", "NO_EXPORT"),
                    "s3_destination": store
                    and {
                        "encryption_disabled": store.get("encryptionDisabled", False),
                        "encryption_key": keys.named(store.get("encryptionKey")),
                    },
                }
            }
            yield api.resource("aws_codebuild_report_group", item["arn"], item, values)


SERVICE = Service(
    name="codebuild",
    reach=Reach.REGIONAL,
    operations=(
        "codebuild:ListProjects",
        "codebuild:BatchGetProjects",
        "codebuild:ListBuildsForProject",
        "codebuild:BatchGetBuilds",
        "codebuild:ListReportGroups",
        "codebuild:BatchGetReportGroups",
        KEY_ALIASES,
    ),
    parts=(report_groups, projects),
)
