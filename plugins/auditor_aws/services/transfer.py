"""Transfer Family: servers."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource


def servers(api: Api) -> Iterator[Resource]:
    """Yield every server: one call for each."""
    listed = api.pages("transfer", "list_servers", "Servers")
    yield from api.each(listed, lambda item: [_server(api, item)])


def _server(api: Api, item: Item) -> Resource:
    found = dig(
        api.ask("transfer", "describe_server", item=item, ServerId=item["ServerId"]), "Server"
    )
    values = {
        "endpoint_type": item.get("EndpointType") or dig(found, "EndpointType"),
        "protocols": dig(found, "Protocols"),
        "security_policy_name": dig(found, "SecurityPolicyName"),
    }
    return api.resource("aws_transfer_server", item["Arn"], item, values)


SERVICE = Service(
    name="transfer",
    reach=Reach.REGIONAL,
    operations=("transfer:DescribeServer", "transfer:ListServers"),
    parts=(servers,),
)
