"""What the checks family gives to the core. No list of checks: a check is found by its path."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules

import msgspec

from auditor.checking import Check
from auditor.hookspecs import hookimpl
from auditor.reporting import Objective
from auditor_checks import _data

_PACKAGE = "auditor_checks"


class _Objectives(msgspec.Struct, frozen=True):
    """The part of ``controls/objectives.json`` that the core wants."""

    objectives: tuple[Objective, ...]


@hookimpl
def auditor_checks() -> list[Check]:
    """Return the ``CHECK`` of every module of every family, in order of their paths."""
    return [import_module(name).CHECK for name in check_modules()]


@hookimpl
def auditor_objectives() -> tuple[Objective, ...]:
    """Return our control objectives with their draft crosswalk."""
    content = files(_PACKAGE).joinpath("controls", "objectives.json").read_bytes()
    return msgspec.json.decode(content, type=_Objectives).objectives


@hookimpl
def auditor_data() -> list[tuple[str, str]]:
    """Return name and as-of date of every data file."""
    return [(name, _data.load(name)["as_of"]) for name in _data.names()]


def check_modules() -> Iterator[str]:
    """Yield the full name of every check's module; a leading underscore marks a helper."""
    for family in iter_modules(import_module(_PACKAGE).__path__, f"{_PACKAGE}."):
        if family.ispkg:
            package = import_module(family.name)
            for module in iter_modules(package.__path__, f"{family.name}."):
                if not module.name.rpartition(".")[2].startswith("_"):
                    yield module.name
