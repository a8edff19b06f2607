"""A walk over records that changes free text and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from inspect import get_annotations
from operator import attrgetter, is_
from types import NoneType
from typing import Any, Final, Literal, NamedTuple, TypeAlias, get_args, get_origin

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

    text_names: tuple[str, ...]
    texts: Callable[[Any], tuple[str, ...]]
    """Reads those that are nothing but a text."""
    names: tuple[str, ...]
    forms: tuple[int, ...]
    """What a string in the field itself, not in a struct inside, is: 0 fixed, 1 free text, 2 an
    address."""
    values: Callable[[Any], tuple[Any, ...]]
    """Reads all others from a struct."""


class Memory:
    """What is known while the masks stay as they are."""

    def __init__(self) -> None:
        self.harmless: set[str] = set()
        """Texts that masking leaves as they are."""
        self.parts: dict[int, tuple[Any, Mask | None, Any]] = {}
        """Parts that were masked lately, by identity: the part, the mask, what became of it."""

    def forget(self) -> None:
        """Begin anew: the masks have changed."""
        self.harmless.clear()
        self.parts.clear()


_MOST_REMEMBERED: Final = 512
_WITHOUT_TEXT: Final = frozenset((NoneType, bool, int, float, datetime, date, timedelta))
"""Types of values in which nothing changes."""


def masked(obj: Any, text: Mask, address: Mask, memory: Memory) -> Any:
    """Return ``obj`` with ``text`` applied to free text and ``address`` to addresses.

    Facts of one thing share their parts, and facts of one kind many a text: ``memory`` is of
    these masks.

    Structs, tuples, lists and dicts (their values) are walked; everything else is returned
    as it is, and so is every part in which nothing changes.
    """
    if len(memory.parts) > _MOST_REMEMBERED:
        memory.parts.clear()
    return _masked(obj, text, text, address, memory)


def _masked(obj: Any, string: Mask | None, text: Mask, address: Mask, memory: Memory) -> Any:
    if isinstance(obj, str):
        return obj if string is None else string(obj)
    if isinstance(obj, msgspec.Struct):
        return _struct(obj, text, address, memory)
    if string is not None and _all_harmless(obj, memory):
        return obj
    if isinstance(obj, tuple | list):
        items = [_masked(item, string, text, address, memory) if item else item for item in obj]
        if all(map(is_, items, obj)):
            return obj
        return tuple(items) if isinstance(obj, tuple) else items
    if isinstance(obj, Mapping):
        values = {key: _masked(item, string, text, address, memory) for key, item in obj.items()}
        return obj if all(values[key] is obj[key] for key in obj) else values
    return obj


def _all_harmless(obj: Any, memory: Memory) -> bool:
    """Tell whether a collection has texts only, all of them harmless."""
    items = obj.values() if isinstance(obj, Mapping) else obj
    try:
        return memory.harmless.issuperset(items)
    except TypeError:
        return False


def _struct(obj: msgspec.Struct, text: Mask, address: Mask, memory: Memory) -> Any:
    fields = _free_fields(type(obj))
    if fields is None:
        return obj
    masks = None, text, address
    changes: dict[str, Any] = {}
    texts = fields.texts(obj)
    if not memory.harmless.issuperset(texts):
        for name, value in zip(fields.text_names, texts, strict=False):
            new = text(value)
            if new is not value:
                changes[name] = new
    for name, form, value in zip(fields.names, fields.forms, fields.values(obj), strict=False):
        kind = value.__class__
        if kind in _WITHOUT_TEXT or not value:
            continue
        own = masks[form]
        if kind is str:
            new = value if own is None else own(value)
        else:
            known = memory.parts.get(id(value))
            if known is not None and known[0] is value and known[1] == own:
                new = known[2]
            else:
                new = _masked(value, own, text, address, memory)
                memory.parts[id(value)] = value, own, new
        if new is not value:
            changes[name] = new
    return msgspec.structs.replace(obj, **changes) if changes else obj


@cache
def _free_fields(kind: type[msgspec.Struct]) -> _Fields | None:
    hints = {name: hint for base in reversed(kind.__mro__) for name, hint in _hints(base).items()}
    text_names: list[str] = []
    names: list[str] = []
    forms: list[int] = []
    for name in kind.__struct_fields__:
        parts = tuple(_parts(hints[name]))
        own = any(part in (str, Any, object) for part in parts)
        inside = any(isinstance(p, type) and issubclass(p, msgspec.Struct) for p in parts)
        if not (own or inside) or name in FIXED or f"{kind.__name__}.{name}" in FIXED:
            continue
        if hints[name] is str and name not in ADDRESSES:
            text_names.append(name)
        else:
            names.append(name)
            forms.append(2 if name in ADDRESSES else int(own))
    if not (text_names or names):
        return None
    return _Fields(
        text_names=tuple(text_names),
        texts=_reading(text_names),
        names=tuple(names),
        forms=tuple(forms),
        values=_reading(names),
    )


def _reading(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what reads these fields of a struct."""
    if not names:
        return lambda obj: ()
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda obj: (read(obj),)


@cache
def _hints(kind: type) -> dict[str, Any]:
    """Return the types of the fields that a class itself adds."""
    return get_annotations(kind, eval_str=True)


def _parts(hint: Any) -> Iterator[Any]:
    """Yield the types that a type is made of: members of unions, elements of containers."""
    if get_origin(hint) is Literal:
        return
    parts = get_args(hint)
    if not parts:
        yield hint
    for part in parts:
        yield from _parts(part)
