"""A walk over records that changes free text and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from operator import attrgetter, is_
from typing import Any, Final, Literal, NamedTuple, TypeAlias, get_args, get_origin, get_type_hints

import msgspec

Mask: TypeAlias = Callable[[str], str]

FIXED: Final = frozenset(
    (
        "Setting.name",
        "check",
        "collector",
        "controls",
        "evidence",
        "file",
        "fingerprint",
        "key_fingerprint",
        "kind",
        "marker",
        "places",
        "provider",
        "scope",
        "severity",
        "title",
    )
)
"""Fields that hold no value of a user: ids, digests, paths, words of ours."""
ADDRESSES: Final = frozenset(("address", "at", "discriminator", "part", "resource"))
"""Fields of which only instance keys (``["…"]``) are free."""


class _Fields(NamedTuple):
    """The fields of a struct type that may hold free text."""

    names: tuple[str, ...]
    addresses: tuple[bool, ...]
    free: tuple[bool, ...]
    """Whether a string in the field itself, not in a struct inside, is free text."""
    values: Callable[[Any], tuple[Any, ...]]
    """Reads them all from a struct."""


def masked(obj: Any, text: Mask, address: Mask) -> Any:
    """Return ``obj`` with ``text`` applied to free text and ``address`` to addresses.

    Structs, tuples, lists and dicts (their values) are walked; everything else is returned
    as it is, and so is every part in which nothing changes.
    """
    return _masked(obj, text, text, address)


def _masked(obj: Any, string: Mask | None, text: Mask, address: Mask) -> Any:
    if isinstance(obj, str):
        return obj if string is None else string(obj)
    if isinstance(obj, msgspec.Struct):
        return _struct(obj, text, address)
    if isinstance(obj, tuple | list):
        items = [_masked(item, string, text, address) if item else item for item in obj]
        if all(map(is_, items, obj)):
            return obj
        return tuple(items) if isinstance(obj, tuple) else items
    if isinstance(obj, Mapping):
        values = {key: _masked(value, string, text, address) for key, value in obj.items()}
        return obj if all(values[key] is obj[key] for key in obj) else values
    return obj


def _struct(obj: msgspec.Struct, text: Mask, address: Mask) -> Any:
    fields = _free_fields(type(obj))
    if fields is None:
        return obj
    changes: dict[str, Any] = {}
    for name, place, free, value in zip(*fields[:3], fields.values(obj), strict=True):
        if value and value is not True:
            own = address if place else text if free else None
            if value.__class__ is not str:
                new = _masked(value, own, text, address)
            elif own is not None:
                new = own(value)
            else:
                continue
            if new is not value:
                changes[name] = new
    return msgspec.structs.replace(obj, **changes) if changes else obj


@cache
def _free_fields(kind: type[msgspec.Struct]) -> _Fields | None:
    hints = get_type_hints(kind)
    names: list[str] = []
    free: list[bool] = []
    for name in kind.__struct_fields__:
        parts = tuple(_parts(hints[name]))
        own = any(part in (str, Any, object) for part in parts)
        inside = any(isinstance(p, type) and issubclass(p, msgspec.Struct) for p in parts)
        if (own or inside) and name not in FIXED and f"{kind.__name__}.{name}" not in FIXED:
            names.append(name)
            free.append(own)
    if not names:
        return None
    read = attrgetter(*names)
    return _Fields(
        names=tuple(names),
        addresses=tuple(name in ADDRESSES for name in names),
        free=tuple(free),
        values=read if len(names) > 1 else lambda obj: (read(obj),),
    )


def _parts(hint: Any) -> Iterator[Any]:
    """Yield the types that a type is made of: members of unions, elements of containers."""
    if get_origin(hint) is Literal:
        return
    parts = get_args(hint)
    if not parts:
        yield hint
    for part in parts:
        yield from _parts(part)
