"""Azure's databases and caches."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Fact, TlsListener
from auditor_resources.model import Body, Resource
from auditor_resources.translate._azurerm import minimum_tls, public
from auditor_resources.translate._base import Answer, Context, text, translates
from auditor_resources.translate._columns import (
    component,
    describe,
    filled,
    first,
    linked,
    listener,
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
    has,
    key,
    off,
    on,
    word,
)

_ENCRYPTED = always(True)
_POSTGRESQL = "azure-database-for-postgresql"
_MYSQL = "azure-database-for-mysql"
_TDE = "azurerm_mssql_server_transparent_data_encryption"
_AUDITING = "azurerm_mssql_server_extended_auditing_policy"
_CLASSIC_TLS = minimum_tls("ssl_minimal_tls_version_enforced")
_THREATS = settings(threat_detection=on("threat_detection_policy.enabled"))


def _classic(subject: str, kind: str, product: str, key_kind: str) -> None:
    """Register a single server of the first generation."""

    def translator(resource: Resource, context: Context) -> Iterator[Fact]:
        whose = linked(context, resource, key_kind, "server_id", always(True)).map(
            lambda there: "customer" if there else "provider"
        )
        yield from filled(
            resource,
            context,
            subject,
            store(
                encrypted=_ENCRYPTED,
                key=lambda _: whose,
                encrypted_in_transit=first(
                    on("ssl_enforcement_enabled", None),
                    among("ssl_enforcement", ("Enabled",), None),
                    default=False,
                ),
                public=public(),
                backup_days=days("backup_retention_days", 7),
            ),
            listener(minimum_version=_CLASSIC_TLS),
            _THREATS,
            component(product, word("version")),
        )

    translates(kind)(translator)


_classic(
    "PostgreSQL server", "azurerm_postgresql_server", _POSTGRESQL, "azurerm_postgresql_server_key"
)
_classic("MySQL server", "azurerm_mysql_server", _MYSQL, "azurerm_mysql_server_key")
describe(
    "MariaDB server",
    "azurerm_mariadb_server",
    store(
        encrypted=_ENCRYPTED,
        encrypted_in_transit=on("ssl_enforcement_enabled"),
        public=public(),
        backup_days=days("backup_retention_days", 7),
    ),
    listener(minimum_version=_CLASSIC_TLS),
    component("mariadb", word("version")),
)


def _reachable(body: Body) -> Answer:
    """A server inside a network of the customer's has no public endpoint."""
    inside = has("delegated_subnet_id")(body)
    if inside.value is True:
        return Answer(False, inside.place)
    switch = first(
        on("public_network_access_enabled", None),
        among("public_network_access", ("Enabled",), None),
        default=True,
    )
    return switch(body)


def _new_server(read: Reader) -> Reader:
    """Ask only of a server of its own: a replica follows its source."""
    return lambda body: Answer(None) if body.get("create_mode") == "Replica" else read(body)


_FLEXIBLE = store(
    encrypted=_ENCRYPTED,
    public=_reachable,
    backup_days=_new_server(days("backup_retention_days", 7)),
    point_in_time_recovery=always(True),
    multi_zone=_new_server(among("high_availability.mode", ("ZoneRedundant",))),
)
describe(
    "PostgreSQL flexible server",
    "azurerm_postgresql_flexible_server",
    _FLEXIBLE,
    settings(
        database_iam_authentication=_new_server(on("authentication.active_directory_auth_enabled"))
    ),
    component(_POSTGRESQL, word("version")),
)
describe(
    "MySQL flexible server",
    "azurerm_mysql_flexible_server",
    _FLEXIBLE,
    component(_MYSQL, word("version")),
)

_LOG_PARAMETERS = ("audit_log_enabled", "log_checkpoints", "log_connections", "log_disconnections")
_TLS_PARAMETERS = ("ssl_min_protocol_version", "tls_version")


@translates(
    "azurerm_postgresql_configuration",
    "azurerm_postgresql_flexible_server_configuration",
    "azurerm_mysql_configuration",
    "azurerm_mysql_flexible_server_configuration",
)
def parameter(resource: Resource, context: Context) -> Iterator[Fact]:
    """One server parameter, when it is one that matters here."""
    name = text(resource.body, "name").value
    subject = f"database parameter {name}"
    switched_on = among("value", ("on", "true", "1"), None)(resource.body)
    if name == "require_secure_transport":
        answers = {"encrypted_in_transit": switched_on}
        yield context.fact(DataStore, resource, subject, answers=answers)
    elif name in _LOG_PARAMETERS:
        yield context.setting(resource, subject, "service_logs", switched_on)
    elif name in _TLS_PARAMETERS:
        lowest = text(resource.body, "value").map(_lowest_tls)
        answers = {"minimum_version": lowest}
        yield context.fact(TlsListener, resource, subject, answers=answers)


