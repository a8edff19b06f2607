"""Azure's storage accounts and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Fact, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._azurerm import diagnosed, local_sign_in, minimum_tls, public
from auditor_resources.translate._base import Answer, Context, translates
from auditor_resources.translate._columns import (
    describe,
    filled,
    first,
    linked,
    listener,
    mapped,
    settings,
    store,
)
from auditor_resources.translate._tables import (
    Reader,
    all_of,
    always,
    among,
    every,
    has,
    off,
    on,
)
from auditor_resources.translate._versions import before

_RULES = "azurerm_storage_account_network_rules"
_KEY = "azurerm_storage_account_customer_managed_key"
_INSIGHTS = "azurerm_log_analytics_storage_insights"
_VERSION_DEPENDENT = Unknown(
    "allow_nested_items_to_be_public is not set: the default is true until version 4 of the"
    " provider and false from version 5"
)


def _refuses(body: Body) -> Answer:
    return among("default_action", ("deny",))(body)


def _public(resource: Resource, context: Context) -> Answer:
    """Open unless the firewall, here or in a resource of its own, turns strangers away."""
    if resource.body.blocks("network_rules") or resource.body.hole("network_rules"):
        return public("network_rules.default_action")(resource.body)
    closed = linked(context, resource, _RULES, "storage_account_id", _refuses)
    wide = closed.map(lambda value: not value)
    return every((public()(resource.body), wide))


def _key(resource: Resource, context: Context) -> Answer:
    if has("customer_managed_key")(resource.body).value is True:
        return Answer("customer", resource.body.place_of("customer_managed_key"))
    joined = linked(context, resource, _KEY, "storage_account_id", always(True))
    return joined.map(lambda there: "customer" if there else "provider")


def _versioned(body: Body) -> Answer:
    """Neither file shares nor data lakes can keep versions of blobs."""
    files = among("account_kind", ("FileStorage",))(body)
    lake = on("is_hns_enabled")(body)
    if files.value is True or lake.value is True:
        return Answer(None)
    return on("blob_properties.versioning_enabled")(body)


def _queue_log(body: Body) -> Answer:
    kinds = ("read", "write", "delete")
    return all_of(*(on(f"queue_properties.logging.{kind}") for kind in kinds))(body)


def _anonymous_blobs(context: Context) -> Reader:
    older = before(context.estate.provider_versions.get("azurerm", ""), 5)
    return first(
        off("allow_nested_items_to_be_public", None),
        off("allow_blob_public_access", None),
        default=_VERSION_DEPENDENT if older is None else not older,
    )


_REPLICATION = {
    "LRS": False,
    "ZRS": True,
    "GRS": True,
    "RAGRS": True,
    "GZRS": True,
    "RAGZRS": True,
}


@translates("azurerm_storage_account")
def account(resource: Resource, context: Context) -> Iterator[Fact]:
    """A storage account; HTTPS only has been the default since provider 2.0 (2020-02)."""
    insights = linked(context, resource, _INSIGHTS, "storage_account_id", always(True))
    reachable, whose = _public(resource, context), _key(resource, context)
    yield from filled(
        resource,
        context,
        "storage account",
        store(
            encrypted=always(True),
            key=lambda _: whose,
            encrypted_in_transit=first(
                on("https_traffic_only_enabled", None),
                on("enable_https_traffic_only", None),
                default=True,
            ),
            public=lambda _: reachable,
            versioned=_versioned,
            multi_zone=mapped("account_replication_type", _REPLICATION, None),
        ),
        listener(minimum_version=minimum_tls("min_tls_version")),
        settings(
            public_access_block=_anonymous_blobs(context),
            local_accounts_disabled=local_sign_in("shared_access_key_enabled"),
        ),
        diagnosed("access_log", _queue_log, lambda _: insights),
    )


@translates(_RULES)
def network_rules(resource: Resource, context: Context) -> Iterator[Fact]:
    """The firewall of a storage account, as a resource of its own."""
    answer = among("default_action", ("allow",), None)(resource.body)
    if answer.value is not None:
        answers = {"public": answer}
        yield context.fact(DataStore, resource, "storage account", answers=answers)


describe(
    "storage container",
    "azurerm_storage_container",
    settings(acl_private=among("container_access_type", ("private",), True)),
)
describe(
    "file sync service",
    "azurerm_storage_sync",
    store(public=among("incoming_traffic_policy", ("AllowAllTraffic",), True)),
)
describe(
    "data lake store",
    "azurerm_data_lake_store",
    store(
        encrypted=among("encryption_state", ("Enabled",), True),
        public=among("firewall_state", ("Disabled",), False),
    ),
)
