"""Kinesis, Firehose, Kafka (MSK) and message brokers (MQ)."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Answer, Context, text, translates
from auditor_resources.translate._tables import (
    all_of,
    always,
    among,
    any_of,
    component,
    has,
    key,
    off,
    on,
    table,
    tables,
    when,
)

tables(
    "aws_kinesis_stream",
    subject="Kinesis stream",
    encrypted=among("encryption_type", ("KMS",)),
    key=key("kms_key_id"),
)
tables("aws_kinesis_resource_policy", subject="Kinesis policy", policy="policy")
tables(
    "aws_kinesis_video_stream",
    subject="Kinesis video stream",
    encrypted=always(True),
    key=key("kms_key_id"),
)


_fed = has("kinesis_source_configuration", "msk_source_configuration")


def _firehose_encrypted(body: Body) -> Answer:
    """A delivery stream fed by another stream keeps nothing itself, and refuses the setting."""
    return Answer(None) if _fed(body).value is True else on("server_side_encryption.enabled")(body)


def _firehose_key(body: Body) -> Answer:
    if _fed(body).value is True:
        return Answer(None)
    return key("server_side_encryption.key_arn")(body)


tables(
    "aws_kinesis_firehose_delivery_stream",
    subject="Firehose delivery stream",
    encrypted=_firehose_encrypted,
    key=_firehose_key,
)

_CLIENTS = "client_authentication"
_MONITORED = ("PER_BROKER", "PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION")
_BROKER_LOGS = "logging_info.broker_logs"
tables(
    "aws_msk_cluster",
    subject="MSK cluster",
    encrypted=always(True),
    key=key("encryption_info.encryption_at_rest_kms_key_arn"),
    encrypted_in_transit=all_of(
        among("encryption_info.encryption_in_transit.client_broker", ("TLS",), True),
        on("encryption_info.encryption_in_transit.in_cluster", True),
    ),
    public=among(
        "broker_node_group_info.connectivity_info.public_access.type",
        ("SERVICE_PROVIDED_EIPS",),
    ),
    settings={
        "authentication_required": all_of(
            off(f"{_CLIENTS}.unauthenticated", True),
            any_of(
                on(f"{_CLIENTS}.sasl.iam"),
                on(f"{_CLIENTS}.sasl.scram"),
                has(f"{_CLIENTS}.tls.certificate_authority_arns"),
            ),
        ),
        "detailed_monitoring": among("enhanced_monitoring", _MONITORED),
        "service_logs": any_of(
            on(f"{_BROKER_LOGS}.cloudwatch_logs.enabled"),
            on(f"{_BROKER_LOGS}.firehose.enabled"),
            on(f"{_BROKER_LOGS}.s3.enabled"),
        ),
    },
    product="amazon-msk",
    version="kafka_version",
)
tables(
    "aws_msk_serverless_cluster",
    subject="MSK serverless cluster",
    encrypted=always(True),
    encrypted_in_transit=always(True),
    settings={"authentication_required": on("client_authentication.sasl.iam.enabled")},
)
tables("aws_msk_cluster_policy", subject="MSK cluster policy", policy="policy")
tables(
    "aws_mskconnect_connector",
    subject="MSK connector",
    encrypted_in_transit=among("kafka_cluster_encryption_in_transit.encryption_type", ("TLS",)),
)

_broker = table(
    "MQ broker",
    encrypted=always(True),
    key=key("encryption_options.kms_key_id"),
    public=on("publicly_accessible"),
    multi_zone=among("deployment_mode", ("ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ")),
    settings={
        "service_logs": on("logs.general"),
        "broker_audit_log": when("engine_type", ("activemq",), on("logs.audit")),
        "automatic_minor_upgrades": on("auto_minor_version_upgrade"),
    },
)


@translates("aws_mq_broker")
def broker(resource: Resource, context: Context) -> Iterator[Fact]:
    """A broker, and its version."""
    yield from _broker(resource, context)
    yield from _release(resource, context, "MQ broker")


@translates("aws_mq_configuration")
def configuration(resource: Resource, context: Context) -> Iterator[Fact]:
    """The version that a configuration is for."""
    yield from _release(resource, context, "MQ configuration")


def _release(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
    """Only RabbitMQ has lifecycle data."""
    if str(text(resource.body, "engine_type").value).lower() == "rabbitmq":
        version = text(resource.body, "engine_version")
        yield from component(resource, context, subject, "amazon-mq-rabbitmq", version)
