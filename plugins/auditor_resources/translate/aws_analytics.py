"""Athena, Glue, EMR, Redshift, migration, notebooks, desktops and Airflow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.facts import DataStore, Fact, Unknown
from auditor_resources import model
from auditor_resources.jsontext import as_json
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import attached
from auditor_resources.translate._base import Answer, Context, translates
from auditor_resources.translate._tables import (
    Reader,
    all_of,
    always,
    among,
    any_of,
    days,
    either,
    has,
    key,
    on,
    table,
    tables,
    when,
)


def parts(subject: str, columns: Mapping[str, Mapping[str, Reader]], *kinds: str) -> None:
    """Register a translator that gives one DataStore a part: readers by part and field."""

    @translates(*kinds)
    def translator(resource: Resource, context: Context) -> Iterator[Fact]:
        for part, readers in columns.items():
            answers = {name: read(resource.body) for name, read in readers.items()}
            yield context.fact(DataStore, resource, subject, part=part, answers=answers)


tables(
    "aws_athena_database",
    subject="Athena database",
    encrypted=has("encryption_configuration.encryption_option"),
)
tables(
    "aws_athena_workgroup",
    subject="Athena workgroup",
    encrypted=has("configuration.result_configuration.encryption_configuration.encryption_option"),
    settings={"service_logs": on("configuration.publish_cloudwatch_metrics_enabled", True)},
)

_CATALOG = "data_catalog_encryption_settings"
parts(
    "Glue data catalog",
    {
        "encryption_at_rest": {
            "encrypted": among(
                f"{_CATALOG}.encryption_at_rest.catalog_encryption_mode",
                ("SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"),
            ),
        },
        "connection_password_encryption": {
            "encrypted": on(
                f"{_CATALOG}.connection_password_encryption.return_connection_password_encrypted"
            ),
        },
    },
    "aws_glue_data_catalog_encryption_settings",
)
_GLUE = "encryption_configuration"
parts(
    "Glue security configuration",
    {
        topic: {"encrypted": among(f"{_GLUE}.{topic}.{attribute}", modes)}
        for topic, attribute, modes in (
            ("cloudwatch_encryption", "cloudwatch_encryption_mode", ("SSE-KMS",)),
            ("job_bookmarks_encryption", "job_bookmarks_encryption_mode", ("CSE-KMS",)),
            ("s3_encryption", "s3_encryption_mode", ("SSE-KMS", "SSE-S3")),
        )
    },
    "aws_glue_security_configuration",
)
tables("aws_glue_resource_policy", subject="Glue catalog policy", policy="policy")


@translates("aws_glue_connection")
def glue_connection(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether a database connection insists on TLS; it does not unless told to."""
    properties = resource.body.get("connection_properties")
    if among("connection_type", ("JDBC",), True)(resource.body).value is False:
        return
    if isinstance(properties, model.Unknown):
        answer = Answer(Unknown(properties.reason))
    else:
        inside = Body(resource.place, properties if isinstance(properties, dict) else {})
        answer = on("JDBC_ENFORCE_SSL")(inside)
    place = resource.body.place_of("connection_properties")
    yield context.fact(
        DataStore,
        resource,
        "Glue connection",
        answers={"encrypted_in_transit": Answer(answer.value, place)},
    )


@translates("aws_emr_security_configuration")
def emr_security(resource: Resource, context: Context) -> Iterator[Fact]:
    """The switches of the JSON document; local disks are encrypted only by a setting of their
    own (Amazon EMR management guide, *Create a security configuration*)."""
    place = resource.body.place_of("configuration")
    document = as_json(resource.body.get("configuration"))
    at_rest = _inside(document, "EncryptionConfiguration", "EnableAtRestEncryption")
    answers = {
        "encrypted": Answer(at_rest, place),
        "encrypted_in_transit": Answer(
            _inside(document, "EncryptionConfiguration", "EnableInTransitEncryption"), place
        ),
    }
    subject = "EMR security configuration"
    yield context.fact(DataStore, resource, subject, answers=answers)
    if at_rest is True:
        local = _inside(
            document,
            "EncryptionConfiguration",
            "AtRestEncryptionConfiguration",
            "LocalDiskEncryptionConfiguration",
        )
        encrypted = local if isinstance(local, Unknown) else bool(local)
        disks = {"encrypted": Answer(encrypted, place)}
        yield context.fact(DataStore, resource, subject, part="local disks", answers=disks)


def _inside(value: model.Value, *names: str) -> Any:
    """Return what lies at a path of a JSON document; False where the path ends early."""
    for name in names:
        if isinstance(value, model.Unknown):
            return Unknown(value.reason)
        if not isinstance(value, dict):
            return False
        value = value.get(name)
    if isinstance(value, model.Unknown):
        return Unknown(value.reason)
    return False if value is None else value


