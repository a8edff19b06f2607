"""RDS and Aurora: instances, clusters, snapshots, parameter groups, proxies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditor.facts import DataStore, Fact, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Answer, Context, flag, text, translates
from auditor_resources.translate._tables import (
    Reader,
    always,
    days,
    follow,
    has,
    holds,
    key,
    on,
    table,
    tables,
    when,
)

PRODUCTS = {
    "postgres": "amazon-rds-postgresql",
    "mysql": "amazon-rds-mysql",
    "mariadb": "amazon-rds-mariadb",
    "aurora-postgresql": "amazon-aurora-postgresql",
}
_SIGN_IN = ("postgres", "mysql", "mariadb", "aurora", "aurora-mysql", "aurora-postgresql")
"""Engines that can sign callers in by IAM."""

_DATED_CA = re.compile(r"rds-ca-20\d\d")
_CURRENT_CA = re.compile(r"rds-ca-[a-z0-9-]*g[1-9]\d*")


def ca_current(body: Body) -> Answer:
    """Say whether the certificate authority is one that has not ended.

    AWS names the generations: ``rds-ca-2015`` and ``rds-ca-2019`` ended on 2020-03-05 and
    2024-08-22, their successors are ``rds-ca-rsa2048-g1`` and the like (*Using SSL/TLS to
    encrypt a connection to a DB instance*). Whoever names none gets the current default.
    """
    answer = text(body, "ca_cert_identifier")
    if answer.value is None:
        return Answer(True)
    if isinstance(answer.value, Unknown):
        return answer
    if _DATED_CA.fullmatch(answer.value):
        return Answer(False, answer.place)
    if _CURRENT_CA.fullmatch(answer.value):
        return Answer(True, answer.place)
    return Answer(Unknown("ca_cert_identifier names an unknown authority"), answer.place)


_iam: Reader = when("engine", _SIGN_IN, on("iam_database_authentication_enabled"))
_instance = table(
    "RDS instance",
    settings={
        "database_iam_authentication": _iam,
        "automatic_minor_upgrades": on("auto_minor_version_upgrade", True),
        "database_ca_current": ca_current,
        "service_logs": holds("enabled_cloudwatch_logs_exports"),
    },
    product=PRODUCTS,
)
_instance_store: Mapping[str, Reader] = {
    "public": on("publicly_accessible"),
    "backup_days": days("backup_retention_period", 0),
    "deletion_protection": on("deletion_protection"),
    "multi_zone": on("multi_az"),
}
_replica_store: Mapping[str, Reader] = {
    **_instance_store,
    "backup_days": always(None),
    "multi_zone": on("multi_az", None),
}


@translates("aws_db_instance")
def instance(resource: Resource, context: Context) -> Iterator[Fact]:
    """An instance, no backups unless asked for; a replica leaves them to its source.

    A replica that is silent about encryption has that of its source.
    """
    body = resource.body
    replica = has("replicate_source_db")(body).value is True
    store = _replica_store if replica else _instance_store
    answers = {name: read(body) for name, read in store.items()}
    answers["encrypted"] = on("storage_encrypted")(body)
    if replica and body.get("storage_encrypted") is None:
        answers["encrypted"] = _replicated(resource, context)
    yield context.fact(DataStore, resource, "RDS instance", answers=answers)
    yield from _instance(resource, context)
    yield from _insights(resource, context, "RDS instance")


def _replicated(resource: Resource, context: Context) -> Answer:
    if has("kms_key_id")(resource.body).value is True:
        return Answer(True, resource.body.place_of("kms_key_id"))
    return follow(
        context,
        resource,
        "replicate_source_db",
        ("aws_db_instance", "aws_rds_cluster"),
        ("identifier", "cluster_identifier"),
        on("storage_encrypted"),
    )


def _cluster_encrypted(body: Body) -> Answer:
    """``storage_encrypted`` is off unless set, and on by itself for Aurora Serverless v1."""
    serverless = text(body, "engine_mode").value == "serverless"
    return flag(body, "storage_encrypted", serverless)


tables(
    "aws_rds_cluster",
    subject="RDS cluster",
    encrypted=_cluster_encrypted,
    key=key("kms_key_id"),
    backup_days=days("backup_retention_period", 1),
    deletion_protection=on("deletion_protection"),
    settings={
        "database_iam_authentication": _iam,
        "service_logs": holds("enabled_cloudwatch_logs_exports"),
    },
    product=PRODUCTS,
)
_cluster_instance = table(
    "RDS cluster instance",
    public=on("publicly_accessible"),
    settings={
        "automatic_minor_upgrades": on("auto_minor_version_upgrade", True),
        "database_ca_current": ca_current,
    },
    product=PRODUCTS,
)


@translates("aws_rds_cluster_instance")
def cluster_instance(resource: Resource, context: Context) -> Iterator[Fact]:
    """An instance of a cluster; storage and backups belong to the cluster."""
    yield from _cluster_instance(resource, context)
    yield from _insights(resource, context, "RDS cluster instance")


def _insights(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
    """Performance Insights keeps samples of queries, with a key of its own."""
    enabled = on("performance_insights_enabled")(resource.body)
    if enabled.value is False:
        return
    answer = key("performance_insights_kms_key_id")(resource.body)
    if answer.value != "customer" and isinstance(enabled.value, Unknown):
        answer = enabled
    part = "Performance Insights"
    yield context.fact(DataStore, resource, subject, part=part, answers={"key": answer})


@translates("aws_rds_global_cluster", "aws_docdb_global_cluster", "aws_neptune_global_cluster")
def global_cluster(resource: Resource, context: Context) -> Iterator[Fact]:
    """A global cluster, encrypted like the cluster it grows from when it is made from one."""
    body = resource.body
    encrypted = on("storage_encrypted")(body)
    if body.get("storage_encrypted") is None:
        source = follow(
            context,
            resource,
            "source_db_cluster_identifier",
            ("aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"),
            ("cluster_identifier",),
            on("storage_encrypted"),
        )
        encrypted = encrypted if source.value is None else source
    protected = on("deletion_protection")(body)
    answers = {"encrypted": encrypted, "deletion_protection": protected}
    yield context.fact(DataStore, resource, "global cluster", answers=answers)


_SNAPSHOTS = {
    "aws_db_snapshot": ("RDS snapshot", "db_instance_identifier", "aws_db_instance"),
    "aws_db_cluster_snapshot": (
        "RDS cluster snapshot", "db_cluster_identifier", "aws_rds_cluster",
    ),
    "aws_docdb_cluster_snapshot": (
        "DocumentDB cluster snapshot", "db_cluster_identifier", "aws_docdb_cluster",
    ),
    "aws_neptune_cluster_snapshot": (
        "Neptune cluster snapshot", "db_cluster_identifier", "aws_neptune_cluster",
    ),
}  # fmt: skip
"""Subject, the attribute that points at the source, and the source's type."""


