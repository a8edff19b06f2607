"""MSK Connect: connectors, in fewer regions than clusters."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import dig
from auditor_resources.model import Resource


def connectors(api: Api) -> Iterator[Resource]:
    """Yield every connector; their configurations, which hold passwords, are not asked for."""
    for item in api.pages("kafkaconnect", "list_connectors", "connectors"):
        kind = dig(item, "kafkaClusterEncryptionInTransit", "encryptionType")
        values = {"kafka_cluster_encryption_in_transit": {"encryption_type": kind}}
        yield api.resource("aws_mskconnect_connector", item["connectorArn"], item, values)


SERVICE = Service(
    name="kafkaconnect",
    reach=Reach.REGIONAL,
    operations=("kafkaconnect:ListConnectors",),
    parts=(connectors,),
)
