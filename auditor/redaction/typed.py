"""A walk over records that changes free text and nothing else."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import (
    Any,
    Final,
    Literal,
    NamedTuple,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import msgspec

Mask: TypeAlias = Callable[[str], str]

FIXED: Final = frozenset(
    (
        "check",
        "collector",
        "end_line",
        "evidence",
        "file",
        "fingerprint",
        "key_fingerprint",
        "marker",
        "places",
        "provider",
        "scope",
        "severity",
    )
)
"""Fields that never hold what a user wrote into a value: ids, digests, paths."""
ADDRESSES: Final = frozenset(("address", "at", "discriminator", "part", "resource"))
"""Fields of which only instance keys (``["…"]``) are free."""


class _Field(NamedTuple):
    name: str
    address: bool


def masked(obj: Any, text: Mask, address: Mask) -> Any:
    """Return ``obj`` with ``text`` applied to free text and ``address`` to addresses.

    Structs, tuples, lists and dicts (their values) are walked; everything else is returned
    as it is, and so is every part in which nothing changes.
    """
    if isinstance(obj, str):
        return text(obj)
    if isinstance(obj, msgspec.Struct):
        changes: dict[str, Any] = {}
        for field in _free_fields(type(obj)):
            value = getattr(obj, field.name)
            new = masked(value, address if field.address else text, address)
            if new is not value:
                changes[field.name] = new
        return msgspec.structs.replace(obj, **changes) if changes else obj
    if isinstance(obj, tuple | list):
        items = [masked(item, text, address) for item in obj]
        same = all(new is old for new, old in zip(items, obj, strict=True))
        return obj if same else type(obj)(items)
    if isinstance(obj, Mapping):
        values = {key: masked(value, text, address) for key, value in obj.items()}
        return obj if all(values[key] is obj[key] for key in obj) else values
    return obj


@cache
def _free_fields(kind: type[msgspec.Struct]) -> tuple[_Field, ...]:
    """Return the fields of a struct type that may hold free text."""
    hints = get_type_hints(kind)
    return tuple(
        _Field(name, name in ADDRESSES)
        for name in kind.__struct_fields__
        if name not in FIXED and _may_hold_text(hints[name])
    )


@cache
def _may_hold_text(hint: Any) -> bool:
    """Tell whether a value of this type can hold a ``str`` that is free text."""
    if hint in (str, Any, object):
        return True
    origin = get_origin(hint)
    if origin is Literal:
        return False
    if origin in (Union, types.UnionType, tuple, list, dict, set, frozenset, Mapping):
        return any(_may_hold_text(part) for part in get_args(hint))
    if get_origin(hint) is not None:
        return any(_may_hold_text(part) for part in get_args(hint))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return bool(_free_fields(hint))
    return False
