"""Expressions after parsing: each node evaluates itself in a scope.

``evaluate`` returns a value, Unknown where it cannot be told, and raises
:class:`~auditor_resources.values.Failed` where Terraform would refuse.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from auditor_resources.model import Unknown, Value
from auditor_resources.values import (
    Failed,
    List,
    Lookup,
    Set,
    kind_of,
    merged,
    plain,
    text_of,
    to_bool,
    to_number,
    to_string,
)
from auditor_terraform.equality import equal
from auditor_terraform.limits import Budget
from auditor_terraform.operators import BINARY


class References(Protocol):
    """What resolves ``var.x``, ``local.x``, ``aws_x.y`` …: a module instance."""

    def resolve(self, root: str, names: tuple[str, ...]) -> tuple[Value, int]:
        """Return the value and how many of ``names`` it takes up."""

    def call(self, name: str, arguments: list[Node], scope: Scope, spread: bool) -> Value:
        """Call a function; ``spread`` tells whether the last argument ends in ``...``."""


class Scope:
    """Where names are looked up: loop variables first, then the module instance."""

    __slots__ = ("bindings", "budget", "module")

    def __init__(
        self, module: References, budget: Budget, bindings: dict[str, Value] | None = None
    ) -> None:
        self.module = module
        self.budget = budget
        self.bindings: dict[str, Value] = bindings if bindings is not None else {}

    def inner(self, **bindings: Value) -> Scope:
        """Return a scope inside this one with more names."""
        return Scope(self.module, self.budget, {**self.bindings, **bindings})


class Node:
    """One expression."""

    __slots__ = ()

    def evaluate(self, scope: Scope) -> Value:
        """Return the value in this scope."""
        raise NotImplementedError


def attribute_of(value: Value, name: str) -> Value:
    """Return ``value.name``."""
    if isinstance(value, dict):
        if name in value:
            return value[name]  # type: ignore[no-any-return]
        raise Failed(f"no attribute {name}")
    if isinstance(value, Lookup):
        return value.attribute(name)
    if isinstance(value, Unknown):
        return plain(value)
    refs = merged([value]).refs if isinstance(value, list) else ()
    raise Failed(f"{kind_of(value)} has no attributes", refs)


def element_of(value: Value, key: Value) -> Value:
    """Return ``value[key]``."""
    if isinstance(value, Lookup):
        return value.item()
    if isinstance(value, Unknown):
        return plain(value)
    if isinstance(key, Unknown):
        if isinstance(value, dict | list) and not isinstance(value, Set):
            return merged([key, value])
        raise Failed(f"{kind_of(value)} has no elements")
    if isinstance(value, dict):
        name = to_string(key)
        if name in value:
            return value[name]  # type: ignore[no-any-return]
        raise Failed("no element with this key")
    if isinstance(value, list) and not isinstance(value, Set):
        index = to_number(key)
        if isinstance(index, int) and 0 <= index < len(value):
            return value[index]  # type: ignore[no-any-return]
        raise Failed("no element with this index")
    raise Failed(f"{kind_of(value)} has no elements")


class Literal(Node):
    """A number, a bool, null or text without holes."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value

    def evaluate(self, scope: Scope) -> Value:
        return self.value


class Reference(Node):
    """A name with the attributes that follow it: ``var.x.y``."""

    __slots__ = ("names", "root")

    def __init__(self, root: str, names: tuple[str, ...]) -> None:
        self.root = root
        self.names = names

    def evaluate(self, scope: Scope) -> Value:
        value: Value
        if self.root in scope.bindings:
            value, used = scope.bindings[self.root], 0
        else:
            value, used = scope.module.resolve(self.root, self.names)
        for name in self.names[used:] if used else self.names:
            value = attribute_of(value, name)
        return value


class Attribute(Node):
    """``base.name`` where the base is no name."""

    __slots__ = ("base", "name")

    def __init__(self, base: Node, name: str) -> None:
        self.base = base
        self.name = name

    def evaluate(self, scope: Scope) -> Value:
        return attribute_of(self.base.evaluate(scope), self.name)


class Index(Node):
    """``base[key]`` and ``base.0``."""

    __slots__ = ("base", "key")

    def __init__(self, base: Node, key: Node) -> None:
        self.base = base
        self.key = key

    def evaluate(self, scope: Scope) -> Value:
        return element_of(self.base.evaluate(scope), self.key.evaluate(scope))


class Each(Node):
    """The element at hand inside a splat."""

    __slots__ = ()

    def evaluate(self, scope: Scope) -> Value:
        return scope.bindings["*"]


class Splat(Node):
    """``base[*]`` and ``base.*``, with what follows applied to every element."""

    __slots__ = ("base", "step")

    def __init__(self, base: Node, step: Node) -> None:
        self.base = base
        self.step = step

    def evaluate(self, scope: Scope) -> Value:
        value = self.base.evaluate(scope)
        if value is None:
            return []
        if isinstance(value, Unknown) and not (isinstance(value, Lookup) and not value.many):
            inner = scope.inner(**{"*": value})
            return merged([self.step.evaluate(inner)], value.reason)
        items = value if isinstance(value, list) else [value]
        made = List if isinstance(value, List | Set) else list
        if isinstance(self.step, Each):
            return made(items)
        scope.budget.spend(len(items))
        inner = scope.inner()
        results = []
        for item in items:
            inner.bindings["*"] = item
            results.append(self.step.evaluate(inner))
        return made(results)


