"""DocumentDB, Neptune, DynamoDB, caches, and the smaller databases of AWS."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Fact, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import (
    Answer,
    Context,
    flag,
    number,
    text,
    texts,
    translates,
)
from auditor_resources.translate._tables import (
    always,
    among,
    component,
    days,
    has,
    holds,
    key,
    on,
    table,
    tables,
    unless,
    when,
)
from auditor_resources.translate.aws_rds import ca_current, own_name, tags_copied

tables(
    "aws_docdb_cluster",
    subject="DocumentDB cluster",
    encrypted=on("storage_encrypted"),
    key=key("kms_key_id"),
    backup_days=days("backup_retention_period", 1),
    deletion_protection=on("deletion_protection"),
    multi_zone=on("multi_az", None),
    settings={"service_logs": holds("enabled_cloudwatch_logs_exports")},
    product="amazon-documentdb",
)
tables(
    "aws_docdb_cluster_instance",
    subject="DocumentDB instance",
    settings={"database_ca_current": ca_current},
)
_neptune = table(
    "Neptune cluster",
    encrypted=on("storage_encrypted"),
    key=key("kms_key_arn"),
    backup_days=days("backup_retention_period", 1),
    deletion_protection=on("deletion_protection"),
    multi_zone=on("multi_az", None),
    settings={
        "database_iam_authentication": on("iam_database_authentication_enabled"),
        "service_logs": holds("enable_cloudwatch_logs_exports", "audit"),
    },
    product="amazon-neptune",
)


@translates("aws_neptune_cluster")
def neptune(resource: Resource, context: Context) -> Iterator[Fact]:
    """A cluster. In how many zones its instances lie (``multi_az``) is told of live ones only,
    here and of DocumentDB."""
    yield from _neptune(resource, context)
    yield from tags_copied(
        resource, context, "Neptune cluster", "snapshots", "copy_tags_to_snapshot"
    )


tables(
    "aws_neptune_cluster_instance",
    subject="Neptune instance",
    public=on("publicly_accessible"),
    settings={"automatic_minor_upgrades": on("auto_minor_version_upgrade", True)},
)
tables(
    "aws_neptunegraph_graph",
    subject="Neptune graph",
    encrypted=always(True),
    public=on("public_connectivity"),
    deletion_protection=on("deletion_protection", True),
)


def _table_key(body: Body) -> Answer:
    """DynamoDB encrypts always; with a key of its own customer only when one is named."""
    if on("server_side_encryption.enabled", True)(body).value is False:
        return Answer("provider", body.place_of("server_side_encryption"))
    return key("server_side_encryption.kms_key_arn")(body)


tables(
    "aws_dynamodb_table",
    subject="DynamoDB table",
    encrypted=always(True),
    key=_table_key,
    point_in_time_recovery=on("point_in_time_recovery.enabled"),
    deletion_protection=on("deletion_protection_enabled"),
)
tables(
    "aws_dynamodb_table_replica",
    subject="DynamoDB table replica",
    encrypted=always(True),
    key=key("kms_key_arn"),
    point_in_time_recovery=on("point_in_time_recovery"),
    deletion_protection=on("deletion_protection_enabled"),
)
tables(
    "aws_dynamodb_global_table",
    subject="DynamoDB global table",
    point_in_time_recovery=on("point_in_time_recovery.enabled", None),
)
tables("aws_dynamodb_resource_policy", subject="DynamoDB policy", policy="policy")


def _nodes_apart(body: Body) -> Answer:
    """Say whether the nodes lie in several zones; AWS spreads them where no zones are named
    (*Amazon DAX*, CreateCluster)."""
    if number(body, "replication_factor", None).value == 1:
        return Answer(False, body.place_of("replication_factor"))
    zones = texts(body, "availability_zones")
    if zones is None or isinstance(zones, Unknown):
        return Answer(True if zones is None else zones, body.place_of("availability_zones"))
    known = {zone for zone in zones if isinstance(zone, str)}
    hole = next((zone for zone in zones if isinstance(zone, Unknown)), False)
    return Answer(True if len(known) > 1 else hole, body.place_of("availability_zones"))


tables(
    "aws_dax_cluster",
    subject="DAX cluster",
    encrypted=on("server_side_encryption.enabled"),
    encrypted_in_transit=among("cluster_endpoint_encryption_type", ("TLS",)),
    multi_zone=_nodes_apart,
)

_REDIS = {"redis": "amazon-elasticache-redis"}


@translates("aws_elasticache_replication_group")
def replication_group(resource: Resource, context: Context) -> Iterator[Fact]:
    """A replication group; what a secondary of a global group leaves out comes from the primary.

    Encryption at rest is off unless set for the default engine Redis, on for Valkey.
    """
    body, subject = resource.body, "ElastiCache replication group"
    secondary = has("global_replication_group_id")(body).value is not False
    valkey = text(body, "engine", "redis").value == "valkey"
    answers = {
        "encrypted": flag(body, "at_rest_encryption_enabled", None if secondary else valkey),
        "key": _or_nothing(secondary, key("kms_key_id")(body)),
        "encrypted_in_transit": flag(
            body, "transit_encryption_enabled", None if secondary else False
        ),
        "backup_days": number(body, "snapshot_retention_limit", None if secondary else 0),
        "multi_zone": on("multi_az_enabled")(body),
    }
    yield context.fact(DataStore, resource, subject, answers=answers)
    upgrades = flag(body, "auto_minor_version_upgrade", True)
    yield context.setting(resource, subject, "automatic_minor_upgrades", upgrades)
    for name, answer in {
        "authentication_required": has("auth_token", "user_group_ids")(body),
        "redundant": on("automatic_failover_enabled")(body),
    }.items():
        if not (secondary and answer.value is False):
            yield context.setting(resource, subject, name, answer)
    if not valkey:
        version = text(body, "engine_version")
        yield from component(resource, context, subject, _REDIS["redis"], version)


def _or_nothing(hidden: bool, answer: Answer) -> Answer:
    return Answer(None) if hidden and answer.value == "provider" else answer


def _spread(body: Body) -> Answer:
    """Say whether the nodes of a Memcached cluster lie in several zones; one node has no choice."""
    nodes = number(body, "num_cache_nodes", 1)
    if nodes.value == 1:
        return Answer(None)
    return among("az_mode", ("cross-az",))(body)


tables(
    "aws_elasticache_cluster",
    subject="ElastiCache cluster",
    encrypted_in_transit=on("transit_encryption_enabled", None),
    backup_days=unless(
        "replication_group_id",
        when("engine", ("redis", "valkey"), days("snapshot_retention_limit", 0)),
    ),
    multi_zone=when("engine", ("memcached",), _spread, default=""),
    settings={
        "automatic_minor_upgrades": unless(
            "replication_group_id", on("auto_minor_version_upgrade", True)
        ),
    },
    product=_REDIS,
)
tables(
    "aws_memorydb_cluster",
    subject="MemoryDB cluster",
    encrypted=always(True),
    key=key("kms_key_arn"),
    encrypted_in_transit=on("tls_enabled", True),
    backup_days=days("snapshot_retention_limit", 0),
    settings={"automatic_minor_upgrades": on("auto_minor_version_upgrade", True)},
)
tables(
    "aws_memorydb_snapshot",
    subject="MemoryDB snapshot",
    encrypted=always(True),
    key=key("kms_key_arn"),
)
tables(
    "aws_keyspaces_table",
    subject="Keyspaces table",
    encrypted=always(True),
    key=key("encryption_specification.kms_key_identifier"),
    point_in_time_recovery=among("point_in_time_recovery.status", ("ENABLED",)),
)
tables(
    "aws_timestreamwrite_database",
    subject="Timestream database",
    encrypted=always(True),
    key=key("kms_key_id"),
)
tables(
    "aws_timestreaminfluxdb_db_instance",
    subject="Timestream for InfluxDB instance",
    encrypted=always(True),
    public=on("publicly_accessible"),
)
tables(
    "aws_qldb_ledger",
    subject="QLDB ledger",
    encrypted=always(True),
    deletion_protection=on("deletion_protection", True),
)
tables(
    "aws_appsync_api_cache",
    subject="AppSync cache",
    encrypted=on("at_rest_encryption_enabled"),
    encrypted_in_transit=on("transit_encryption_enabled"),
)


@translates("aws_redshift_cluster")
def redshift(resource: Resource, context: Context) -> Iterator[Fact]:
    """Who administers a warehouse, and which way its traffic with S3 goes."""
    subject = "Redshift cluster"
    named = own_name("master_username")(resource.body)
    if named.value is not None:
        yield context.setting(resource, subject, "own_administrator_name", named)
    routed = on("enhanced_vpc_routing")(resource.body)
    yield context.setting(resource, subject, "private_network", routed, "enhanced_routing")
