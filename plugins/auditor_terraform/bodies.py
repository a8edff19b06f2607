"""Bodies whose attributes and nested blocks are evaluated when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from auditor_resources.model import Body, Place, Unknown, Value
from auditor_resources.values import Failed, plain
from auditor_terraform.limits import MAX_INSTANCES
from auditor_terraform.loops import pairs_of
from auditor_terraform.nodes import Node, Object, Reference, Scope, Tuple
from auditor_terraform.syntax import AttributeSyntax, BlockSyntax, BodySyntax

if TYPE_CHECKING:
    from auditor_terraform.world import World

_MISSING = object()
_RUNNING = object()


def as_written(node: Node, text: str) -> Value:
    """Return names as text: a reference, a list of them or an object of them."""
    if isinstance(node, Reference):
        return ".".join((node.root, *node.names))
    if isinstance(node, Tuple):
        return [as_written(item, "") for item in node.items]
    if isinstance(node, Object):
        return {str(as_written(key, "")): as_written(item, "") for key, item in node.items}
    value = getattr(node, "value", None)
    return value if isinstance(value, str) else text


class LazyAttributes(Mapping[str, Value]):
    """The attributes of one block instance."""

    __slots__ = ("_scope", "_syntax", "_values", "_world", "_written")

    def __init__(
        self,
        syntax: dict[str, AttributeSyntax],
        scope: Scope,
        world: World,
        written: frozenset[str] = frozenset(),
    ) -> None:
        self._syntax = syntax
        self._scope = scope
        self._world = world
        self._written = written
        self._values: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Value:
        value = self._values.get(name, _MISSING)
        if value is _RUNNING:
            return self._world.cycle(self._syntax[name].place, f"attribute {name}")
        if value is not _MISSING:
            return value  # type: ignore[no-any-return]
        attribute = self._syntax[name]
        self._values[name] = _RUNNING
        if name in self._written:
            value = as_written(attribute.node, attribute.text)
        else:
            value = self._world.evaluate(attribute, self._scope)
        self._values[name] = value
        return value

    @property
    def world(self) -> World:
        """The evaluation that the block belongs to."""
        return self._world

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self._syntax else default

    def __contains__(self, name: object) -> bool:
        return name in self._syntax

    def __iter__(self) -> Iterator[str]:
        return iter(self._syntax)

    def __len__(self) -> int:
        return len(self._syntax)


class LazyPlaces(Mapping[str, Place]):
    """Where the attributes of a block are written."""

    __slots__ = ("_syntax",)

    def __init__(self, syntax: dict[str, AttributeSyntax]) -> None:
        self._syntax = syntax

    def __getitem__(self, name: str) -> Place:
        return self._syntax[name].place

    def get(self, name: str, default: Any = None) -> Any:
        found = self._syntax.get(name)
        return default if found is None else found.place

    def __iter__(self) -> Iterator[str]:
        return iter(self._syntax)

    def __len__(self) -> int:
        return len(self._syntax)


class LazyBlocks(Mapping[str, list[Body]]):
    """The nested blocks of a block by type, ``dynamic`` blocks expanded."""

    __slots__ = ("_bodies", "_scope", "_syntax", "_world", "unresolved")

    def __init__(self, syntax: list[BlockSyntax], scope: Scope, world: World) -> None:
        self._syntax: dict[str, list[BlockSyntax]] = {}
        for block in syntax:
            name = block.type
            if name == "dynamic" and block.labels:
                name = block.labels[0]
            self._syntax.setdefault(name, []).append(block)
        self._scope = scope
        self._world = world
        self._bodies: dict[str, list[Body]] = {}
        self.unresolved: dict[str, Unknown] = {}

    def __getitem__(self, name: str) -> list[Body]:
        found = self._bodies.get(name)
        if found is None:
            found = self._bodies[name] = []
            for block in self._syntax[name]:
                if block.type == "dynamic":
                    found.extend(self._expand(name, block))
                else:
                    found.append(make_body(block.body, block.place, self._scope, self._world))
        return found

    def _expand(self, name: str, block: BlockSyntax) -> list[Body]:
        content = next((inner for inner in block.body.blocks if inner.type == "content"), None)
        over = block.body.attributes.get("for_each")
        if content is None or over is None:
            return []
        collection = self._world.evaluate(over, self._scope)
        iterator = name
        named = block.body.attributes.get("iterator")
        if named is not None:
            iterator = named.text.strip().strip('"')
        hole: Unknown | None = None
        pairs: list[tuple[Value, Value]] = []
        try:
            if isinstance(collection, Unknown):
                hole = collection
            elif collection is not None:
                pairs = pairs_of(collection, self._scope)
        except Failed as failure:
            hole = Unknown(str(failure))
        if len(pairs) > MAX_INSTANCES:
            hole = Unknown(f"too large: more than {MAX_INSTANCES} blocks")
        if hole is not None:
            hole = plain(hole)
            self.unresolved[name] = hole
            element = collection if isinstance(collection, Unknown) else hole
            pairs = [(hole, element)]
        bodies = []
        for key, value in pairs:
            scope = self._scope.inner(**{iterator: {"key": key, "value": value}})
            bodies.append(make_body(content.body, block.place, scope, self._world))
        return bodies

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self._syntax else default

    def __contains__(self, name: object) -> bool:
        return name in self._syntax

    def __iter__(self) -> Iterator[str]:
        return iter(self._syntax)

    def __len__(self) -> int:
        return len(self._syntax)


class LazyUnresolved(Mapping[str, Unknown]):
    """Block types whose number of instances is unknown."""

    __slots__ = ("_blocks",)

    def __init__(self, blocks: LazyBlocks) -> None:
        self._blocks = blocks

    def __getitem__(self, name: str) -> Unknown:
        if name in self._blocks:
            self._blocks[name]
        return self._blocks.unresolved[name]

    def get(self, name: str, default: Any = None) -> Any:
        if name in self._blocks:
            self._blocks[name]
        return self._blocks.unresolved.get(name, default)

    def __iter__(self) -> Iterator[str]:
        for name in self._blocks:
            self._blocks[name]
        return iter(self._blocks.unresolved)

    def __len__(self) -> int:
        return sum(1 for _ in self)


_NO_BLOCKS: dict[str, list[Body]] = {}
_NONE_UNRESOLVED: dict[str, Unknown] = {}
_LIFECYCLE = frozenset(("ignore_changes", "replace_triggered_by"))


def make_body(
    syntax: BodySyntax,
    place: Place,
    scope: Scope,
    world: World,
    written: frozenset[str] = _LIFECYCLE,
) -> Body:
    """Return a body over this syntax; nothing is evaluated yet.

    :param written: attributes that hold names, to be kept as text.
    """
    attributes = LazyAttributes(syntax.attributes, scope, world, written)
    body = Body(place, attributes, LazyPlaces(syntax.attributes), _NO_BLOCKS, _NONE_UNRESOLVED)
    if syntax.blocks:
        blocks = LazyBlocks(syntax.blocks, scope, world)
        body.nested = blocks
        body.unresolved = LazyUnresolved(blocks)
    return body


TOP_LEVEL_WRITTEN = {
    "managed": frozenset(("depends_on", "provider")),
    "data": frozenset(("depends_on", "provider")),
    "ephemeral": frozenset(("depends_on", "provider")),
    "module": frozenset(("depends_on", "providers")),
    "output": frozenset(("depends_on",)),
    "variable": frozenset(("type",)),
    "provider": frozenset[str](),
    "locals": frozenset[str](),
}
"""Attributes of a top-level block that hold names, by the block's mode."""
