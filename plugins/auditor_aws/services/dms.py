"""DMS: what it connects to, the instances that copy, and the log of what they do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.services._switches import of_thing
from auditor_aws.shapes import dig
from auditor_resources.model import Resource, Unknown

_TASK = "aws_dms_replication_task"
_TELLING = ("LOGGER_SEVERITY_DEFAULT", "LOGGER_SEVERITY_DEBUG", "LOGGER_SEVERITY_DETAILED_DEBUG")
"""Severities that include what happens as usual (AWS DMS user guide, *Logging task settings*)."""
_COMPONENTS = (
    ("source", frozenset({"SOURCE_CAPTURE", "SOURCE_UNLOAD"})),
    ("target", frozenset({"TARGET_APPLY", "TARGET_LOAD"})),
)
_ENGINES = ("MySQL", "PostgreSQL", "Oracle", "Sybase", "MicrosoftSQLServer", "IBMDb2", "GcpMySQL")
_HIDDEN = (
    "ExtraConnectionAttributes",
    "MongoDbSettings.Password",
    "DocDbSettings.Password",
    "RedisSettings.AuthPassword",
    "RedshiftSettings.Password",
    "KafkaSettings.SaslPassword",
    "KafkaSettings.SslClientKeyPassword",
    "OracleSettings.AsmPassword",
    "OracleSettings.SecurityDbEncryption",
    *(f"{engine}Settings.Password" for engine in _ENGINES),
)
"""AWS answers no passwords, but has members for them."""


def endpoints(api: Api) -> Iterator[Resource | Setting]:
    """Yield every endpoint."""
    keys = ManagedKeys(api)
    for item in api.pages("dms", "describe_endpoints", "Endpoints", conceal=_HIDDEN):
        engine = item["EngineName"]
        values = {
            "engine_name": engine,
            "kms_key_arn": keys.named(item.get("KmsKeyId")),
            "ssl_mode": item.get("SslMode"),
            "redis_settings": {
                "ssl_security_protocol": dig(item, "RedisSettings", "SslSecurityProtocol")
            },
            "mongodb_settings": {"auth_type": dig(item, "MongoDbSettings", "AuthType")},
        }
        address = item["EndpointArn"]
        name = item["EndpointIdentifier"]
        yield api.resource("aws_dms_endpoint", address, item, values, name)
        if engine == "neptune":
            signed = bool(dig(item, "NeptuneSettings", "IamAuthEnabled"))
            setting = "database_iam_authentication"
            yield api.setting("aws_dms_endpoint", address, "DMS endpoint", setting, signed, item)


def instances(api: Api) -> Iterator[Resource]:
    """Yield every replication instance."""
    keys = ManagedKeys(api)
    for item in api.pages("dms", "describe_replication_instances", "ReplicationInstances"):
        values = {
            "kms_key_arn": keys.named(item.get("KmsKeyId")),
            "publicly_accessible": item.get("PubliclyAccessible", False),
            "multi_az": item.get("MultiAZ", False),
            "auto_minor_version_upgrade": item.get("AutoMinorVersionUpgrade", False),
        }
        yield api.resource(
            "aws_dms_replication_instance",
            item["ReplicationInstanceArn"],
            item,
            values,
            item["ReplicationInstanceIdentifier"],
        )


def tasks(api: Api) -> Iterator[Setting]:
    """Yield for both ends of each task whether its work is logged."""
    for item in api.pages("dms", "describe_replication_tasks", "ReplicationTasks"):
        address = item["ReplicationTaskArn"]
        logged = _logged(item.get("ReplicationTaskSettings"))
        for part, wanted in _COMPONENTS:
            value = logged if isinstance(logged, Unknown) else wanted <= logged
            subject = f"DMS replication task ({part})"
            yield of_thing(
                api, _TASK, address, subject, "service_logs", value, part=part, item=item
            )


def _logged(settings: str | None) -> set[str] | Unknown:
    """Return the components that log what happens as usual."""
    try:
        found: Any = json.loads(settings or "{}")
    except ValueError:
        return Unknown("the settings of the task are no JSON")
    logging = dig(found, "Logging")
    if not dig(logging, "EnableLogging"):
        return set()
    return {
        entry["Id"]
        for entry in logging.get("LogComponents") or ()
        if entry.get("Severity") in _TELLING
    }


SERVICE = Service(
    name="dms",
    reach=Reach.REGIONAL,
    operations=(
        "dms:DescribeEndpoints",
        "dms:DescribeReplicationInstances",
        "dms:DescribeReplicationTasks",
        KEY_ALIASES,
    ),
    parts=(endpoints, instances, tasks),
)
