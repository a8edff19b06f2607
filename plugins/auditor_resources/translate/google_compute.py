"""Compute Engine: machines, their templates and disks, and subnetworks."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Fact, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Answer, Context, translates
from auditor_resources.translate._columns import (
    describe,
    filled,
    nested,
    over,
    products,
    settings,
    store,
)
from auditor_resources.translate._operating_systems import from_google
from auditor_resources.translate._tables import always, either, has, key, unless, word

_NO_FLOWS = (
    "GLOBAL_MANAGED_PROXY",
    "INTERNAL_HTTPS_LOAD_BALANCER",
    "PRIVATE_SERVICE_CONNECT",
    "REGIONAL_MANAGED_PROXY",
)
"""Purposes of a subnetwork for which Google keeps no flow logs."""


def _without_public_ip(body: Body) -> Answer:
    """An interface has a public address as soon as it has an access configuration."""
    addressed = over(body, "network_interface", read=has("access_config", "ipv6_access_config"))
    return either(addressed).map(lambda there: not there)


_DISK_KEY = key(
    "kms_key_self_link",
    "disk_encryption_key_raw",
    "disk_encryption_key_rsa",
    "disk_encryption_key.kms_key_self_link",
    "disk_encryption_key.kms_key_name",
    "disk_encryption_key.raw_key",
    "disk_encryption_key.rsa_encrypted_key",
)
_NEW_DISK_KEY = unless("source", _DISK_KEY)
_NETWORK = settings(no_public_ip=_without_public_ip)


def _disks(resource: Resource, context: Context, *kinds: str) -> Iterator[Fact]:
    """The disks that a machine is made with; the key of an existing one is its own matter."""
    for kind in kinds:
        for at, body in nested(resource.body, kind):
            answers = {"encrypted": Answer(True), "key": _NEW_DISK_KEY(body)}
            yield context.fact(DataStore, resource, "Compute Engine disk", part=at, answers=answers)


@translates("google_compute_instance", "google_compute_instance_from_template")
def instance(resource: Resource, context: Context) -> Iterator[Fact]:
    """A machine; what one from a template leaves out is the template's matter."""
    yield from filled(
        resource,
        context,
        "Compute Engine instance",
        _NETWORK,
        products(word("boot_disk.initialize_params.image"), from_google),
    )
    yield from _disks(resource, context, "boot_disk")


@translates("google_compute_instance_template", "google_compute_region_instance_template")
def template(resource: Resource, context: Context) -> Iterator[Fact]:
    """A template of machines."""
    yield from filled(
        resource,
        context,
        "Compute Engine instance template",
        _NETWORK,
        products(word("disk.source_image"), from_google),
    )
    yield from _disks(resource, context, "disk")


describe(
    "Compute Engine disk",
    "google_compute_disk",
    "google_compute_region_disk",
    store(encrypted=always(True), key=_DISK_KEY),
    products(word("image"), from_google),
)
describe(
    "machine image",
    "google_compute_image",
    store(
        encrypted=always(True),
        key=key("image_encryption_key.kms_key_self_link", "image_encryption_key.raw_key"),
    ),
)
describe(
    "disk snapshot",
    "google_compute_snapshot",
    store(
        encrypted=always(True),
        key=key("snapshot_encryption_key.kms_key_self_link", "snapshot_encryption_key.raw_key"),
    ),
)


def _flow_logs(body: Body) -> Answer:
    purpose = word("purpose", "PRIVATE")(body)
    if isinstance(purpose.value, Unknown):
        return purpose
    logs = has("log_config")(body)
    legacy = body.get("enable_flow_logs") is True
    return Answer(None) if purpose.value in _NO_FLOWS else (Answer(True) if legacy else logs)


describe("subnetwork", "google_compute_subnetwork", settings(flow_logs=_flow_logs))
describe(
    "TPU machine",
    "google_tpu_v2_vm",
    settings(
        no_public_ip=lambda body: has("network_config.enable_external_ips")(body).map(
            lambda there: not there
        )
    ),
)
