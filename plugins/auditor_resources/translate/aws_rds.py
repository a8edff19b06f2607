"""RDS and Aurora: instances, clusters, snapshots, parameter groups, proxies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from auditor.facts import Component, DataStore, Fact, Unknown
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

_DEFAULT_NAMES = ("admin", "awsuser", "postgres", "root", "sa")
"""Names of the first administrator that the consoles propose, or that the engines have."""

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


def own_name(attribute: str) -> Reader:
    """Say whether the first administrator has a name of the customer's choice."""

    def reader(body: Body) -> Answer:
        return text(body, attribute).map(lambda value: value.lower() not in _DEFAULT_NAMES)

    return reader


def tags_copied(
    resource: Resource, context: Context, subject: str, part: str, attribute: str
) -> Iterator[Fact]:
    """Yield whether copies of this kind carry the tags of the original."""
    answer = on(attribute)(resource.body)
    if answer.value is not None:
        yield context.setting(resource, subject, "tags_copied", answer, part)


def engine(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
    """Yield the engine in its version. Whether it is kept beyond its standard support by now
    (``beyond_standard_support``) is told of live databases only."""
    body = resource.body
    name = text(body, "engine").value
    product = PRODUCTS.get(name.lower(), "") if isinstance(name, str) else ""
    version = text(body, "engine_version")
    if product and version.value is not None:
        answers = {
            "version": version,
            "extended_support": on("beyond_standard_support", None)(body),
        }
        yield context.fact(Component, resource, subject, answers=answers, product=product)


def _monitored(body: Body) -> Answer:
    """Say whether Enhanced Monitoring samples the operating system; it is off unless an interval
    is set."""
    return days("monitoring_interval", 0)(body).map(lambda seconds: seconds > 0)


_iam: Reader = when("engine", _SIGN_IN, on("iam_database_authentication_enabled"))
_instance = table(
    "RDS instance",
    settings={
        "database_iam_authentication": _iam,
        "automatic_minor_upgrades": on("auto_minor_version_upgrade", True),
        "database_ca_current": ca_current,
        "service_logs": holds("enabled_cloudwatch_logs_exports"),
        "detailed_monitoring": _monitored,
        "own_administrator_name": own_name("username"),
    },
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
    yield from engine(resource, context, "RDS instance")
    yield from tags_copied(resource, context, "RDS instance", "snapshots", "copy_tags_to_snapshot")
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


_cluster = table(
    "RDS cluster",
    public=on("publicly_accessible", None),
    encrypted=_cluster_encrypted,
    key=key("kms_key_id"),
    backup_days=days("backup_retention_period", 1),
    deletion_protection=on("deletion_protection"),
    multi_zone=on("multi_az", None),
    settings={
        "database_iam_authentication": _iam,
        "service_logs": holds("enabled_cloudwatch_logs_exports"),
        "own_administrator_name": own_name("master_username"),
    },
)
_cluster_instance = table(
    "RDS cluster instance",
    public=on("publicly_accessible"),
    settings={
        "automatic_minor_upgrades": on("auto_minor_version_upgrade", True),
        "database_ca_current": ca_current,
        "detailed_monitoring": _monitored,
    },
)


@translates("aws_rds_cluster")
def cluster(resource: Resource, context: Context) -> Iterator[Fact]:
    """A cluster. In how many zones its instances lie (``multi_az``), and whether a gateway opens
    it to the internet (``publicly_accessible``), is told of live ones only."""
    yield from _cluster(resource, context)
    yield from engine(resource, context, "RDS cluster")
    yield from tags_copied(resource, context, "RDS cluster", "snapshots", "copy_tags_to_snapshot")


@translates("aws_rds_cluster_instance")
def cluster_instance(resource: Resource, context: Context) -> Iterator[Fact]:
    """An instance of a cluster; storage and backups belong to the cluster."""
    yield from _cluster_instance(resource, context)
    yield from engine(resource, context, "RDS cluster instance")
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
    subject = f"{part} of the {subject}"
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


_FAMILY = re.compile(r"([a-z-]+?)-?(\d+)(?:\.(\d+))?(?:\.\d+)*")
_OFF_BEFORE = {
    "postgres": (15, 0),
    "aurora-postgresql": (17, 0),
    "mysql": (8, 1),
    "aurora-mysql": (8, 1),
    "mariadb": (11, 0),
    "redshift": (2, 0),
}
"""First version whose parameter groups may turn plain connections away unasked; before, none
does (*Using SSL/TLS* of each engine in the user guides of RDS, Aurora and Redshift)."""
_ON_SINCE = {"postgres": (15, 0), "aurora-postgresql": (17, 0), "redshift": (2, 0)}
"""First version that does so for certain."""


def _family_forces(body: Body) -> Answer:
    """Say whether the family of a parameter group turns plain connections away unasked; None
    where that is not known."""
    family = text(body, "family")
    if not isinstance(family.value, str):
        return Answer(family.value, family.place)
    if family.value.startswith("sqlserver-"):
        return Answer(False)
    found = _FAMILY.fullmatch(family.value)
    if found is None:
        return Answer(None)
    name, version = found[1], (int(found[2]), int(found[3] or 0))
    if name in _OFF_BEFORE and version < _OFF_BEFORE[name]:
        return Answer(False)
    return Answer(True if name in _ON_SINCE and version >= _ON_SINCE[name] else None)


def _live_family_forces(body: Body) -> Answer:
    """Say the same of a live group. Files do not tell whether a group that is silent belongs to a
    cluster, whose own group decides then."""
    return Answer(None) if body.place.file else _family_forces(body)


def _forced(*names: str, default: Reader) -> Reader:
    def reader(body: Body) -> Answer:
        answer = parameter(body, names)
        if answer.value is None:
            return default(body)
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
    encrypted_in_transit=_forced(
        "rds.force_ssl", "require_secure_transport", default=_live_family_forces
    ),
)
tables(
    "aws_docdb_cluster_parameter_group",
    subject="DocumentDB parameter group",
    encrypted_in_transit=_forced("tls", default=always(True)),
    settings={"service_logs": _audited},
)
tables(
    "aws_neptune_cluster_parameter_group",
    subject="Neptune parameter group",
    encrypted_in_transit=_forced("neptune_enforce_ssl", default=always(True)),
)
tables(
    "aws_redshift_parameter_group",
    subject="Redshift parameter group",
    encrypted_in_transit=_forced("require_ssl", default=_family_forces),
)
