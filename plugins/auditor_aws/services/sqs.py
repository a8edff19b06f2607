"""SQS: queues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_LISTED = "sqs:ListQueues"
_ASKED = ["KmsMasterKeyId", "Policy", "SqsManagedSseEnabled"]
_MOST = 1000
"""Queues a page."""


def queues(api: Api) -> Iterator[Resource]:
    """Yield every queue: one call for each."""
    keys = ManagedKeys(api)
    urls = api.pages("sqs", "list_queues", "QueueUrls", MaxResults=_MOST)
    yield from api.each(urls, lambda url: [_queue(api, url, keys)])


def _queue(api: Api, url: str, keys: ManagedKeys) -> Resource:
    name = url.rpartition("/")[2]
    item = Item({"QueueUrl": url}, _LISTED, "")
    attributes = _attributes(
        api.ask("sqs", "get_queue_attributes", item=item, QueueUrl=url, AttributeNames=_ASKED)
    )
    values = {
        "kms_master_key_id": keys.named(dig(attributes, "KmsMasterKeyId")),
        "sqs_managed_sse_enabled": _managed(attributes),
        "policy": dig(attributes, "Policy"),
    }
    return api.resource("aws_sqs_queue", api.arn("sqs", name), item, values, name)


def _attributes(answer: Any) -> Any:
    """Return the attributes; AWS leaves the member out when a queue has none of those asked."""
    return answer if isinstance(answer, Unknown) else answer.get("Attributes", {})


def _managed(attributes: Any) -> Any:
    if isinstance(attributes, Unknown):
        return attributes
    silent = Unknown("AWS does not say whether it encrypts the queue")
    return attributes.get("SqsManagedSseEnabled", silent)


SERVICE = Service(
    name="sqs",
    reach=Reach.REGIONAL,
    operations=("sqs:GetQueueAttributes", _LISTED, KEY_ALIASES),
    parts=(queues,),
)
