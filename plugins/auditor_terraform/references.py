"""Resources and module calls as expressions see them: attributes asked for one by one."""

from __future__ import annotations

from collections.abc import Callable

from auditor_resources.model import Body, Json, Partial, Unknown, Value
from auditor_resources.values import Identity, Lookup, plain

_IDENTITIES = frozenset(("arn", "email", "id", "key_id", "member", "self_link", "unique_id"))
"""Attributes that every resource which has them gets a value for."""


def with_ref(value: Unknown, ref: str) -> Unknown:
    """Return the Unknown with one more address that it derives from."""
    if ref in value.refs:
        return value
    refs = (*value.refs, ref)
    if isinstance(value, Json):
        return Json(value.value, value.reason, refs)
    if isinstance(value, Partial):
        copy = Partial(value.parts)
        copy.refs = refs
        return copy
    return Unknown(value.reason, refs)


def attribute_in(body: Body, name: str, path: str, address: str) -> Value:
    """Return an attribute or the nested blocks ``name`` of a resource's body.

    What the configuration does not give is known after apply.
    """
    value = body.attributes.get(name)
    if value is None:
        blocks = body.nested.get(name)
        if blocks is not None:
            hole = body.unresolved.get(name)
            if hole is not None:
                return with_ref(plain(hole), address)
            return [BlockValue(block, f"{path}.{name}", address) for block in blocks]
        told_later = Identity if name in _IDENTITIES and path == address else Unknown
        return told_later(f"known after apply: {path}.{name}", (address,))
    if isinstance(value, Unknown) and not isinstance(value, Lookup):
        return with_ref(value, address)
    return value


class BlockValue(Lookup):
    """A nested block of a resource."""

    __slots__ = ("_body", "_path")

    def __init__(self, body: Body, path: str, address: str) -> None:
        super().__init__(f"partly known: {path}", (address,), False)
        self._body = body
        self._path = path

    def attribute(self, name: str) -> Value:
        return attribute_in(self._body, name, self._path, self.refs[0])


class ResourceValue(Lookup):
    """A resource or data source instance (or, with ``many``, one that stands for all)."""

    __slots__ = ("_body", "_computed", "_key")

    def __init__(self, address: str, key: tuple[str, str, str], body: Body, many: bool) -> None:
        super().__init__(f"known after apply: {address}", (address,), many)
        self._body = body
        self._key = key
        self._computed: dict[str, Value] = {}

    def attribute(self, name: str) -> Value:
        address = self.refs[0]
        if self._key[0] == "data":
            if name not in self._computed:
                from auditor_terraform.computed import compute

                self._computed[name] = None
                self._computed[name] = compute(self._key[1], name, self._body)
            value = self._computed[name]
            if isinstance(value, Unknown):
                return with_ref(value, address)
            if value is not None:
                return value
        return attribute_in(self._body, name, address, address)


class ModuleValue(Lookup):
    """A module call: its attributes are the module's outputs."""

    __slots__ = ("_output",)

    def __init__(
        self, address: str, reason: str, output: Callable[[str], Value] | None, many: bool
    ) -> None:
        super().__init__(reason, (address,), many)
        self._output = output

    def attribute(self, name: str) -> Value:
        if self._output is None:
            return Unknown(f"{self.reason}: {self.refs[0]}.{name}", self.refs)
        return self._output(name)
