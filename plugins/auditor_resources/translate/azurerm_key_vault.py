"""Azure Key Vault: vaults, keys, secrets and certificates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.facts import Certificate, Fact, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._azurerm import diagnosed, public
from auditor_resources.translate._base import Answer, Context, translates
from auditor_resources.translate._columns import (
    describe,
    guarded_key,
    mapped,
    secret,
    store,
)
from auditor_resources.translate._tables import days, has, on, word

_PERIOD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T.*)?")
_UNIT_DAYS = (365, 30, 7, 1)
_GUARD = guarded_key(
    purge_protection=on("purge_protection_enabled"),
    deletion_window_days=days("soft_delete_retention_days", 90),
)

describe(
    "key vault",
    "azurerm_key_vault",
    _GUARD,
    store(public=public("network_acls.default_action")),
    diagnosed("access_log"),
)
describe(
    "managed HSM",
    "azurerm_key_vault_managed_hardware_security_module",
    _GUARD,
    store(public=public("network_acls.default_action")),
)


def _period_in_days(body: Body) -> Answer:
    """Read an ISO 8601 duration such as ``P90D``; a month has 30 days, a year 365."""

    def parsed(value: str) -> int | Unknown:
        found = _PERIOD.fullmatch(value)
        if found is None:
            return Unknown("time_after_creation is not a duration")
        pairs = zip(found.groups(), _UNIT_DAYS, strict=True)
        return sum(int(count) * unit for count, unit in pairs if count)

    return word("rotation_policy.automatic.time_after_creation")(body).map(parsed)


describe(
    "key vault key",
    "azurerm_key_vault_key",
    secret(expiry_set=has("expiration_date", "rotation_policy.expire_after")),
    guarded_key(rotation=has("rotation_policy.automatic"), rotation_days=_period_in_days),
)
describe("key vault secret", "azurerm_key_vault_secret", secret(expiry_set=has("expiration_date")))


@translates("azurerm_key_vault_certificate")
def certificate(resource: Resource, context: Context) -> Iterator[Fact]:
    """A certificate of the vault's own making renews itself where its policy says so."""
    policy = "certificate_policy"
    answers = {
        "renewal": mapped(
            f"{policy}.lifetime_action.action.action_type",
            {"AutoRenew": "automatic", "EmailContacts": "manual"},
            "manual",
        )(resource.body),
        "key_bits": days(f"{policy}.key_properties.key_size")(resource.body),
        "key_algorithm": mapped(
            f"{policy}.key_properties.key_type",
            {"RSA": "RSA", "RSA-HSM": "RSA", "EC": "EC", "EC-HSM": "EC"},
            None,
        )(resource.body),
    }
    yield _certificate(resource, context, "key vault certificate", answers)


@translates("azurerm_app_service_certificate_order")
def ordered(resource: Resource, context: Context) -> Iterator[Fact]:
    """A certificate bought from Azure, renewed unless ``auto_renew`` is false."""
    renewal = on("auto_renew", True)(resource.body)
    answers = {"renewal": renewal.map(lambda itself: "automatic" if itself else "manual")}
    yield _certificate(resource, context, "App Service certificate", answers)


@translates(
    "azurerm_app_service_managed_certificate",
    "azurerm_container_app_environment_managed_certificate",
)
def managed(resource: Resource, context: Context) -> Iterator[Fact]:
    """A certificate that Azure issues and renews."""
    yield _certificate(resource, context, "managed certificate", {"renewal": Answer("automatic")})


def _certificate(
    resource: Resource, context: Context, subject: str, answers: dict[str, Answer]
) -> Certificate:
    name = word("name")(resource.body).value
    label = name if isinstance(name, str) else resource.name
    return context.fact(Certificate, resource, subject, name=label, answers=answers)
