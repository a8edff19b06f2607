"""Elastic Beanstalk: environments and their options; each costs one call."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item
from auditor_resources.model import Resource

_OPTIONS = "ConfigurationSettings[].OptionSettings[].Value"


def environments(api: Api) -> Iterator[Resource]:
    """Yield every environment; the values of its options, variables among them, are not kept."""

    def read(item: Item) -> Iterator[Resource]:
        answer = api.ask(
            "elasticbeanstalk",
            "describe_configuration_settings",
            item=item,
            conceal=(_OPTIONS,),
            ApplicationName=item["ApplicationName"],
            EnvironmentName=item["EnvironmentName"],
        )
        options = answer
        if isinstance(answer, Item):
            options = [
                {
                    "namespace": option.get("Namespace"),
                    "name": option.get("OptionName"),
                    "value": option.get("Value"),
                }
                for found in answer["ConfigurationSettings"]
                for option in found.get("OptionSettings", ())
            ]
        kind = "aws_elastic_beanstalk_environment"
        yield api.resource(
            kind, item["EnvironmentArn"], item, {"setting": options}, item["EnvironmentName"]
        )

    listed = api.pages(
        "elasticbeanstalk", "describe_environments", "Environments", IncludeDeleted=False
    )
    yield from api.each(list(listed), read)


SERVICE = Service(
    name="elasticbeanstalk",
    reach=Reach.REGIONAL,
    operations=(
        "elasticbeanstalk:DescribeEnvironments",
        "elasticbeanstalk:DescribeConfigurationSettings",
    ),
    parts=(environments,),
)
