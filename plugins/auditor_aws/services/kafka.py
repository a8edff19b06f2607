"""MSK: Kafka clusters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource


def clusters(api: Api) -> Iterator[Resource]:
    """Yield every cluster, and its policy where it has one: one call for each."""
    listed = list(api.pages("kafka", "list_clusters_v2", "ClusterInfoList"))
    keys = ManagedKeys(api)
    for item in listed:
        if item["ClusterType"] == "SERVERLESS":
            yield _serverless(api, item)
        else:
            yield _provisioned(api, item, keys)
    yield from api.each(listed, lambda item: _policy(api, item))


def _serverless(api: Api, item: Item) -> Resource:
    iam = dig(item, "Serverless", "ClientAuthentication", "Sasl", "Iam", "Enabled")
    values = {"client_authentication": {"sasl": {"iam": {"enabled": iam}}}}
    arn = item["ClusterArn"]
    return api.resource("aws_msk_serverless_cluster", arn, item, values, item["ClusterName"])


def _provisioned(api: Api, item: Item, keys: ManagedKeys) -> Resource:
    found = item["Provisioned"]
    transit = dig(found, "EncryptionInfo", "EncryptionInTransit")
    public = dig(found, "BrokerNodeGroupInfo", "ConnectivityInfo", "PublicAccess", "Type")
    logs = dig(found, "LoggingInfo", "BrokerLogs")
    values = {
        "kafka_version": dig(found, "CurrentBrokerSoftwareInfo", "KafkaVersion"),
        "enhanced_monitoring": found.get("EnhancedMonitoring"),
        "encryption_info": {
            "encryption_at_rest_kms_key_arn": keys.named(
                dig(found, "EncryptionInfo", "EncryptionAtRest", "DataVolumeKMSKeyId")
            ),
            "encryption_in_transit": {
                "client_broker": dig(transit, "ClientBroker"),
                "in_cluster": dig(transit, "InCluster"),
            },
        },
        "broker_node_group_info": {"connectivity_info": {"public_access": {"type": public}}},
        "client_authentication": _clients(found.get("ClientAuthentication")),
        "logging_info": {
            "broker_logs": {
                "cloudwatch_logs": {"enabled": dig(logs, "CloudWatchLogs", "Enabled")},
                "firehose": {"enabled": dig(logs, "Firehose", "Enabled")},
                "s3": {"enabled": dig(logs, "S3", "Enabled")},
            }
        },
    }
    return api.resource("aws_msk_cluster", item["ClusterArn"], item, values, item["ClusterName"])


def _clients(found: Any) -> Any:
    """Return how clients prove who they are; without a word of it all are let in."""
    if not found:
        return []
    authorities = dig(found, "Tls", "CertificateAuthorityArnList")
    return {
        "unauthenticated": dig(found, "Unauthenticated", "Enabled") or False,
        "sasl": {
            "iam": dig(found, "Sasl", "Iam", "Enabled"),
            "scram": dig(found, "Sasl", "Scram", "Enabled"),
        },
        "tls": {
            "certificate_authority_arns": authorities if dig(found, "Tls", "Enabled") else None
        },
    }


def _policy(api: Api, item: Item) -> Iterator[Resource]:
    arn = item["ClusterArn"]
    answer = api.ask(
        "kafka", "get_cluster_policy", item=item, absent=("NotFoundException",), ClusterArn=arn
    )
    policy = dig(answer, "Policy")
    if policy:
        values = {"policy": policy}
        yield api.resource("aws_msk_cluster_policy", arn, item, values, item["ClusterName"])


SERVICE = Service(
    name="kafka",
    reach=Reach.REGIONAL,
    operations=(
        "kafka:GetClusterPolicy",
        "kafka:ListClustersV2",
        KEY_ALIASES,
    ),
    parts=(clusters,),
)
