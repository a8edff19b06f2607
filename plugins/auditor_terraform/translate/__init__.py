"""Translators from the resource types of providers to facts, one module a service group."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from auditor.facts import Fact
from auditor_terraform.model import Resource
from auditor_terraform.translate import _base
from auditor_terraform.translate._base import Context

__all__ = ["Context", "covered", "translate"]


@cache
def _load() -> None:
    for module in iter_modules(__path__):
        if not module.name.startswith("_"):
            import_module(f"{__name__}.{module.name}")


def translate(resource: Resource, context: Context) -> Iterator[Fact]:
    """Yield the facts about one resource; nothing for a type that nobody translates."""
    _load()
    if resource.mode == "module":
        from auditor_terraform.translate._modules import module_facts

        return iter(module_facts(resource, context))
    return _base.translate(resource, context)


def covered(kind: str) -> bool:
    """Say whether some translator reads this type (spelling as in the registry)."""
    _load()
    return kind in _base.REGISTRY
