"""EventBridge: schema registries, by the policies that open them."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource

_REGISTRY = "aws_schemas_registry_policy"


def registries(api: Api) -> Iterator[Resource]:
    """Yield the policy of every registry of the account that has one: one call for each."""
    listed = api.pages("schemas", "list_registries", "Registries", Scope="LOCAL")
    yield from api.each(listed, lambda item: _registry(api, item))


def _registry(api: Api, item: Item) -> Iterator[Resource]:
    name = item["RegistryName"]
    answer = api.ask(
        "schemas",
        "get_resource_policy",
        item=item,
        absent=("NotFoundException",),
        RegistryName=name,
    )
    policy = dig(answer, "Policy")
    if policy:
        yield api.resource(_REGISTRY, item["RegistryArn"], item, {"policy": policy}, name)


SERVICE = Service(
    name="schemas",
    reach=Reach.REGIONAL,
    operations=("schemas:GetResourcePolicy", "schemas:ListRegistries"),
    parts=(registries,),
)
