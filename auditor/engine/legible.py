"""Text that can be written: names on disk and JSON may hold what is no Unicode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder()


def legible_text(text: str) -> str:
    """Return the text with undecodable bytes (``surrogateescape``) written as ``\\xe9`` and
    lone surrogates as ``\\udc00``; all other text as it is."""
    try:
        text.encode()
    except UnicodeEncodeError:
        pass
    else:
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()


def legible(record: Any) -> Any:
    """Return a record with all of its text legible; most are returned as they are."""
    try:
        _ENCODER.encode(record)
    except UnicodeEncodeError:
        return _walked(record)
    return record


def _walked(item: Any) -> Any:
    if isinstance(item, str):
        return legible_text(item)
    if isinstance(item, msgspec.Struct):
        names = item.__struct_fields__
        return msgspec.structs.replace(
            item, **{name: _walked(getattr(item, name)) for name in names}
        )
    if isinstance(item, tuple | list):
        return type(item)(_walked(inner) for inner in item)
    if isinstance(item, Mapping):
        return {_walked(key): _walked(inner) for key, inner in item.items()}
    return item
