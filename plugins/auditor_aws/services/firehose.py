"""Firehose: delivery streams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_LISTED = "firehose:ListDeliveryStreams"
_CONCEALED = (
    "Destinations[].SplunkDestinationDescription.HECToken",
    "Destinations[].HttpEndpointDestinationDescription.EndpointConfiguration.Url",
    "Destinations[].HttpEndpointDestinationDescription.RequestConfiguration.CommonAttributes",
)
"""Tokens of those that are delivered to."""
_SOURCES = {
    "kinesis_source_configuration": ("KinesisStreamAsSource", "DatabaseAsSource"),
    "msk_source_configuration": ("MSKAsSource",),
}
"""By attribute: types that are fed by another store, of which only those who put directly may ask
for encryption. Terraform has no word for databases."""
_MOST = 10_000
"""Names an answer."""


def streams(api: Api) -> Iterator[Resource]:
    """Yield every delivery stream: one call for each."""
    yield from api.each(_names(api), lambda item: [_stream(api, item)])


def _names(api: Api) -> Iterator[Item]:
    after: dict[str, Any] = {}
    while True:
        answer = api.call("firehose", "list_delivery_streams", Limit=_MOST, **after)
        names = answer["DeliveryStreamNames"]
        for name in names:
            yield Item({"DeliveryStreamName": name}, _LISTED, answer.page)
        if not names or not answer["HasMoreDeliveryStreams"]:
            return
        after = {"ExclusiveStartDeliveryStreamName": names[-1]}


def _stream(api: Api, item: Item) -> Resource:
    name = item["DeliveryStreamName"]
    found = dig(
        api.ask(
            "firehose",
            "describe_delivery_stream",
            item=item,
            conceal=tuple(f"DeliveryStreamDescription.{path}" for path in _CONCEALED),
            DeliveryStreamName=name,
        ),
        "DeliveryStreamDescription",
    )
    kind = dig(found, "DeliveryStreamType")
    values = {
        attribute: kind if isinstance(kind, Unknown) else {"source": kind} if kind in fed else []
        for attribute, fed in _SOURCES.items()
    }
    values["server_side_encryption"] = {
        "enabled": _enabled(dig(found, "DeliveryStreamEncryptionConfiguration", "Status")),
        "key_arn": dig(found, "DeliveryStreamEncryptionConfiguration", "KeyARN"),
    }
    address = api.arn("firehose", f"deliverystream/{name}")
    return api.resource("aws_kinesis_firehose_delivery_stream", address, item, values, name)


def _enabled(status: Any) -> Any:
    return status if isinstance(status, Unknown) else status in ("ENABLED", "ENABLING")


SERVICE = Service(
    name="firehose",
    reach=Reach.REGIONAL,
    operations=("firehose:DescribeDeliveryStream", _LISTED),
    parts=(streams,),
)