class Template(Node):
    """Text with holes."""

    __slots__ = ("parts",)

    def __init__(self, parts: list[Node]) -> None:
        self.parts = parts

    def evaluate(self, scope: Scope) -> Value:
        text = text_of([to_string(part.evaluate(scope)) for part in self.parts])
        if isinstance(text, str):
            scope.budget.spend_text(len(text))
        return text


class Tuple(Node):
    """``[a, b]``."""

    __slots__ = ("items",)

    def __init__(self, items: list[Node]) -> None:
        self.items = items

    def evaluate(self, scope: Scope) -> Value:
        return [item.evaluate(scope) for item in self.items]


class Object(Node):
    """``{ a = 1 }``."""

    __slots__ = ("items",)

    def __init__(self, items: list[tuple[Node, Node]]) -> None:
        self.items = items

    def evaluate(self, scope: Scope) -> Value:
        found: dict[str, Value] = {}
        hole: Unknown | None = None
        for key_node, node in self.items:
            key = to_string(key_node.evaluate(scope))
            value = node.evaluate(scope)
            if isinstance(key, Unknown):
                hole = merged([key if hole is None else hole, value])
            else:
                found[key] = value
        return found if hole is None else merged([hole, found])


class Call(Node):
    """``name(arguments)``."""

    __slots__ = ("arguments", "name", "spread")

    def __init__(self, name: str, arguments: list[Node], spread: bool) -> None:
        self.name = name
        self.arguments = arguments
        self.spread = spread

    def evaluate(self, scope: Scope) -> Value:
        return scope.module.call(self.name, self.arguments, scope, self.spread)


class Not(Node):
    """``!operand``."""

    __slots__ = ("operand",)

    def __init__(self, operand: Node) -> None:
        self.operand = operand

    def evaluate(self, scope: Scope) -> Value:
        value = to_bool(self.operand.evaluate(scope))
        return value if isinstance(value, Unknown) else not value


class Negative(Node):
    """``-operand``."""

    __slots__ = ("operand",)

    def __init__(self, operand: Node) -> None:
        self.operand = operand

    def evaluate(self, scope: Scope) -> Value:
        value = to_number(self.operand.evaluate(scope))
        return value if isinstance(value, Unknown) else -value


class Logical(Node):
    """``left && right`` and ``left || right``; ``decisive`` is the operand that settles it."""

    __slots__ = ("decisive", "left", "right")

    def __init__(self, left: Node, right: Node, decisive: bool) -> None:
        self.left = left
        self.right = right
        self.decisive = decisive

    def evaluate(self, scope: Scope) -> Value:
        left = to_bool(self.left.evaluate(scope))
        if left is self.decisive:
            return left
        right = to_bool(self.right.evaluate(scope))
        if right is self.decisive or not isinstance(left, Unknown):
            return right
        return merged([left, right])


class Comparison(Node):
    """``left == right`` and ``left != right``."""

    __slots__ = ("left", "right", "wanted")

    def __init__(self, left: Node, right: Node, wanted: bool) -> None:
        self.left = left
        self.right = right
        self.wanted = wanted

    def evaluate(self, scope: Scope) -> Value:
        same = equal(self.left.evaluate(scope), self.right.evaluate(scope))
        return same if isinstance(same, Unknown) else same is self.wanted


class Binary(Node):
    """Arithmetic and order: numbers on both sides."""

    __slots__ = ("apply", "left", "right")

    def __init__(self, left: Node, right: Node, operator: str) -> None:
        self.left = left
        self.right = right
        self.apply: Callable[[Any, Any], Value] = BINARY[operator]

    def evaluate(self, scope: Scope) -> Value:
        left = to_number(self.left.evaluate(scope))
        right = to_number(self.right.evaluate(scope))
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return merged([left, right])
        return self.apply(left, right)


class Conditional(Node):
    """``condition ? yes : no``."""

    __slots__ = ("condition", "no", "yes")

    def __init__(self, condition: Node, yes: Node, no: Node) -> None:
        self.condition = condition
        self.yes = yes
        self.no = no

    def evaluate(self, scope: Scope) -> Value:
        condition = to_bool(self.condition.evaluate(scope))
        if isinstance(condition, Unknown):
            return self._either(condition, scope)
        taken, other = (self.yes, self.no) if condition else (self.no, self.yes)
        value = taken.evaluate(scope)
        if isinstance(value, bool | int | float) and self._is_text(other, scope):
            return to_string(value)
        return value

    def _is_text(self, node: Node, scope: Scope) -> bool:
        """Tell whether the branch not taken is text, which makes the other one text too."""
        if isinstance(node, Literal):
            return isinstance(node.value, str)
        if isinstance(node, Template):
            return True
        try:
            return isinstance(node.evaluate(scope), str)
        except Failed:
            return False

    def _either(self, condition: Unknown, scope: Scope) -> Value:
        values: list[Value] = []
        for branch in (self.yes, self.no):
            try:
                values.append(branch.evaluate(scope))
            except Failed as failure:
                values.append(Unknown(str(failure)))
        if equal(values[0], values[1]) is True:
            return values[0]
        return Unknown(f"condition: {condition.reason}", merged(values).refs)
