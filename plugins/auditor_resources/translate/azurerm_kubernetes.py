"""AKS clusters and node pools."""

from __future__ import annotations

from auditor.facts import Unknown
from auditor_resources.model import Body
from auditor_resources.translate._azurerm import diagnosed
from auditor_resources.translate._base import Answer, texts
from auditor_resources.translate._columns import (
    component,
    describe,
    everybody_in,
    first,
    mapped,
    settings,
    store,
)
from auditor_resources.translate._tables import any_of, has, key, off, on, word

_PRODUCT = "azure-kubernetes-service"
_POOL = "default_node_pool"
_PRIVATE = first(
    on("private_cluster_enabled", None), on("private_link_enabled", None), default=False
)


def _authorised_ranges(body: Body) -> Answer:
    """Say whether only named addresses reach the API server; no list admits everybody.

    The list moved into ``api_server_access_profile`` in provider 3.39 (2023-01).
    """
    name = "authorized_ip_ranges"
    profile = body.block("api_server_access_profile")
    holders = [(body, f"api_server_{name}")] + ([(profile, name)] if profile else [])
    for holder, attribute in holders:
        ranges = texts(holder, attribute)
        if ranges is None or ranges == ():
            continue
        place = holder.place_of(attribute)
        if isinstance(ranges, Unknown):
            return Answer(ranges, place)
        return everybody_in(ranges, place).map(lambda wide: not wide)
    hole = body.hole("api_server_access_profile")
    return Answer(False if hole is None else Unknown(hole.reason))


def _rbac(body: Body) -> Answer:
    """Kubernetes RBAC is on by default since provider 3.0 (2022-03)."""
    return first(
        on("role_based_access_control_enabled", None),
        on("role_based_access_control.enabled", None),
        default=True,
    )(body)


def _channel(body: Body) -> Answer:
    channels = {"none": False, "": False}
    return first(
        mapped("automatic_upgrade_channel", channels, None, other=True),
        mapped("automatic_channel_upgrade", channels, None, other=True),
        default=False,
    )(body)


describe(
    "AKS cluster",
    "azurerm_kubernetes_cluster",
    settings(
        cluster_endpoint_private=_PRIVATE,
        cluster_endpoint_restricted=any_of(_PRIVATE, _authorised_ranges),
        cluster_rbac=_rbac,
        local_accounts_disabled=on("local_account_disabled"),
        secrets_envelope_encryption=has("key_management_service"),
        node_automatic_upgrades=_channel,
        container_insights=any_of(
            has("oms_agent.log_analytics_workspace_id"),
            on("addon_profile.oms_agent.enabled"),
        ),
        no_public_ip=first(
            off(f"{_POOL}.node_public_ip_enabled", None),
            off(f"{_POOL}.enable_node_public_ip", None),
            default=True,
        ),
    ),
    diagnosed("control_plane_logs"),
    store("node storage", key=key("disk_encryption_set_id")),
    store(
        "temporary storage of default_node_pool",
        encrypted=first(
            on(f"{_POOL}.host_encryption_enabled", None),
            on(f"{_POOL}.enable_host_encryption", None),
            default=False,
        ),
    ),
    component(_PRODUCT, word("kubernetes_version")),
)
describe(
    "AKS node pool",
    "azurerm_kubernetes_cluster_node_pool",
    store(
        "temporary storage",
        encrypted=first(
            on("host_encryption_enabled", None), on("enable_host_encryption", None), default=False
        ),
    ),
    settings(
        no_public_ip=first(
            off("node_public_ip_enabled", None), off("enable_node_public_ip", None), default=True
        )
    ),
    component(_PRODUCT, word("orchestrator_version")),
)
