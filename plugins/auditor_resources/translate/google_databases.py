"""Google Cloud's databases and caches."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.facts import Fact
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Answer, Context, text, translates, unknown
from auditor_resources.translate._columns import (
    describe,
    everybody_in,
    filled,
    over,
    products,
    settings,
    store,
)
from auditor_resources.translate._tables import (
    Reader,
    all_of,
    always,
    among,
    any_of,
    days,
    either,
    key,
    off,
    on,
    unless,
    word,
)

_ENCRYPTED = always(True)
_IAM_FLAGS = {"POSTGRES": "cloudsql.iam_authentication", "MYSQL": "cloudsql_iam_authentication"}
_CONFIGURATION = "settings.ip_configuration"
_BACKUP = "settings.backup_configuration"


def _open_networks(body: Body) -> Answer:
    """Say whether some authorised network is everybody."""
    wide = over(
        body,
        "settings",
        "ip_configuration",
        "authorized_networks",
        read=lambda network: everybody_in(network.get("value"), network.place_of("value")),
    )
    return either([*wide, Answer(False)])


def _flag(body: Body, name: str) -> Answer:
    """Say whether a database flag is on; flags are off unless set."""
    settings_block = body.block("settings")
    if settings_block is None:
        return Answer(False)
    for block in settings_block.blocks("database_flags"):
        if block.get("name") == name:
            return among("value", ("on", "true", "1"))(block)
    hole = settings_block.hole("database_flags")
    return Answer(False if hole is None else unknown(hole))


def _primary(read: Reader) -> Reader:
    """Ask only of a primary: replicas follow theirs."""
    return unless("master_instance_name", read)


def _engine(body: Body) -> str:
    version = text(body, "database_version").value
    return version.partition("_")[0].upper() if isinstance(version, str) else ""


def _by_engine(readers: dict[str, Reader]) -> Reader:
    """Ask what suits the engine; nothing where none does."""
    return lambda body: readers.get(_engine(body), always(None))(body)


def _iam(name: str) -> Reader:
    return lambda body: _flag(body, name)


def _backup_days(body: Body) -> Answer:
    """Backups are daily, and seven are kept unless said otherwise."""
    enabled = on(f"{_BACKUP}.enabled")(body)
    if enabled.value is not True:
        return enabled.map(lambda _: 0)
    return days(f"{_BACKUP}.backup_retention_settings.retained_backups", 7)(body)


def _sql_version(version: str) -> tuple[str, str] | None:
    """Take apart ``POSTGRES_14`` and ``MYSQL_8_0_31``; Google supports each as its makers do."""
    found = re.match(r"(POSTGRES)_(\d+(?:_6)?)|(MYSQL)_(\d+_\d+)", version.upper())
    if found is None:
        return None
    product = "postgresql" if found[1] else "mysql"
    return product, (found[2] or found[4]).replace("_", ".")


describe(
    "Cloud SQL instance",
    "google_sql_database_instance",
    store(
        encrypted=_ENCRYPTED,
        key=_primary(key("encryption_key_name")),
        encrypted_in_transit=any_of(
            among(
                f"{_CONFIGURATION}.ssl_mode",
                ("ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"),
            ),
            on(f"{_CONFIGURATION}.require_ssl"),
        ),
        public=all_of(on(f"{_CONFIGURATION}.ipv4_enabled", True), _open_networks),
        backup_days=_primary(_backup_days),
        point_in_time_recovery=_primary(
            any_of(
                on(f"{_BACKUP}.point_in_time_recovery_enabled"),
                on(f"{_BACKUP}.binary_log_enabled"),
            )
        ),
        deletion_protection=any_of(
            on("deletion_protection", True), on("settings.deletion_protection_enabled")
        ),
        multi_zone=_primary(among("settings.availability_type", ("REGIONAL",))),
    ),
    settings(
        no_public_ip=off(f"{_CONFIGURATION}.ipv4_enabled", False),
        database_iam_authentication=_primary(
            _by_engine({engine: _iam(name) for engine, name in _IAM_FLAGS.items()})
        ),
        service_logs=_by_engine({"POSTGRES": _iam("cloudsql.enable_pgaudit")}),
    ),
    products(word("database_version"), _sql_version),
)
describe(
    "AlloyDB cluster",
    "google_alloydb_cluster",
    store(
        encrypted=_ENCRYPTED,
        key=key("encryption_config.kms_key_name"),
        point_in_time_recovery=on("continuous_backup_config.enabled", True),
        deletion_protection=on("deletion_protection", True),
    ),
)
describe(
    "AlloyDB instance",
    "google_alloydb_instance",
    store(
        encrypted_in_transit=among(
            "client_connection_config.ssl_config.ssl_mode", ("ENCRYPTED_ONLY",), True
        ),
    ),
    settings(no_public_ip=off("network_config.enable_public_ip", True)),
)
describe(
    "Spanner database",
    "google_spanner_database",
    store(
        encrypted=_ENCRYPTED,
        key=key("encryption_config.kms_key_name", "encryption_config.kms_key_names"),
        deletion_protection=any_of(on("deletion_protection", True), on("enable_drop_protection")),
    ),
)


@translates("google_bigtable_instance")
def bigtable(resource: Resource, context: Context) -> Iterator[Fact]:
    """An instance is as well kept as the cluster whose key is the provider's."""
    body = resource.body
    keys = over(body, "cluster", read=key("kms_key_name")) or [Answer("provider")]
    whose = next((answer for answer in keys if answer.value != "customer"), keys[0])
    yield from filled(
        resource,
        context,
        "Bigtable instance",
        store(
            encrypted=_ENCRYPTED,
            key=lambda _: whose,
            deletion_protection=on("deletion_protection", True),
        ),
    )


describe(
    "Redis instance",
    "google_redis_instance",
    store(
        encrypted=_ENCRYPTED,
        encrypted_in_transit=among("transit_encryption_mode", ("SERVER_AUTHENTICATION",)),
        multi_zone=among("tier", ("STANDARD_HA",)),
    ),
    settings(api_authentication=on("auth_enabled")),
)
describe(
    "Redis cluster",
    "google_redis_cluster",
    store(
        encrypted=_ENCRYPTED,
        encrypted_in_transit=among(
            "transit_encryption_mode", ("TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION",)
        ),
        deletion_protection=on("deletion_protection_enabled", True),
    ),
    settings(api_authentication=among("authorization_mode", ("AUTH_MODE_IAM_AUTH",))),
)
describe(
    "Memorystore instance",
    "google_memorystore_instance",
    store(
        encrypted=_ENCRYPTED,
        encrypted_in_transit=among("transit_encryption_mode", ("SERVER_AUTHENTICATION",)),
        deletion_protection=on("deletion_protection_enabled", True),
    ),
    settings(api_authentication=among("authorization_mode", ("IAM_AUTH",))),
)
describe(
    "Filestore instance",
    "google_filestore_instance",
    store(encrypted=_ENCRYPTED, deletion_protection=on("deletion_protection_enabled")),
)
