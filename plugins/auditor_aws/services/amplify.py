"""Amplify: apps and the variables of their builds."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Plain
from auditor_resources.model import Resource

_HIDDEN = (
    "environmentVariables",
    "basicAuthCredentials",
    "buildSpec",
    "repository",
    "autoBranchCreationConfig",
)


def apps(api: Api) -> Iterator[Resource]:
    """Yield every app."""
    for item in api.pages("amplify", "list_apps", "apps", conceal=_HIDDEN):
        values = {"environment_variables": Plain(item.get("environmentVariables") or {})}
        yield api.resource("aws_amplify_app", item["appArn"], item, values, item["name"])


SERVICE = Service(
    name="amplify",
    reach=Reach.REGIONAL,
    operations=("amplify:ListApps",),
    parts=(apps,),
)
