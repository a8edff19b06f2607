"""Azure's queues, registries, search, analytics and other services that are mostly switches."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import ANYONE, AccessPolicy, Fact, Grant, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._azurerm import local_sign_in, minimum_tls, public
from auditor_resources.translate._base import Answer, Context, translates
from auditor_resources.translate._columns import (
    Column,
    describe,
    filled,
    first,
    guarded_key,
    linked,
    listener,
    secret,
    settings,
    store,
)
from auditor_resources.translate._tables import (
    Reader,
    all_of,
    always,
    among,
    has,
    key,
    off,
    on,
)

_ENCRYPTED = always(True)


def _keyed_apart(
    subject: str, kind: str, by: str, own: Reader, *columns: Column, **readers: Reader
) -> None:
    """Register a type whose key may be given by ``<kind>_customer_managed_key``."""

    @translates(kind)
    def translator(resource: Resource, context: Context) -> Iterator[Fact]:
        joined = linked(context, resource, f"{kind}_customer_managed_key", by, always(True))
        apart = joined.map(lambda there: "customer" if there else "provider")
        inline = own(resource.body)
        whose = apart if inline.value == "provider" else inline
        column = store(key=lambda _: whose, **readers)
        yield from filled(resource, context, subject, column, *columns)


_keyed_apart(
    "Service Bus namespace",
    "azurerm_servicebus_namespace",
    "namespace_id",
    key("customer_managed_key.key_vault_key_id"),
    listener(minimum_version=minimum_tls("minimum_tls_version")),
    settings(
        local_accounts_disabled=local_sign_in("local_auth_enabled", "local_authentication_enabled")
    ),
    encrypted=_ENCRYPTED,
    public=public("network_rule_set.default_action"),
)
_keyed_apart(
    "cognitive account",
    "azurerm_cognitive_account",
    "cognitive_account_id",
    key("customer_managed_key.key_vault_key_id"),
    settings(
        local_accounts_disabled=local_sign_in("local_auth_enabled", "local_authentication_enabled")
    ),
    encrypted=_ENCRYPTED,
    public=public("network_acls.default_action"),
)
_keyed_apart(
    "Data Explorer cluster",
    "azurerm_kusto_cluster",
    "cluster_id",
    always("provider"),
    encrypted=first(
        on("disk_encryption_enabled", None), on("enable_disk_encryption", None), default=False
    ),
    public=public(),
)
describe(
    "Event Hubs namespace",
    "azurerm_eventhub_namespace",
    store(
        encrypted=_ENCRYPTED,
        public=public("network_rulesets.default_action"),
        multi_zone=on("zone_redundant", None),
    ),
    listener(minimum_version=minimum_tls("minimum_tls_version")),
    settings(local_accounts_disabled=local_sign_in("local_authentication_enabled")),
)


def _anonymous_pull(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
    """Who may pull images: with anonymous pull, anyone."""
    answer = on("anonymous_pull_enabled")(resource.body)
    anyone = Grant(principals=(ANYONE,), actions=("pull",), statement="anonymous_pull_enabled")
    grants = answer.map(lambda allowed: (anyone,) if allowed else ())
    yield context.fact(
        AccessPolicy, resource, subject, answers={"grants": grants}, purpose="resource"
    )


describe(
    "container registry",
    "azurerm_container_registry",
    store(
        encrypted=_ENCRYPTED,
        public=public("network_rule_set.default_action"),
        multi_zone=on("zone_redundancy_enabled"),
    ),
    settings(local_accounts_disabled=off("admin_enabled", True)),
    _anonymous_pull,
)


def _app_configuration_public(body: Body) -> Answer:
    """Neither value set means *automatic*: open until a private endpoint exists."""
    answer = among("public_network_access", ("Enabled",), None)(body)
    automatic = Unknown("public_network_access is not set: open until there is a private endpoint")
    return Answer(automatic) if answer.value is None else answer


describe(
    "App Configuration store",
    "azurerm_app_configuration",
    store(
        encrypted=_ENCRYPTED,
        key=key("encryption.key_vault_key_identifier"),
        public=_app_configuration_public,
    ),
    settings(local_accounts_disabled=local_sign_in("local_auth_enabled")),
    guarded_key(purge_protection=on("purge_protection_enabled")),
)
_keyed_apart(
    "data factory",
    "azurerm_data_factory",
    "data_factory_id",
    key("customer_managed_key_id"),
    encrypted=_ENCRYPTED,
    public=public(switch="public_network_enabled"),
)
describe(
    "Synapse workspace",
    "azurerm_synapse_workspace",
    store(
        encrypted=_ENCRYPTED,
        key=key("customer_managed_key.key_versionless_id"),
        public=public(),
    ),
)
describe("Synapse SQL pool", "azurerm_synapse_sql_pool", store(encrypted=on("data_encrypted")))
describe(
    "Databricks workspace",
    "azurerm_databricks_workspace",
    store(encrypted=_ENCRYPTED, public=public()),
)
describe(
    "batch account",
    "azurerm_batch_account",
    store(
        encrypted=_ENCRYPTED,
        key=key("encryption.key_vault_key_id"),
        public=public("network_profile.account_access.default_action"),
    ),
)
describe(
    "machine learning workspace",
    "azurerm_machine_learning_workspace",
    store(encrypted=_ENCRYPTED, public=public()),
)
describe(
    "machine learning cluster",
    "azurerm_machine_learning_compute_cluster",
    settings(
        local_accounts_disabled=local_sign_in("local_auth_enabled"),
        no_public_ip=off("node_public_ip_enabled", False),
    ),
)


def _search_public(body: Body) -> Answer:
    fenced = has("allowed_ips")(body).map(lambda there: not there)
    return all_of(public(), lambda _: fenced)(body)


describe(
    "search service",
    "azurerm_search_service",
    store(encrypted=_ENCRYPTED, public=_search_public),
    settings(local_accounts_disabled=local_sign_in("local_authentication_enabled")),
)
for _subject, _kind, _local in (
    ("automation account", "azurerm_automation_account", "local_authentication_enabled"),
    ("Event Grid domain", "azurerm_eventgrid_domain", "local_auth_enabled"),
    ("Event Grid topic", "azurerm_eventgrid_topic", "local_auth_enabled"),
    ("IoT hub", "azurerm_iothub", "local_authentication_enabled"),
    ("SignalR service", "azurerm_signalr_service", "local_auth_enabled"),
    ("Web PubSub service", "azurerm_web_pubsub", "local_auth_enabled"),
):
    describe(
        _subject,
        _kind,
        store(public=public()),
        settings(local_accounts_disabled=local_sign_in(_local)),
    )
describe(
    "automation variable",
    *(
        f"azurerm_automation_variable_{form}"
        for form in ("bool", "datetime", "int", "object", "string")
    ),
    secret(encrypted_store=on("encrypted")),
)


def _cluster_protection(body: Body) -> Answer:
    """Nodes encrypt what they say to each other at the level *EncryptAndSign*."""
    level = "ClusterProtectionLevel"
    for block in body.blocks("fabric_settings"):
        parameters = block.get("parameters")
        if block.get("name") == "Security" and isinstance(parameters, dict):
            return Answer(parameters.get(level) == "EncryptAndSign", block.place_of("parameters"))
    return Answer(False)


describe(
    "Service Fabric cluster",
    "azurerm_service_fabric_cluster",
    settings(node_to_node_encryption=_cluster_protection),
)
