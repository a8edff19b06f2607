"""Azure's virtual machines, scale sets, disks and network interfaces."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Component, Fact
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Answer, Context
from auditor_resources.translate._columns import (
    Column,
    describe,
    first,
    images,
    over,
    settings,
    store,
)
from auditor_resources.translate._operating_systems import from_azure
from auditor_resources.translate._tables import (
    always,
    either,
    has,
    key,
    on,
    word,
)

_LINUX = ("azurerm_linux_virtual_machine", "azurerm_linux_virtual_machine_scale_set")
_WINDOWS = ("azurerm_windows_virtual_machine", "azurerm_windows_virtual_machine_scale_set")
_AT_HOST = store("temporary storage", encrypted=on("encryption_at_host_enabled"))
"""Azure encrypts managed disks by itself; temporary storage (disks and caches) only at the host."""


def _operating_system(*blocks: str) -> Column:
    """The product that the marketplace image holds."""

    def column(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
        for block in blocks:
            image = resource.body.block(block)
            if image is None:
                continue
            names = [word(name)(image).value for name in ("publisher", "offer", "sku")]
            publisher, offer, sku = (name if isinstance(name, str) else "" for name in names)
            found = from_azure(publisher, offer, sku)
            if found is not None:
                answers = {"version": Answer(found[1], image.place_of("sku"))}
                yield context.fact(Component, resource, subject, answers=answers, product=found[0])
            return

    return column


def _without_public_ip(*path: str) -> Column:
    """``path`` ends in the attribute or block that gives an address."""
    *blocks, last = path

    def read(body: Body) -> Answer:
        return either(over(body, *blocks, read=has(last))).map(lambda there: not there)

    return settings(no_public_ip=read)


_SCALE_SET_NETWORK = _without_public_ip(
    "network_interface", "ip_configuration", "public_ip_address"
)
_PASSWORD = settings(local_accounts_disabled=on("disable_password_authentication", True))
_UPDATES = settings(
    automatic_minor_upgrades=first(
        on("automatic_updates_enabled", None), on("enable_automatic_updates", None), default=True
    )
)

describe(
    "Linux virtual machine",
    _LINUX[0],
    _AT_HOST,
    _PASSWORD,
    _operating_system("source_image_reference"),
)
describe(
    "Linux scale set",
    _LINUX[1],
    _AT_HOST,
    _PASSWORD,
    _SCALE_SET_NETWORK,
    _operating_system("source_image_reference"),
)
describe(
    "Windows virtual machine",
    _WINDOWS[0],
    _AT_HOST,
    _UPDATES,
    _operating_system("source_image_reference"),
)
describe(
    "Windows scale set",
    _WINDOWS[1],
    _AT_HOST,
    _UPDATES,
    _SCALE_SET_NETWORK,
    _operating_system("source_image_reference"),
)
describe(
    "virtual machine",
    "azurerm_virtual_machine",
    settings(
        local_accounts_disabled=on("os_profile_linux_config.disable_password_authentication", None)
    ),
    _operating_system("storage_image_reference"),
)
describe(
    "scale set",
    "azurerm_virtual_machine_scale_set",
    settings(
        local_accounts_disabled=on("os_profile_linux_config.disable_password_authentication", None),
        automatic_minor_upgrades=on("automatic_os_upgrade"),
    ),
    _operating_system("storage_profile_image_reference"),
)
describe(
    "managed disk",
    "azurerm_managed_disk",
    store(
        encrypted=always(True),
        key=key(
            "disk_encryption_set_id",
            "secure_vm_disk_encryption_set_id",
            "encryption_settings.key_encryption_key.key_url",
        ),
    ),
)
describe(
    "network interface",
    "azurerm_network_interface",
    _without_public_ip("ip_configuration", "public_ip_address_id"),
)
describe(
    "container group",
    "azurerm_container_group",
    settings(
        no_public_ip=lambda body: first(word("ip_address_type"), default="Public")(body).map(
            lambda kind: kind.lower() != "public"
        )
    ),
    images("container.image", "init_container.image"),
)
