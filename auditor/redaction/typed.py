"""A walk over records that changes free text and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from operator import is_
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


class _Field(NamedTuple):
    name: str
    address: bool
    free: bool
    """Whether a string in the field itself, not in a struct inside, is free text."""


def masked(obj: Any, text: Mask, address: Mask) -> Any:
    """Return ``obj`` with ``text`` applied to free text and ``address`` to addresses.

    Structs, tuples, lists and dicts (their values) are walked; everything else is returned
    as it is, and so is every part in which nothing changes.
    """
    return _masked(obj, text, text, address)


def _masked(obj: Any, string: Mask | None, text: Mask, address: Mask) -> Any:
    if obj is None or obj == ():
        return obj
    if isinstance(obj, str):
        return obj if string is None else string(obj)
    if isinstance(obj, msgspec.Struct):
        changes: dict[str, Any] = {}
        for field in _free_fields(type(obj)):
            value = getattr(obj, field.name)
            own = address if field.address else text if field.free else None
            new = _masked(value, own, text, address)
            if new is not value:
                changes[field.name] = new
        return msgspec.structs.replace(obj, **changes) if changes else obj
    if isinstance(obj, tuple | list):
        items = [_masked(item, string, text, address) for item in obj]
        if all(map(is_, items, obj)):
            return obj
        return tuple(items) if isinstance(obj, tuple) else items
    if isinstance(obj, Mapping):
        values = {key: _masked(value, string, text, address) for key, value in obj.items()}
        return obj if all(values[key] is obj[key] for key in obj) else values
    return obj


@cache
def _free_fields(kind: type[msgspec.Struct]) -> tuple[_Field, ...]:
    """Return the fields of a struct type that may hold free text."""
    hints = get_type_hints(kind)
    found: list[_Field] = []
    for name in kind.__struct_fields__:
        parts = tuple(_parts(hints[name]))
        free = any(part in (str, Any, object) for part in parts)
        inside = any(isinstance(p, type) and issubclass(p, msgspec.Struct) for p in parts)
        if (free or inside) and name not in FIXED and f"{kind.__name__}.{name}" not in FIXED:
            found.append(_Field(name, name in ADDRESSES, free))
    return tuple(found)


def _parts(hint: Any) -> Iterator[Any]:
    """Yield the types that a type is made of: members of unions, elements of containers."""
    if get_origin(hint) is Literal:
        return
    parts = get_args(hint)
    if not parts:
        yield hint
    for part in parts:
        yield from _parts(part)
