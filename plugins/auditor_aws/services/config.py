"""AWS Config: whether this region is recorded, by which role, and what gathers the records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._event_alarms import any_of
from auditor_aws.services._switches import of_region
from auditor_aws.shapes import Item
from auditor_resources.model import Resource, Unknown

_RECORDER = "aws_config_configuration_recorder"
_ROLE = "/AWSServiceRoleForConfig"
_EVERYTHING = "ALL_SUPPORTED_RESOURCE_TYPES"
_ALL_BUT = "EXCLUSION_BY_RESOURCE_TYPES"
_EVERYWHERE_ALIKE = "AWS::IAM::"


def recorders(api: Api) -> Iterator[Setting]:
    """Yield whether changes are recorded here, and each recorder's role.

    Recorders that other services keep for their own use do not count.
    """
    found = api.listed("config", "describe_configuration_recorders", "ConfigurationRecorders")
    if isinstance(found, Unknown):
        yield of_region(api, "", "configuration_recorder", found)
        return
    own = [item for item in found if not item.get("servicePrincipal")]
    item = own[0] if own else None
    yield of_region(
        api, "", "configuration_recorder", _recording(api, own) if own else False, item=item
    )
    for item in own:
        yield api.setting(
            _RECORDER,
            item.get("arn") or api.arn("config", f"config-recorder/{item['name']}"),
            "configuration recorder",
            "recorder_service_role",
            item["roleARN"].endswith(_ROLE),
            item,
        )


def _recording(api: Api, recorders: list[Item]) -> bool | Unknown:
    """Say whether some recorder of everything runs, succeeds and has somewhere to deliver."""
    extent = {item["name"]: _records_all(item.get("recordingGroup")) for item in recorders}
    whole = {name for name, answer in extent.items() if answer is not False}
    if not whole:
        return False
    states = api.listed(
        "config", "describe_configuration_recorder_status", "ConfigurationRecordersStatus"
    )
    if isinstance(states, Unknown):
        return states
    running = [
        state
        for state in states
        if state["name"] in whole
        and state["recording"]
        and str(state.get("lastStatus", "")).lower() != "failure"
    ]
    if not running:
        return False
    channels = api.listed("config", "describe_delivery_channels", "DeliveryChannels")
    if isinstance(channels, Unknown) or not channels:
        return channels if isinstance(channels, Unknown) else False
    return any_of(extent[state["name"]] for state in running)


def _records_all(group: Any) -> bool | Unknown:
    """Say whether every type is recorded; that is the default.

    The types of IAM are the same in every region, so all regions but one may leave them out.
    """
    if not group:
        return True
    strategy = group.get("recordingStrategy", {}).get("useOnly")
    if group.get("allSupported") or strategy == _EVERYTHING:
        return True
    if strategy != _ALL_BUT:
        return False
    left_out = group.get("exclusionByResourceTypes", {}).get("resourceTypes", ())
    local = sorted(kind for kind in left_out if not kind.startswith(_EVERYWHERE_ALIKE))
    if not local:
        return True
    more = f" and {len(local) - 1} more" if len(local) > 1 else ""
    return Unknown(f"the recorder leaves out {local[0]}{more} by choice")


def aggregators(api: Api) -> Iterator[Resource]:
    """Yield what gathers the records of several regions or accounts."""
    for item in api.pages(
        "config", "describe_configuration_aggregators", "ConfigurationAggregators"
    ):
        organisation = item.get("OrganizationAggregationSource")
        values = {
            "account_aggregation_source": [
                {"all_regions": source.get("AllAwsRegions", False)}
                for source in item.get("AccountAggregationSources", ())
            ],
            "organization_aggregation_source": organisation
            and {"all_regions": organisation.get("AllAwsRegions", False)},
        }
        kind = "aws_config_configuration_aggregator"
        name = item["ConfigurationAggregatorName"]
        yield api.resource(kind, item["ConfigurationAggregatorArn"], item, values, name)


SERVICE = Service(
    name="config",
    reach=Reach.REGIONAL,
    operations=(
        "config:DescribeConfigurationRecorders",
        "config:DescribeConfigurationRecorderStatus",
        "config:DescribeDeliveryChannels",
        "config:DescribeConfigurationAggregators",
    ),
    parts=(recorders, aggregators),
    always=True,
)
