"""Topics and queues: SNS and SQS."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Fact
from auditor_resources.model import Resource
from auditor_resources.translate._aws import policy
from auditor_resources.translate._base import (
    Answer,
    Context,
    customer_key,
    flag,
    present,
    translates,
)
from auditor_resources.translate._tables import among, either, tables, when


@translates("aws_sns_topic")
def topic(resource: Resource, context: Context) -> Iterator[Fact]:
    """A topic is encrypted when a KMS key is named, be it AWS's own ``alias/aws/sns``."""
    answers = {
        "encrypted": present(resource.body, "kms_master_key_id"),
        "key": customer_key(resource.body, "kms_master_key_id", absent="none"),
    }
    yield context.fact(DataStore, resource, "SNS topic", answers=answers)
    yield from policy(context, resource, "SNS topic", "resource")


tables(
    "aws_sns_topic_subscription",
    subject="SNS subscription",
    encrypted_in_transit=when("protocol", ("http", "https"), among("protocol", ("https",))),
)


@translates("aws_sqs_queue")
def queue(resource: Resource, context: Context) -> Iterator[Fact]:
    """A queue is encrypted unless that is turned off: since 2022-10-04 AWS encrypts new
    queues with its own key when nothing is chosen."""
    body = resource.body
    managed = flag(body, "sqs_managed_sse_enabled", True)
    encrypted = either((present(body, "kms_master_key_id"), managed))
    key = customer_key(body, "kms_master_key_id")
    if key.place is None and managed.value is False:
        key = Answer("none", managed.place)
    yield context.fact(
        DataStore, resource, "SQS queue", answers={"encrypted": encrypted, "key": key}
    )
    yield from policy(context, resource, "SQS queue", "resource")
