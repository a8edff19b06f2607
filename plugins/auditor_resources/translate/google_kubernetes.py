"""GKE clusters and node pools."""

from __future__ import annotations

from auditor.facts import Unknown
from auditor_resources.model import Body
from auditor_resources.translate._base import Answer, unknown
from auditor_resources.translate._columns import (
    component,
    describe,
    everybody_in,
    first,
    mapped,
    over,
    settings,
)
from auditor_resources.translate._tables import (
    Reader,
    all_of,
    among,
    any_of,
    either,
    has,
    off,
    on,
    word,
)

_PRODUCT = "google-kubernetes-engine"
_ENDPOINTS = "control_plane_endpoints_config"

_PRIVATE = any_of(
    on("private_cluster_config.enable_private_endpoint"),
    all_of(
        off(f"{_ENDPOINTS}.ip_endpoints_config.enabled"),
        off(f"{_ENDPOINTS}.dns_endpoint_config.allow_external_traffic", True),
    ),
)


def _authorised_networks(body: Body) -> Answer:
    """Say whether only named networks reach the control plane."""
    kind = "master_authorized_networks_config"
    config = body.block(kind)
    hole = body.hole(kind)
    if config is None or hole is not None:
        return Answer(False if hole is None else unknown(hole))
    wide = over(
        config,
        "cidr_blocks",
        read=lambda network: everybody_in(network.get("cidr_block"), network.place),
    )
    return either([*wide, Answer(False, config.place)]).map(lambda found: not found)


def _without_basic_sign_in(body: Body) -> Answer:
    """Passwords and client certificates bypass IAM; both are off unless asked for."""
    password = all_of(has("master_auth.username"), has("master_auth.password"))
    certificate = on("master_auth.client_certificate_config.issue_client_certificate")
    return any_of(password, certificate)(body).map(lambda used: not used)


def _logs(body: Body) -> Answer:
    components = body.block("logging_config")
    if components is not None:
        return has("enable_components")(components)
    return mapped("logging_service", {"none": False}, True, other=True)(body)


def _metrics(body: Body) -> Answer:
    components = body.block("monitoring_config")
    if components is not None and components.get("enable_components") is not None:
        return has("enable_components")(components)
    return mapped("monitoring_service", {"none": False}, True, other=True)(body)


def _release(path: str) -> Reader:
    """Read a version; ``latest`` and ``-`` leave the choice to GKE."""

    def reader(body: Body) -> Answer:
        answer = word(path)(body)
        moving = isinstance(answer.value, str) and answer.value in ("latest", "-", "")
        return Answer(None) if moving else answer

    return reader


def _legacy_metadata(path: str) -> Reader:
    """Old metadata paths, which answer without a header, are closed since GKE 1.12 unless
    ``disable-legacy-endpoints`` is false."""

    def reader(body: Body) -> Answer:
        config = body.block(path)
        if config is None:
            return Answer(None)
        metadata = config.get("metadata")
        if metadata is None or isinstance(metadata, dict):
            closed = (metadata or {}).get("disable-legacy-endpoints", "true")
            if isinstance(closed, bool | str):
                return Answer(str(closed).lower() != "false", config.place_of("metadata"))
        return Answer(Unknown("the metadata are not known"), config.place_of("metadata"))

    return reader


def _automatic_upgrades(body: Body) -> Answer:
    """A cluster in a release channel upgrades its nodes; one that names no channel leaves
    the matter to its node pools."""
    channel = mapped("release_channel.channel", {"UNSPECIFIED": False}, None, other=True)
    return channel(body) if body.get("enable_autopilot") is not True else Answer(True)


describe(
    "GKE cluster",
    "google_container_cluster",
    settings(
        cluster_endpoint_private=_PRIVATE,
        cluster_endpoint_restricted=any_of(_PRIVATE, _authorised_networks),
        cluster_rbac=off("enable_legacy_abac", True),
        local_accounts_disabled=_without_basic_sign_in,
        secrets_envelope_encryption=among(
            "database_encryption.state", ("ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED")
        ),
        control_plane_logs=_logs,
        container_insights=_metrics,
        no_public_ip=on("private_cluster_config.enable_private_nodes"),
        metadata_tokens_required=_legacy_metadata("node_config"),
        node_automatic_upgrades=_automatic_upgrades,
    ),
    component(_PRODUCT, first(_release("min_master_version"), _release("node_version"))),
)
describe(
    "GKE node pool",
    "google_container_node_pool",
    settings(
        node_automatic_upgrades=on("management.auto_upgrade", True),
        no_public_ip=on("network_config.enable_private_nodes", None),
        metadata_tokens_required=_legacy_metadata("node_config"),
    ),
    component(_PRODUCT, _release("version")),
)
