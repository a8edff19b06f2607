"""From objects to facts: one module a subject, found by name.

A module of this package has ``TRANSLATORS``: functions by the kinds they read, written
``group/Kind`` (``/Pod`` in the core group); ``*`` is every object, ``?`` every object of a
kind that only its extension knows. Several modules may read one kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple, TypeAlias

from auditor.facts import Fact
from auditor_objects.kinds import known_kind
from auditor_objects.model import Object


class Context(NamedTuple):
    """What translators are told beside the object."""

    marker: Callable[[str], str]
    """See :meth:`auditor.collecting.Sink.marker`."""


Translator: TypeAlias = Callable[[Object, Context], Iterator[Fact]]


@cache
def _translators() -> Mapping[str, tuple[Translator, ...]]:
    found: dict[str, list[Translator]] = {}
    for module in iter_modules(__path__):
        if not module.name.startswith("_"):
            table: Mapping[str, Translator] = import_module(f"{__name__}.{module.name}").TRANSLATORS
            for kind, translator in table.items():
                found.setdefault(kind, []).append(translator)
    return {kind: tuple(translators) for kind, translators in found.items()}


def covered(group: str, kind: str) -> bool:
    """Say whether objects of this kind are read for themselves."""
    return f"{group}/{kind}" in _translators()


def translate(obj: Object, context: Context) -> Iterator[Fact]:
    """Yield the facts of one object; what has a wrong form is noted in ``obj.troubles``."""
    table = _translators()
    own = f"{obj.group}/{obj.kind}" if known_kind(obj.group, obj.kind) else "?"
    for translator in (*table.get(own, ()), *table.get("*", ())):
        yield from translator(obj, context)
