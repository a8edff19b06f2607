"""Managed Airflow: environments; each costs one call."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource

_PROCESSES = ("Scheduler", "Webserver", "Worker")


def environments(api: Api) -> Iterator[Resource]:
    """Yield every environment."""
    names = list(api.pages("mwaa", "list_environments", "Environments"))
    yield from api.each(names, lambda name: [_environment(api, name)])


def _environment(api: Api, name: str) -> Resource:
    hidden = ("Environment.AirflowConfigurationOptions",)
    answer = api.call("mwaa", "get_environment", conceal=hidden, Name=name)
    found = answer["Environment"]
    item = Item(found, answer.operation, answer.page)
    values = {
        "webserver_access_mode": found.get("WebserverAccessMode"),
        "logging_configuration": {
            f"{process.lower()}_logs": {
                "enabled": dig(found, "LoggingConfiguration", f"{process}Logs", "Enabled")
            }
            for process in _PROCESSES
        },
    }
    return api.resource("aws_mwaa_environment", found["Arn"], item, values, name)


SERVICE = Service(
    name="mwaa",
    reach=Reach.REGIONAL,
    operations=("mwaa:ListEnvironments", "mwaa:GetEnvironment"),
    parts=(environments,),
)
