"""Reviews in the binary form in which ``kubectl auth`` sends them.

Source: ``k8s.io/api/authorization/v1/generated.proto`` for the numbers of fields, and
https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding for the envelope.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_MAGIC = b"k8s\x00"
_Names = Mapping[int, Any]
"""Names of fields by number; with its own fields, for a message within."""
_RESOURCE: _Names = {
    1: "namespace",
    2: "verb",
    3: "group",
    4: "version",
    5: "resource",
    6: "subresource",
    7: "name",
}
_ACCESS: _Names = {
    1: ("resourceAttributes", _RESOURCE),
    2: ("nonResourceAttributes", {1: "path", 2: "verb"}),
}
_SPECS: Mapping[str, _Names] = {
    "SelfSubjectAccessReview": _ACCESS,
    "SelfSubjectRulesReview": {1: "namespace"},
}


def decoded(content: bytes) -> dict[str, Any] | None:
    """A review as JSON has it, without its status; ``None`` when ``content`` is not binary.

    :raises ValueError: when it breaks off.
    """
    if not content.startswith(_MAGIC):
        return None
    kind: dict[str, Any] = {}
    review: dict[int, bytes] = {}
    for number, value in _fields(content[len(_MAGIC) :]):
        if number == 1:
            kind = _named(value, {1: "apiVersion", 2: "kind"})
        elif number == 2:
            review = dict(_fields(value))
    spec = _named(review.get(2, b""), _SPECS.get(kind.get("kind", ""), {}))
    return {**kind, "spec": spec}


def _named(content: bytes, names: _Names) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, value in _fields(content):
        name = names.get(number)
        if isinstance(name, str):
            found[name] = value.decode()
        elif name is not None:
            found[name[0]] = _named(value, name[1])
    return found


def _fields(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields that hold text or messages, by number; numbers themselves are left out."""
    at = 0
    while at < len(content):
        tag, at = _number(content, at)
        value, at = _number(content, at)
        if tag & 7 == 2:
            if at + value > len(content):
                raise ValueError("a field breaks off")
            yield tag >> 3, content[at : at + value]
            at += value
        elif tag & 7:
            raise ValueError(f"a field is of the unknown form {tag & 7}")


def _number(content: bytes, at: int) -> tuple[int, int]:
    """The number at ``at``, seven bits a byte, and where it ends."""
    number = shift = 0
    while at < len(content):
        number |= (content[at] & 127) << shift
        shift += 7
        at += 1
        if content[at - 1] < 128:
            return number, at
    raise ValueError("a number breaks off")