def _lowest_tls(value: str) -> str:
    """Return the lowest of ``TLSv1,TLSv1.2``."""
    versions = sorted(item.strip() for item in value.replace(";", ",").split(","))
    return "TLSv1.0" if versions[0].lower() == "tlsv1" else versions[0]


@translates("azurerm_mssql_server", "azurerm_sql_server")
def sql_server(resource: Resource, context: Context) -> Iterator[Fact]:
    """A logical SQL server, with the auditing policy and the key that may lie beside it."""
    whose = key("transparent_data_encryption_key_vault_key_id")(resource.body)
    if whose.value == "provider":
        whose = linked(context, resource, _TDE, "server_id", has("key_vault_key_id")).map(
            lambda there: "customer" if there else "provider"
        )
    audited = linked(context, resource, _AUDITING, "server_id", on("enabled", True))
    inline = has("extended_auditing_policy")
    current = resource.type == "azurerm_mssql_server"
    yield from filled(
        resource,
        context,
        "SQL server",
        store(
            encrypted=_ENCRYPTED,
            key=lambda _: whose,
            public=public() if current else always(None),
        ),
        listener(minimum_version=minimum_tls("minimum_tls_version") if current else always(None)),
        settings(
            service_logs=any_of(inline, lambda _: audited),
            database_iam_authentication=has("azuread_administrator") if current else always(None),
        ),
    )


@translates(_AUDITING, "azurerm_mssql_database_extended_auditing_policy")
def auditing(resource: Resource, context: Context) -> Iterator[Fact]:
    """How long audit records are kept; 0 keeps them for ever, which nobody faults."""
    kept = days("retention_in_days", 0)(resource.body)
    subject = "SQL auditing policy"
    yield context.setting(resource, subject, "service_logs", on("enabled", True)(resource.body))
    if kept.value != 0:
        yield context.setting(resource, subject, "log_retention_days", kept)


describe(
    "SQL threat detection",
    "azurerm_mssql_server_security_alert_policy",
    "azurerm_mssql_managed_instance_security_alert_policy",
    "azurerm_synapse_workspace_security_alert_policy",
    "azurerm_synapse_sql_pool_security_alert_policy",
    settings(
        threat_detection=all_of(
            first(
                among("state", ("Enabled",), None),
                among("policy_state", ("Enabled",), None),
                on("enabled", None),
                default=False,
            ),
            lambda body: has("disabled_alerts")(body).map(lambda there: not there),
        )
    ),
)
describe(
    "SQL database",
    "azurerm_mssql_database",
    store(
        encrypted=on("transparent_data_encryption_enabled", True),
        backup_days=days("short_term_retention_policy.retention_days", 7),
        point_in_time_recovery=always(True),
        multi_zone=on("zone_redundant"),
    ),
)
describe(
    "SQL managed instance",
    "azurerm_mssql_managed_instance",
    store(
        encrypted=_ENCRYPTED,
        public=on("public_data_endpoint_enabled"),
        multi_zone=on("zone_redundant_enabled"),
    ),
    listener(minimum_version=minimum_tls("minimum_tls_version")),
)


def _cosmos_reachable(body: Body) -> Answer:
    """Address filters and virtual networks keep the public endpoint from strangers."""
    fenced = any_of(has("ip_range_filter"), on("is_virtual_network_filter_enabled"))
    open_to_all = fenced(body).map(lambda there: not there)
    return all_of(public(), lambda _: open_to_all)(body)


describe(
    "Cosmos DB account",
    "azurerm_cosmosdb_account",
    store(
        encrypted=_ENCRYPTED,
        key=key("key_vault_key_id", "managed_hsm_key_id"),
        public=_cosmos_reachable,
        point_in_time_recovery=among("backup.type", ("Continuous",)),
    ),
    listener(minimum_version=minimum_tls("minimal_tls_version")),
    settings(
        local_accounts_disabled=first(
            on("local_authentication_disabled", None),
            off("local_authentication_enabled", None),
            default=False,
        )
    ),
)
describe(
    "Redis cache",
    "azurerm_redis_cache",
    store(
        encrypted=_ENCRYPTED,
        encrypted_in_transit=first(
            off("non_ssl_port_enabled", None), off("enable_non_ssl_port", None), default=True
        ),
        public=all_of(public(), lambda body: has("subnet_id")(body).map(lambda inside: not inside)),
    ),
    listener(minimum_version=minimum_tls("minimum_tls_version")),
    settings(
        api_authentication=first(
            on("redis_configuration.authentication_enabled", None),
            on("redis_configuration.enable_authentication", None),
            default=True,
        )
    ),
)
describe(
    "Redis database",
    "azurerm_redis_enterprise_database",
    store(encrypted_in_transit=among("client_protocol", ("Encrypted",), True)),
)
describe(
    "Managed Redis",
    "azurerm_managed_redis",
    store(
        encrypted=_ENCRYPTED,
        encrypted_in_transit=among("default_database.client_protocol", ("Encrypted",), True),
        public=first(among("public_network_access", ("Enabled",), None), default=True),
    ),
)