@translates(*_SNAPSHOTS)
def snapshot(resource: Resource, context: Context) -> Iterator[Fact]:
    """A snapshot is encrypted when its source is, and public when shared with ``all``."""
    body = resource.body
    subject, pointer, source = _SNAPSHOTS[resource.type]
    encrypted = on("storage_encrypted", None)(body)
    if encrypted.value is None:
        keys = ("identifier", "cluster_identifier")
        encrypted = follow(context, resource, pointer, (source,), keys, on("storage_encrypted"))
    answers = {"encrypted": encrypted, "public": holds("shared_accounts", "all")(body)}
    yield context.fact(DataStore, resource, subject, answers=answers)


tables(
    "aws_db_snapshot_copy",
    "aws_rds_cluster_snapshot_copy",
    subject="RDS snapshot copy",
    key=key("kms_key_id"),
    public=holds("shared_accounts", "all"),
)
tables(
    "aws_db_instance_automated_backups_replication",
    subject="replicated RDS backups",
    key=key("kms_key_id"),
)
tables(
    "aws_rds_cluster_activity_stream",
    subject="RDS activity stream",
    encrypted=always(True),
    key=key("kms_key_id"),
)
tables("aws_db_proxy", subject="RDS proxy", encrypted_in_transit=on("require_tls"))


def parameter(body: Body, names: tuple[str, ...]) -> Answer:
    """Return the value of the first parameter of one of these names; None when none is set."""
    for block in body.blocks("parameter"):
        if block.get("name") in names:
            answer = text(block, "value")
            return Answer(answer.value, answer.place or block.place)
    hole = body.hole("parameter")
    return (
        Answer(None) if hole is None else Answer(Unknown(hole.reason), body.place_of("parameter"))
    )


_FORCED = ("1", "on", "true", "enabled", "tls1.2+", "tls1.3+", "fips-140-3")


def _forced(*names: str, default: bool | None) -> Reader:
    def reader(body: Body) -> Answer:
        answer = parameter(body, names)
        if answer.value is None:
            return Answer(default)
        return answer.map(lambda value: value.lower() in _FORCED)

    return reader


def _audited(body: Body) -> Answer:
    """Say whether DocumentDB records events for the audit log; it does not unless told to."""
    answer = parameter(body, ("audit_logs",))
    if answer.value is None:
        return Answer(False)
    return answer.map(lambda value: value.lower() not in ("disabled", "none"))


tables(
    "aws_db_parameter_group",
    "aws_rds_cluster_parameter_group",
    subject="RDS parameter group",
    encrypted_in_transit=_forced("rds.force_ssl", "require_secure_transport", default=None),
)
tables(
    "aws_docdb_cluster_parameter_group",
    subject="DocumentDB parameter group",
    encrypted_in_transit=_forced("tls", default=True),
    settings={"service_logs": _audited},
)
tables(
    "aws_neptune_cluster_parameter_group",
    subject="Neptune parameter group",
    encrypted_in_transit=_forced("neptune_enforce_ssl", default=True),
)
tables(
    "aws_redshift_parameter_group",
    subject="Redshift parameter group",
    encrypted_in_transit=_forced("require_ssl", default=False),
)
