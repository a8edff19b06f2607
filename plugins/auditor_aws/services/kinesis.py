"""Kinesis data streams."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown


def streams(api: Api) -> Iterator[Resource]:
    """Yield every stream, and its policy where it has one: two calls for each."""
    keys = ManagedKeys(api)
    listed = api.pages("kinesis", "list_streams", "StreamSummaries")
    yield from api.each(listed, lambda item: _stream(api, item, keys))


def _stream(api: Api, item: Item, keys: ManagedKeys) -> Iterator[Resource]:
    arn = item["StreamARN"]
    found = dig(
        api.ask("kinesis", "describe_stream_summary", item=item, StreamARN=arn),
        "StreamDescriptionSummary",
    )
    policy = dig(
        api.ask(
            "kinesis",
            "get_resource_policy",
            item=item,
            absent=("ResourceNotFoundException",),
            ResourceARN=arn,
        ),
        "Policy",
    )
    values = {
        "encryption_type": dig(found, "EncryptionType"),
        "kms_key_id": keys.named(dig(found, "KeyId")),
    }
    yield api.resource("aws_kinesis_stream", arn, item, values)
    if isinstance(policy, Unknown) or (policy and policy != "{}"):
        yield api.resource("aws_kinesis_resource_policy", arn, item, {"policy": policy})


SERVICE = Service(
    name="kinesis",
    reach=Reach.REGIONAL,
    operations=(
        "kinesis:DescribeStreamSummary",
        "kinesis:GetResourcePolicy",
        "kinesis:ListStreams",
        KEY_ALIASES,
    ),
    parts=(streams,),
)
