"""Which services hold anything in which region, asked of one place instead of all.

An inventory lags behind: Resource Explorer by minutes to hours, AWS Config by the time of
its recorders. What it does not list is not asked, and counted as left out for that reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from msgspec import Struct

from auditor.collecting import Gap, Reason
from auditor.errors import ConfigError
from auditor_aws.accounts import Account
from auditor_aws.options import AwsOptions
from auditor_aws.refusals import Refused, asking
from auditor_aws.service import Service

OPERATIONS = ("config:SelectAggregateResourceConfig", "resource-explorer-2:ListResources")
"""What reading an inventory calls."""
_ALIKE = {
    "acm": "certificatemanager",
    "apigatewayv2": "apigateway",
    "bedrock-agent": "bedrock",
    "efs": "elasticfilesystem",
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancing",
    "emr": "elasticmapreduce",
    "kafka": "msk",
    "mwaa": "airflow",
    "opensearch": "es",
    "stepfunctions": "states",
}
"""How ARNs and AWS Config call a service, where the SDK does not call it so."""


class Inventory(Struct, frozen=True, kw_only=True):
    """What one account holds: pairs of service, as ARNs call it, and region."""

    name: str
    held: frozenset[tuple[str, str]]

    def holds(self, service: Service, region: str) -> bool:
        """Say whether anything of the service is listed in a region.

        What belongs to the region itself (defaults, switches) has no resource; services that
        read only such are always asked.
        """
        if service.always:
            return True
        names = (service.api, _ALIKE.get(service.api, service.api))
        return any((name, region) in self.held for name in names)


def inventory_of(account: Account, options: AwsOptions) -> tuple[Inventory | None, list[Gap]]:
    """Ask the inventory of the configuration, if one is named; refused, all regions are asked.

    :raises ConfigError: when the configuration names no known kind of inventory.
    """
    if not options.inventory:
        return None, []
    kind, _, name = options.inventory.partition(":")
    held: Callable[[Account, str], Iterator[tuple[str, str]]]
    if kind == "explorer":
        title, held = "Resource Explorer", _explored
        operation = OPERATIONS[1]
    elif kind == "config" and name:
        title, held = f"AWS Config aggregator {name}", _configured
        operation = OPERATIONS[0]
    else:
        raise ConfigError(
            f"[aws] inventory: {options.inventory!r} is none", "use explorer or config:AGGREGATOR"
        )
    try:
        with asking(operation):
            found = frozenset(held(account, name))
    except Refused as error:
        return None, [_refusal(account, title, error)]
    gap = Gap(
        scope=account.id,
        reason=Reason.STALE,
        address=title,
        detail=f"only regions and services that {title} lists are read; what was made since its "
        "last update, and kinds that it does not record, are not",
    )
    return Inventory(name=title, held=found), [gap]


def _refusal(account: Account, title: str, error: Refused) -> Gap:
    return Gap(
        scope=account.id,
        reason=error.reason,
        address=error.operation,
        detail=f"{title} cannot be read ({error.code}), so every region is asked; {error.remedy}",
    )


def _explored(account: Account, _: str) -> Iterator[tuple[str, str]]:
    client = account.client("resource-explorer-2", account.home)
    for page in client.get_paginator("list_resources").paginate():
        for item in page.get("Resources", ()):
            if item.get("OwningAccountId") == account.id:
                yield item.get("Service", ""), item.get("Region", "")


def _configured(account: Account, aggregator: str) -> Iterator[tuple[str, str]]:
    client = account.client("config", account.home)
    query = (
        "SELECT resourceType, awsRegion, COUNT(*) "
        f"WHERE accountId = '{account.id}' GROUP BY resourceType, awsRegion"
    )
    pages = client.get_paginator("select_aggregate_resource_config").paginate(
        Expression=query, ConfigurationAggregatorName=aggregator
    )
    for page in pages:
        for row in page.get("Results", ()):
            found = json.loads(row)
            _, service, _ = found["resourceType"].split("::", 2)
            yield service.lower(), found["awsRegion"]
