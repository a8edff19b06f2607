"""What Azure's services ask alike: public access, TLS versions, local sign-in, diagnostics."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Answer, Context
from auditor_resources.translate._columns import Column, first, linked, mapped
from auditor_resources.translate._tables import Reader, all_of, among, either, has, off, on

_SPELLINGS = ("1.{}", "TLS1_{}", "TLS1{}", "TLSv1_{}", "TLSv1.{}")
_TLS = {
    "Disabled": "TLSv1.0",
    "TLSEnforcementDisabled": "TLSv1.0",
    "Tls": "TLSv1.0",
    **{form.format(minor): f"TLSv1.{minor}" for minor in range(4) for form in _SPELLINGS},
}
DIAGNOSTICS = "azurerm_monitor_diagnostic_setting"


def minimum_tls(*paths: str, default: str | None = "TLSv1.2") -> Reader:
    """Read the lowest TLS version; 1.2 where nothing is set, as since provider 3.0 (2022-03)."""
    return first(*(mapped(path, _TLS, None) for path in paths), default=default)


def public(
    *default_actions: str, switch: str = "public_network_access_enabled", default: bool = True
) -> Reader:
    """Say whether the public endpoint is on and not closed by the service's own firewall.

    ``default_actions`` are where a firewall says what happens to callers that no rule names;
    without a firewall they are let in.
    """
    open_ones = [among(path, ("allow",), True) for path in default_actions]
    return all_of(on(switch, default), *open_ones)


def local_sign_in(*paths: str) -> Reader:
    """Say whether keys and passwords of the service's own are refused; they work by default."""
    return first(*(off(path, None) for path in paths), default=False)


def recorded(context: Context, resource: Resource) -> Answer:
    """Say whether some diagnostic setting sends the resource's logs anywhere.

    The settings of a part, such as a storage account's blob service, count.
    """
    return linked(context, resource, DIAGNOSTICS, "target_resource_id", _sends_logs)


def _sends_logs(body: Body) -> Answer:
    """Logs are ``enabled_log`` blocks, before provider 4.0 also ``log`` blocks that are enabled."""
    old = either(on("enabled", True)(block) for block in body.blocks("log"))
    return either((has("enabled_log")(body), old))


def diagnosed(name: str, *otherwise: Reader) -> Column:
    """A Setting that a diagnostic setting answers, or one of ``otherwise`` does."""

    def column(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
        own = [read(resource.body) for read in otherwise]
        answer = either((*own, recorded(context, resource)))
        yield context.setting(resource, subject, name, answer)

    return column