@translates("aws_emr_cluster")
def emr(resource: Resource, context: Context) -> Iterator[Fact]:
    """A cluster without a security configuration encrypts nothing; one with it is judged there."""
    configured = has("security_configuration")(resource.body)
    if configured.value is not True:
        answers = {"encrypted": configured, "encrypted_in_transit": configured}
        yield context.fact(DataStore, resource, "EMR cluster", answers=answers)


_redshift = table(
    "Redshift cluster",
    encrypted=on("encrypted"),
    key=key("kms_key_id"),
    public=on("publicly_accessible", True),
    backup_days=days("automated_snapshot_retention_period", 1),
    multi_zone=on("multi_az"),
    settings={"automatic_minor_upgrades": on("allow_version_upgrade", True)},
)


@translates("aws_redshift_cluster")
def redshift(resource: Resource, context: Context) -> Iterator[Fact]:
    """A cluster; audit logs are configured inside (provider before 6.0) or beside it.

    Silence about encryption and reachability is judged as before version 6.0 of the
    provider (2025-06): not encrypted, reachable from outside. Since then both defaults
    are the safe ones, but text without the attributes is safe only there.
    """
    yield from _redshift(resource, context)
    logged = either(
        [
            on("logging.enable")(resource.body),
            attached(
                context,
                resource,
                "aws_redshift_logging",
                "cluster_identifier",
                "cluster_identifier",
                "id",
            ),
        ]
    )
    yield context.setting(resource, "Redshift cluster", "service_logs", logged)


tables(
    "aws_redshift_snapshot_copy_grant",
    subject="Redshift snapshot copy grant",
    key=key("kms_key_id"),
)
tables("aws_redshift_resource_policy", subject="Redshift policy", policy="policy")
tables(
    "aws_redshiftserverless_namespace",
    subject="Redshift Serverless namespace",
    encrypted=always(True),
    key=key("kms_key_id"),
)
tables(
    "aws_redshiftserverless_workgroup",
    subject="Redshift Serverless workgroup",
    public=on("publicly_accessible"),
)
tables(
    "aws_redshiftserverless_resource_policy",
    subject="Redshift Serverless policy",
    policy="policy",
)

_SPEAKS_TLS = (
    "aurora", "aurora-postgresql", "aurora-serverless", "aurora-postgresql-serverless", "azuredb",
    "azure-sql-managed-instance", "babelfish", "db2", "db2-zos", "docdb", "mariadb", "mongodb",
    "mysql", "oracle", "postgres", "sqlserver", "sybase",
)  # fmt: skip
"""Endpoint engines whose TLS is governed by ``ssl_mode``."""

tables(
    "aws_dms_endpoint",
    subject="DMS endpoint",
    key=key("kms_key_arn"),
    encrypted_in_transit=any_of(
        when(
            "engine_name", _SPEAKS_TLS, among("ssl_mode", ("require", "verify-ca", "verify-full"))
        ),
        when(
            "engine_name",
            ("redis",),
            among("redis_settings.ssl_security_protocol", ("ssl-encryption",), True),
        ),
    ),
    settings={
        "authentication_required": when(
            "engine_name", ("mongodb",), among("mongodb_settings.auth_type", ("password",), True)
        ),
    },
)
tables("aws_dms_s3_endpoint", subject="DMS endpoint", key=key("kms_key_arn"))
tables(
    "aws_dms_replication_instance",
    subject="DMS replication instance",
    encrypted=always(True),
    key=key("kms_key_arn"),
    public=on("publicly_accessible"),
    multi_zone=on("multi_az"),
    settings={"automatic_minor_upgrades": on("auto_minor_version_upgrade")},
)

tables(
    "aws_sagemaker_notebook_instance",
    subject="SageMaker notebook instance",
    key=key("kms_key_id"),
    settings={
        "metadata_tokens_required": among(
            "instance_metadata_service_configuration.minimum_instance_metadata_service_version",
            ("2",),
        ),
    },
)
tables("aws_sagemaker_domain", subject="SageMaker domain", key=key("kms_key_id"))
tables(
    "aws_sagemaker_endpoint_configuration",
    subject="SageMaker endpoint",
    key=key("kms_key_arn"),
)
tables(
    "aws_sagemaker_data_quality_job_definition",
    subject="SageMaker data quality job",
    key=key("job_resources.cluster_config.volume_kms_key_id"),
    encrypted_in_transit=on("network_config.enable_inter_container_traffic_encryption"),
)

parts(
    "WorkSpace",
    {
        "root_volume": {"encrypted": on("root_volume_encryption_enabled")},
        "user_volume": {"encrypted": on("user_volume_encryption_enabled")},
    },
    "aws_workspaces_workspace",
)

tables(
    "aws_mwaa_environment",
    subject="MWAA environment",
    encrypted=always(True),
    public=among("webserver_access_mode", ("PUBLIC_ONLY",)),
    settings={
        "service_logs": all_of(
            *(
                on(f"logging_configuration.{process}_logs.enabled")
                for process in ("scheduler", "webserver", "worker")
            )
        ),
    },
)
