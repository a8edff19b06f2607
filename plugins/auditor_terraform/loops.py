"""Loops: ``for`` in expressions and in templates."""

from __future__ import annotations

from typing import Any

from auditor_resources.model import Unknown, Value
from auditor_resources.values import Failed, Set, kind_of, merged, text_of, to_bool, to_string
from auditor_terraform.nodes import Node, Scope


def pairs_of(collection: Value, scope: Scope) -> list[tuple[Value, Value]]:
    """Return what a loop over the collection sees; maps in order of their keys.

    :raises Failed: when the value cannot be looped over.
    """
    if isinstance(collection, dict):
        scope.budget.spend(len(collection))
        return [(key, collection[key]) for key in sorted(collection)]
    if isinstance(collection, list):
        scope.budget.spend(len(collection))
        if isinstance(collection, Set):
            return [(value, value) for value in collection]
        return list(enumerate(collection))
    raise Failed(f"cannot loop over {kind_of(collection)}")


class TemplateFor(Node):
    """``%{ for v in c }…%{ endfor }``."""

    __slots__ = ("body", "collection", "key", "value")

    def __init__(self, key: str | None, value: str, collection: Node, body: Node) -> None:
        self.key = key
        self.value = value
        self.collection = collection
        self.body = body

    def evaluate(self, scope: Scope) -> Value:
        collection = self.collection.evaluate(scope)
        if isinstance(collection, Unknown):
            return merged([collection])
        inner = scope.inner()
        pieces: list[str | Unknown] = []
        for key, value in pairs_of(collection, scope):
            if self.key is not None:
                inner.bindings[self.key] = key
            inner.bindings[self.value] = value
            pieces.append(to_string(self.body.evaluate(inner)))
        return text_of(pieces)


class For(Node):
    """``[for k, v in c : value if condition]`` and ``{for … : key => value}``."""

    __slots__ = ("collection", "condition", "group", "key", "names", "value")

    def __init__(
        self,
        names: tuple[str, ...],
        collection: Node,
        key: Node | None,
        value: Node,
        condition: Node | None,
        group: bool,
    ) -> None:
        self.names = names
        self.collection = collection
        self.key = key
        self.value = value
        self.condition = condition
        self.group = group

    def evaluate(self, scope: Scope) -> Value:
        collection = self.collection.evaluate(scope)
        inner = scope.inner()
        if isinstance(collection, Unknown):
            inner.bindings.update(dict.fromkeys(self.names, collection))
            return merged([collection, self._attempt(self.value, inner)])
        pairs = pairs_of(collection, scope)
        results: list[tuple[Value, Value]] = []
        holes: list[Value] = []
        for pair in pairs:
            inner.bindings.update(zip(self.names, pair[-len(self.names) :], strict=True))
            if self.condition is not None:
                wanted = to_bool(self.condition.evaluate(inner))
                if isinstance(wanted, Unknown):
                    holes.append(wanted)
                elif not wanted:
                    continue
            key = None if self.key is None else to_string(self.key.evaluate(inner))
            if isinstance(key, Unknown):
                holes.append(key)
            results.append((key, self.value.evaluate(inner)))
        if holes:
            return merged([*holes, [value for _, value in results]])
        if self.key is None:
            return [value for _, value in results]
        return self._object(results)

    def _attempt(self, node: Node, scope: Scope) -> Value:
        try:
            return node.evaluate(scope)
        except Failed:
            return None

    def _object(self, results: list[tuple[Value, Value]]) -> Value:
        found: dict[str, Any] = {}
        for key, value in results:
            name = str(key)
            if self.group:
                found.setdefault(name, []).append(value)
            elif name in found:
                raise Failed("two elements have the same key")
            else:
                found[name] = value
        return found
