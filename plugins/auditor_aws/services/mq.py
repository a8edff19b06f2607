"""Amazon MQ: message brokers."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource


def brokers(api: Api) -> Iterator[Resource]:
    """Yield every broker: one call for each."""
    keys = ManagedKeys(api)
    listed = api.pages("mq", "list_brokers", "BrokerSummaries")
    yield from api.each(listed, lambda item: [_broker(api, item, keys)])


def _broker(api: Api, item: Item, keys: ManagedKeys) -> Resource:
    found = api.ask("mq", "describe_broker", item=item, BrokerId=item["BrokerId"])
    values = {
        "engine_type": item["EngineType"],
        "engine_version": dig(found, "EngineVersion"),
        "deployment_mode": item["DeploymentMode"],
        "publicly_accessible": dig(found, "PubliclyAccessible"),
        "auto_minor_version_upgrade": dig(found, "AutoMinorVersionUpgrade"),
        "encryption_options": {
            "kms_key_id": keys.named(dig(found, "EncryptionOptions", "KmsKeyId"))
        },
        "logs": {
            "general": dig(found, "Logs", "General"),
            "audit": dig(found, "Logs", "Audit"),
        },
    }
    return api.resource(
        "aws_mq_broker", item["BrokerArn"], item, values, item.get("BrokerName", "")
    )


SERVICE = Service(
    name="mq",
    reach=Reach.REGIONAL,
    operations=("mq:DescribeBroker", "mq:ListBrokers", KEY_ALIASES),
    parts=(brokers,),
)
