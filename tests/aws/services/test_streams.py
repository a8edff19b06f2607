"""Kafka clusters, brokers, data streams and delivery streams."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from auditor_aws.testing import Refusal, Server

ACCOUNT = "123456789012"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/own"
TOKEN = "7f3c9a52-hec-token"
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
EXPECTED = {
    ("kafka", "encryption.in_transit"): {
        "bad": "fail",
        "good": "pass",
        "elastic": "pass",
    },
    ("kafkaconnect", "encryption.in_transit"): {"plain": "fail", "tls": "pass"},
    ("kafka", "encryption.customer_managed_key"): {"bad": "fail", "good": "pass"},
    ("kafka", "exposure.public_data_store"): {"bad": "fail", "good": "pass"},
    ("kafka", "access.no_authentication"): {"bad": "fail", "good": "pass", "elastic": "pass"},
    ("kafka", "logging.detailed_monitoring_disabled"): {"bad": "fail", "good": "pass"},
    ("kafka", "logging.service_logs_disabled"): {"bad": "fail", "good": "pass"},
    ("kafka", "access.public_principal"): {"bad": "fail"},
    ("mq", "exposure.public_data_store"): {"bad": "fail", "good": "pass"},
    ("mq", "resilience.single_zone"): {"bad": "fail", "good": "pass"},
    ("mq", "patching.auto_minor_upgrade"): {"bad": "fail", "good": "pass"},
    ("mq", "logging.service_logs_disabled"): {"bad": "fail", "good": "pass"},
    ("mq", "logging.broker_audit_log_disabled"): {"bad": "fail", "good": "pass"},
    ("mq", "encryption.customer_managed_key"): {"bad": "fail", "good": "pass"},
    ("kinesis", "encryption.at_rest"): {"bad": "fail", "good": "pass"},
    ("kinesis", "access.public_principal"): {"bad": "fail"},
    ("firehose", "encryption.at_rest"): {"bad": "fail", "good": "pass"},
}


def _public(action: str) -> str:
    allow = {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [allow]})


def _arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:us-east-1:{ACCOUNT}:{rest}"


def _cluster(good: bool) -> dict[str, Any]:
    name = "good" if good else "bad"
    nodes: dict[str, Any] = {"ClientSubnets": ["s"], "InstanceType": "kafka.m5.large"}
    public = "DISABLED" if good else "SERVICE_PROVIDED_EIPS"
    nodes["ConnectivityInfo"] = {"PublicAccess": {"Type": public}}
    found: dict[str, Any] = {
        "BrokerNodeGroupInfo": nodes,
        "NumberOfBrokerNodes": 3,
        "CurrentBrokerSoftwareInfo": {"KafkaVersion": "3.9.x"},
        "EnhancedMonitoring": "PER_BROKER" if good else "DEFAULT",
        "EncryptionInfo": {
            "EncryptionAtRest": {"DataVolumeKMSKeyId": KEY if good else KEY[:-3] + "aws"},
            "EncryptionInTransit": {
                "ClientBroker": "TLS" if good else "TLS_PLAINTEXT",
                "InCluster": True,
            },
        },
        "LoggingInfo": {"BrokerLogs": {"S3": {"Enabled": good}}},
    }
    if good:
        authority = "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/1"
        tls = {"Enabled": True, "CertificateAuthorityArnList": [authority]}
        found["ClientAuthentication"] = {"Tls": tls, "Unauthenticated": {"Enabled": False}}
    return {
        "ClusterType": "PROVISIONED",
        "ClusterArn": _arn("kafka", f"cluster/{name}"),
        "ClusterName": name,
        "Provisioned": found,
    }


def _elastic() -> dict[str, Any]:
    return {
        "ClusterType": "SERVERLESS",
        "ClusterArn": _arn("kafka", "cluster/elastic"),
        "ClusterName": "elastic",
        "Serverless": {
            "VpcConfigs": [{"SubnetIds": ["s"]}],
            "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
        },
    }


def _broker(asked: dict[str, Any], *_: str) -> dict[str, Any]:
    good = asked["BrokerId"] == "good"
    return {
        "EngineType": "ACTIVEMQ",
        "EngineVersion": "5.18",
        "PubliclyAccessible": not good,
        "AutoMinorVersionUpgrade": good,
        "EncryptionOptions": {"UseAwsOwnedKey": False, "KmsKeyId": KEY}
        if good
        else {"UseAwsOwnedKey": True},
        "Logs": {"General": good, "Audit": good, "GeneralLogGroup": "g"},
    }


_SOURCES = {"fed": "KinesisStreamAsSource", "copied": "DatabaseAsSource"}


def _delivery(asked: dict[str, Any], *_: str) -> dict[str, Any]:
    name = asked["DeliveryStreamName"]
    splunk = {"HECEndpoint": "https://splunk.example.com", "HECToken": TOKEN}
    return {
        "DeliveryStreamDescription": {
            "DeliveryStreamName": name,
            "DeliveryStreamARN": _arn("firehose", f"deliverystream/{name}"),
            "DeliveryStreamStatus": "ACTIVE",
            "DeliveryStreamEncryptionConfiguration": {
                "Status": "ENABLED" if name == "good" else "DISABLED"
            },
            "DeliveryStreamType": _SOURCES.get(name, "DirectPut"),
            "VersionId": "1",
            "Destinations": [{"DestinationId": "1", "SplunkDestinationDescription": splunk}],
            "HasMoreDestinations": False,
        }
    }


def _deliveries(asked: dict[str, Any], *_: str) -> dict[str, Any]:
    """Two names in the first answer, one in the second."""
    if "ExclusiveStartDeliveryStreamName" in asked:
        return {"DeliveryStreamNames": list(_SOURCES), "HasMoreDeliveryStreams": False}
    return {"DeliveryStreamNames": ["bad", "good"], "HasMoreDeliveryStreams": True}


@pytest.fixture
def streams(aws: Server) -> Server:
    """``bad`` things have every fault, ``good`` ones none."""
    alias = {"AliasName": "alias/aws/kafka", "TargetKeyId": "aws"}
    aws.stub("kms", "ListAliases", {"Aliases": [alias]})
    clusters = [_cluster(False), _cluster(True), _elastic()]
    aws.stub("kafka", "ListClustersV2", {"ClusterInfoList": clusters})
    none = Refusal("NotFoundException", "no policy", 404)
    aws.stub(
        "kafka",
        "GetClusterPolicy",
        lambda asked, *_: (
            {"Policy": _public("kafka:*")} if asked["ClusterArn"].endswith("/bad") else none
        ),
    )
    aws.stub(
        "kafkaconnect",
        "ListConnectors",
        {
            "connectors": [
                {
                    "connectorArn": _arn("kafkaconnect", f"connector/{name}"),
                    "kafkaClusterEncryptionInTransit": {"encryptionType": kind},
                }
                for name, kind in (("plain", "PLAINTEXT"), ("tls", "TLS"))
            ]
        },
    )
    modes = {"bad": "SINGLE_INSTANCE", "good": "ACTIVE_STANDBY_MULTI_AZ"}
    aws.stub(
        "mq",
        "ListBrokers",
        {
            "BrokerSummaries": [
                {
                    "BrokerId": name,
                    "BrokerArn": _arn("mq", f"broker:{name}"),
                    "DeploymentMode": mode,
                    "EngineType": "ACTIVEMQ",
                }
                for name, mode in modes.items()
            ]
        },
    )
    aws.stub("mq", "DescribeBroker", _broker)
    summaries = [
        {
            "StreamName": name,
            "StreamARN": _arn("kinesis", f"stream/{name}"),
            "StreamStatus": "ACTIVE",
        }
        for name in ("bad", "good")
    ]
    aws.stub(
        "kinesis",
        "ListStreams",
        {"StreamNames": ["bad", "good"], "HasMoreStreams": False, "StreamSummaries": summaries},
    )

    def summary(asked: dict[str, Any], *_: str) -> dict[str, Any]:
        good = asked["StreamARN"].endswith("good")
        return {
            "StreamDescriptionSummary": {
                **summaries[good],
                "RetentionPeriodHours": 24,
                "StreamCreationTimestamp": SINCE,
                "EnhancedMonitoring": [],
                "OpenShardCount": 1,
                **({"EncryptionType": "KMS", "KeyId": KEY} if good else {"EncryptionType": "NONE"}),
            }
        }

    aws.stub("kinesis", "DescribeStreamSummary", summary)
    aws.stub(
        "kinesis",
        "GetResourcePolicy",
        lambda asked, *_: {
            "Policy": _public("kinesis:*") if asked["ResourceARN"].endswith("bad") else "{}"
        },
    )
    aws.stub("firehose", "ListDeliveryStreams", _deliveries)
    aws.stub("firehose", "DescribeDeliveryStream", _delivery)
    return aws


@pytest.mark.parametrize("service", sorted({service for service, _ in EXPECTED}))
def test_verdicts(streams: Server, audited: Callable[..., Any], service: str) -> None:
    audit = audited(service)
    assert not audit.gaps
    assert b"not collected" not in msgspec.json.encode(audit.facts)
    wanted = {check: found for (of, check), found in EXPECTED.items() if of == service}
    assert {check: audit.verdicts(check) for check in wanted} == wanted


def test_tokens_of_destinations_are_not_kept(streams: Server, audited: Callable[..., Any]) -> None:
    audit = audited("firehose")
    assert audit.evidence
    assert not [content for content in audit.evidence if TOKEN.encode() in content]


BOTH = {"bad": "unknown", "good": "unknown"}


@pytest.mark.parametrize(
    ("operation", "check", "expected"),
    [
        ("mq:DescribeBroker", "exposure.public_data_store", BOTH),
        ("kinesis:DescribeStreamSummary", "encryption.at_rest", BOTH),
        ("kinesis:GetResourcePolicy", "access.public_principal", BOTH),
        (
            "firehose:DescribeDeliveryStream",
            "encryption.at_rest",
            {**BOTH, "fed": "unknown", "copied": "unknown"},
        ),
        ("kafka:GetClusterPolicy", "access.public_principal", {**BOTH, "elastic": "unknown"}),
        ("kms:ListAliases", "encryption.customer_managed_key", BOTH),
    ],
)
def test_what_is_refused_is_unknown(
    streams: Server,
    audited: Callable[..., Any],
    operation: str,
    check: str,
    expected: dict[str, str],
) -> None:
    service = operation.partition(":")[0].replace("kms", "kafka")
    with streams.faulty(operation, "denied"):
        audit = audited(service)
    assert audit.verdicts(check) == expected
    assert [gap.address for gap in audit.gaps] == [operation]
