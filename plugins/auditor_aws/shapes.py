"""Answers of AWS in the shape of Terraform's resources, so that the same translators read both.

What was asked and answered is an attribute; ``None`` says that AWS has nothing there. An
attribute that nobody collected is Unknown, never absent: a translator must not take our
silence for the provider's default.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from auditor_resources.model import Body, Place, Resource, Unknown, Value

NOWHERE = Place("", 0, 0)
"""What is read from an API is written in no file."""


class Plain(dict[str, Any]):
    """A map that is one attribute (tags, variables, a policy), not a nested block."""


class Item(dict[str, Any]):
    """Something AWS answered, with where its evidence is."""

    def __init__(
        self,
        content: Mapping[str, Any],
        operation: str,
        page: str,
        conceal: tuple[str, ...] = (),
    ) -> None:
        super().__init__(content)
        self.operation = operation
        self.page = page
        """Digest of the answer that it came in."""
        self.conceal = conceal
        """Paths whose values are not kept as evidence."""
        self.answers: list[dict[str, Any]] = []
        """Later answers about it, as they are kept."""
        self.digest = ""
        """Digest of the thing together with its later answers, once that is kept."""
        self.counted = False


class _Uncollected(Mapping[str, Unknown]):
    """Has a reason for every block type that a live body was not given."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given

    def __getitem__(self, name: str) -> Unknown:
        if name not in self._given:
            return Unknown(f"not collected: {name}")
        value = self._given[name]
        if isinstance(value, Unknown):
            return value
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return name not in self._given or isinstance(self._given[str(name)], Unknown)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class _Attributes(dict[str, Value]):
    """Attributes of which a missing one is Unknown."""

    def get(self, name: str, default: Any = None) -> Any:
        if name in self:
            return self[name]
        return Unknown(f"not collected: {name}")


def body(values: Mapping[str, Any]) -> Body:
    """Return a body. A dict, or a list of dicts, is nested blocks: themselves such bodies."""
    attributes = _Attributes()
    nested: dict[str, list[Body]] = {}
    for name, value in values.items():
        if isinstance(value, dict) and not isinstance(value, Plain):
            value = [value]
        if isinstance(value, list) and value and all(_is_block(item) for item in value):
            nested[name] = [body(item) for item in value]
            attributes[name] = None
        else:
            attributes[name] = value
    return Body(
        place=NOWHERE, attributes=attributes, nested=nested, unresolved=_Uncollected(values)
    )


def _is_block(item: Any) -> bool:
    return isinstance(item, dict) and not isinstance(item, Plain)


def resource(
    kind: str, address: str, values: Mapping[str, Any], evidence: str, name: str = ""
) -> Resource:
    """Return a live resource of a Terraform type; ``address`` is its ARN."""
    return Resource(
        mode="managed",
        type=kind,
        name=name or address.rpartition("/")[2],
        address=address,
        module="",
        body=body(values),
        evidence=evidence,
    )


def dig(value: Any, *path: str) -> Any:
    """Return what stands at a path of keys: Unknown stays, what is missing is None."""
    for key in path:
        if value is None or isinstance(value, Unknown):
            return value
        value = value.get(key)
    return value


def tags(pairs: Iterable[Mapping[str, Any]] | None) -> Plain:
    """Return tags as a map, from pairs under ``Key`` and ``Value`` in any case."""
    found = Plain()
    for pair in pairs or ():
        by_name = {key.lower(): value for key, value in pair.items()}
        found[by_name["key"]] = by_name.get("value", "")
    return found
