"""AppSync: GraphQL APIs."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import dig
from auditor_resources.model import Resource


def apis(api: Api) -> Iterator[Resource]:
    """Yield every GraphQL API."""
    for item in api.pages("appsync", "list_graphql_apis", "graphqlApis"):
        values = {
            "authentication_type": item.get("authenticationType"),
            "additional_authentication_provider": [
                {"authentication_type": other.get("authenticationType")}
                for other in item.get("additionalAuthenticationProviders") or ()
            ],
            "log_config": {"field_log_level": dig(item, "logConfig", "fieldLogLevel")},
        }
        yield api.resource("aws_appsync_graphql_api", item["arn"], item, values, item["name"])


SERVICE = Service(
    name="appsync",
    reach=Reach.REGIONAL,
    operations=("appsync:ListGraphqlApis",),
    parts=(apis,),
)
