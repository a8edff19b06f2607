"""Values of a plan: known, known after apply, or sensitive and not kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from auditor_resources.limits import MAX_NESTING
from auditor_resources.model import Body, Place, Unknown, Value
from auditor_resources.values import strings_in
from auditor_terraform.syntax import BodySyntax
from auditor_terraform.world import LEAST_SECRET


class Secrets:
    """The strings that must never be written."""

    def __init__(self) -> None:
        self.texts: set[str] = set()

    def mark(self, value: Any) -> None:
        """Register the strings of a secret value."""
        self.texts.update(text for text in strings_in(value) if len(text) >= LEAST_SECRET)


def hide(value: Any, sensitive: Any, secrets: Secrets) -> None:
    """Register the strings in the parts of ``value`` that ``sensitive`` marks with true."""
    todo = [(value, sensitive)]
    while todo:
        here, mark = todo.pop()
        if mark is True:
            secrets.mark(here)
        elif isinstance(mark, dict) and isinstance(here, dict):
            todo.extend((here.get(key), inner) for key, inner in mark.items())
        elif isinstance(mark, list) and isinstance(here, list):
            todo.extend(zip(here, mark, strict=False))


def _part(marks: Any, key: str | int) -> Any:
    """Return the marks for one element: true counts for all inside."""
    if marks is True:
        return True
    if isinstance(marks, dict):
        return marks.get(str(key))
    if isinstance(marks, list) and isinstance(key, int) and key < len(marks):
        return marks[key]
    return None


class PlannedBody:
    """Builds the bodies of one resource.

    :param refs: resolves an expression of the configuration to addresses.
    """

    def __init__(
        self, secrets: Secrets, address: str, refs: Callable[[Any], tuple[str, ...]]
    ) -> None:
        self._secrets = secrets
        self._address = address
        self._refs = refs

    def body(
        self,
        after: Any,
        unknown: Any,
        sensitive: Any,
        expressions: Any,
        place: Place,
        syntax: BodySyntax | None,
        path: str = "",
    ) -> Body:
        """Return a block as it will be: lists of objects are nested blocks."""
        values = after if isinstance(after, dict) else {}
        names = dict.fromkeys(values)
        if isinstance(unknown, dict):
            names.update(dict.fromkeys(key for key, mark in unknown.items() if mark))
        attributes: dict[str, Value] = {}
        nested: dict[str, list[Body]] = {}
        unresolved: dict[str, Unknown] = {}
        for name in names:
            value = values.get(name)
            marks = (_part(unknown, name), _part(sensitive, name))
            expression = _part(expressions, name)
            if _left_to_provider(value, marks[0], expressions, expression):
                continue
            if isinstance(value, list) and any(isinstance(item, dict) for item in value):
                blocks = self._blocks(name, value, marks, expression, place, syntax, path)
                nested[name] = [block for block in blocks if isinstance(block, Body)]
                for block in blocks:
                    if isinstance(block, Unknown):
                        unresolved[name] = block
            else:
                attributes[name] = self._value(value, *marks, expression, f"{path}.{name}", 0)
        places = {}
        if syntax is not None:
            places = {name: item.place for name, item in syntax.attributes.items()}
        return Body(place, attributes, places, nested, unresolved)

    def _blocks(
        self,
        name: str,
        values: list[Any],
        marks: tuple[Any, Any],
        expressions: Any,
        place: Place,
        syntax: BodySyntax | None,
        path: str,
    ) -> list[Body | Unknown]:
        unknown, sensitive = marks
        if sensitive is True:
            self._secrets.mark(values)
            return [Unknown("sensitive", (self._address,))]
        written = [] if syntax is None else [b for b in syntax.blocks if b.type == name]
        if len(values) == 1 and len(written) == 1:
            place, syntax = written[0].place, written[0].body
        else:
            syntax = None
        found: list[Body | Unknown] = []
        for index, value in enumerate(values):
            inner = f"{path}.{name}[{index}]"
            known = (_part(unknown, index), _part(sensitive, index))
            expression = expressions
            if isinstance(expressions, list):
                single = expressions[0] if len(expressions) == 1 else expressions
                expression = expressions[index] if len(expressions) == len(values) else single
            if isinstance(value, dict) and known[0] is not True and known[1] is not True:
                found.append(self.body(value, *known, expression, place, syntax, inner))
            else:
                hole = self._value(value, *known, expression, inner, 0)
                found.append(hole if isinstance(hole, Unknown) else Unknown("no object"))
        return found

    def _value(
        self, value: Any, unknown: Any, sensitive: Any, expression: Any, path: str, depth: int
    ) -> Value:
        """Return a value with Unknown where it is unknown or sensitive."""
        if sensitive is True and (value is not None or unknown):
            self._secrets.mark(value)
            return Unknown("sensitive", self._refs(expression))
        if unknown is True:
            refs = self._refs(expression)
            return Unknown(f"known after apply: {self._address}{path}", refs)
        if depth > MAX_NESTING:
            return Unknown("the value nests too deeply")
        if isinstance(value, dict) or (value is None and _marked(unknown, dict)):
            known = value or {}
            keys = dict.fromkeys(known)
            if isinstance(unknown, dict):
                keys.update(dict.fromkeys(key for key, mark in unknown.items() if mark))
            return {
                key: self._value(
                    known.get(key),
                    _part(unknown, key),
                    _part(sensitive, key),
                    expression,
                    f"{path}.{key}",
                    depth + 1,
                )
                for key in keys
            }
        if isinstance(value, list) or (value is None and _marked(unknown, list)):
            items = list(value or ())
            if isinstance(unknown, list):
                items += [None] * (len(unknown) - len(items))
            return [
                self._value(
                    item,
                    _part(unknown, index),
                    _part(sensitive, index),
                    expression,
                    f"{path}[{index}]",
                    depth + 1,
                )
                for index, item in enumerate(items)
            ]
        return value  # type: ignore[no-any-return]


def _left_to_provider(value: Any, unknown: Any, expressions: Any, expression: Any) -> bool:
    """Tell whether the provider fills in an attribute that the configuration does not write.

    It is absent then, as in the configuration itself: a check asks what was written. Without
    the configuration nobody can tell.
    """
    if value is not None or unknown is not True or not isinstance(expressions, dict):
        return False
    return bool(expressions) and expression is None


def _marked(unknown: Any, kind: type) -> bool:
    """Tell whether anything inside a null value is marked as unknown."""
    return isinstance(unknown, kind) and bool(unknown)
