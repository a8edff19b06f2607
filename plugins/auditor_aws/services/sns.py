"""SNS: topics and who is subscribed to them."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource

_IN_FORCE = "arn:"
"""Subscriptions that wait to be confirmed, or are gone, have words in the place of an ARN."""


def topics(api: Api) -> Iterator[Resource]:
    """Yield every topic: one call for each."""
    keys = ManagedKeys(api)
    listed = api.pages("sns", "list_topics", "Topics")
    yield from api.each(listed, lambda item: [_topic(api, item, keys)])


def _topic(api: Api, item: Item, keys: ManagedKeys) -> Resource:
    arn = item["TopicArn"]
    attributes = dig(api.ask("sns", "get_topic_attributes", item=item, TopicArn=arn), "Attributes")
    values = {
        "kms_master_key_id": keys.named(dig(attributes, "KmsMasterKeyId")),
        "policy": dig(attributes, "Policy"),
    }
    return api.resource("aws_sns_topic", arn, item, values, arn.rpartition(":")[2])


def subscriptions(api: Api) -> Iterator[Resource]:
    """Yield every subscription that is in force; addresses of people are not kept."""
    for item in api.pages("sns", "list_subscriptions", "Subscriptions", conceal=("Endpoint",)):
        if item["SubscriptionArn"].startswith(_IN_FORCE):
            values = {"protocol": item["Protocol"]}
            yield api.resource("aws_sns_topic_subscription", item["SubscriptionArn"], item, values)


SERVICE = Service(
    name="sns",
    reach=Reach.REGIONAL,
    operations=(
        "sns:GetTopicAttributes",
        "sns:ListSubscriptions",
        "sns:ListTopics",
        KEY_ALIASES,
    ),
    parts=(topics, subscriptions),
)
