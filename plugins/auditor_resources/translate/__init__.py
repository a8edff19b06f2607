"""Translators from the resource types of providers to facts, one module a service group."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from auditor.facts import Fact
from auditor_resources.model import Resource
from auditor_resources.translate import _base
from auditor_resources.translate._base import Context

__all__ = ["Context", "covered", "translate"]


_HOMES = {"azuread": "azurerm", "google-beta": "google"}
"""Providers whose types are translated in the modules of another."""


@cache
def _load(provider: str) -> None:
    """Import the modules named after a provider: most trees need those of one alone."""
    prefix = f"{_HOMES.get(provider, provider)}_"
    for module in iter_modules(__path__):
        if module.name.startswith(prefix):
            import_module(f"{__name__}.{module.name}")


def translate(resource: Resource, context: Context) -> Iterator[Fact]:
    """Yield the facts about one resource; nothing for a type that nobody translates."""
    if resource.mode == "module":
        from auditor_resources.translate._modules import module_facts

        return iter(module_facts(resource, context))
    _load(resource.type.partition("_")[0])
    return _base.translate(resource, context)


def covered(kind: str) -> bool:
    """Say whether some translator reads this type (spelling as in the registry)."""
    _load(kind.rpartition(".")[2].partition("_")[0])
    return kind in _base.REGISTRY
