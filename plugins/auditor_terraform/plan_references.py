"""What the unknown values of a plan derive from, by the references in its configuration."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from auditor_terraform.nodes import Index, Literal, Node, Reference
from auditor_terraform.plan_document import object_at, objects_at, text_at
from auditor_terraform.plan_sources import MODULE_STEP, PlanSources, module_names

_INDEX = r'(?:\[(?:[0-9]+|"(?:[^"\\]|\\.)*")\])?'
_RESOURCE = re.compile(rf"(data\.)?([a-z][a-z0-9_-]*)\.([\w-]+)({_INDEX})")
_OUTPUT = re.compile(rf"(module\.[\w-]+{_INDEX})\.([\w-]+)")
_ROOTS = frozenset(("var", "local", "module", "each", "count", "path", "terraform", "self"))
_MOST = 100
_DEEPEST = 40


def references_of(expression: Any) -> list[str]:
    """Return the references anywhere in an expression of the plan's configuration."""
    found: list[str] = []
    todo = [expression]
    while todo and len(found) < 1000:
        item = todo.pop()
        if isinstance(item, dict):
            names = item.get("references")
            if isinstance(names, list):
                found.extend(_most_specific([name for name in names if isinstance(name, str)]))
            todo.extend(value for key, value in item.items() if key != "references")
        elif isinstance(item, list):
            todo.extend(item)
    return found


def _most_specific(names: list[str]) -> Iterator[str]:
    """Leave out names that only shorten the one before: ``aws_x.y`` after ``aws_x.y.id``."""
    before = ""
    for name in names:
        if not before.startswith((f"{name}.", f"{name}[")):
            before = name
            yield name


def references_in(node: Node) -> Iterator[str]:
    """Yield the references of an expression as text: ``aws_x.y.id``."""
    todo: list[Any] = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, Reference):
            yield ".".join((item.root, *item.names))
        elif (
            isinstance(item, Index)
            and isinstance(item.base, Reference)
            and isinstance(item.key, Literal)
        ):
            written = ".".join((item.base.root, *item.base.names))
            yield f"{written}[{json.dumps(item.key.value)}]"
        elif isinstance(item, Node):
            slots: tuple[str, ...] = type(item).__slots__
            todo.extend(getattr(item, slot) for slot in slots)
        elif isinstance(item, list | tuple):
            todo.extend(item)


class PlanReferences:
    """Resolves references to the addresses of instances.

    :param root: ``configuration.root_module`` of the plan.
    :param addresses: addresses of all instances that the plan knows.
    """

    def __init__(
        self, root: dict[str, Any], addresses: Iterable[str], sources: PlanSources
    ) -> None:
        self._root = root
        self._sources = sources
        self._modules: dict[tuple[str, ...], dict[str, Any]] = {(): root}
        self._resources: dict[tuple[str, ...], dict[tuple[str, str, str], dict[str, Any]]] = {}
        self._instances: dict[str, list[str]] = {}
        for address in addresses:
            self._instances.setdefault(_without_index(address), []).append(address)
            for found in MODULE_STEP.finditer(address):
                known = self._instances.setdefault(_without_index(address[: found.end()]), [])
                step = address[: found.end()].rstrip(".")
                if step not in known:
                    known.append(step)

    def module(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Return the configuration of a module by the names of the calls that lead to it."""
        found = self._modules.get(names)
        if found is None:
            parent = self.module(names[:-1])
            call = object_at(object_at(parent, "module_calls"), names[-1])
            found = self._modules[names] = object_at(call, "module")
        return found

    def expressions(self, names: tuple[str, ...], key: tuple[str, str, str]) -> dict[str, Any]:
        """Return the expressions of a resource, by mode, type and name."""
        table = self._resources.get(names)
        if table is None:
            table = self._resources[names] = {}
            for resource in objects_at(self.module(names), "resources"):
                mode, type_, name = (text_at(resource, part) for part in ("mode", "type", "name"))
                table[mode, type_, name] = object_at(resource, "expressions")
        return table.get(key, {})

    def resolve(self, references: Iterable[str], module: str, index: str) -> tuple[str, ...]:
        """Return the addresses that references in a module lead to.

        :param module: address of the module instance in which they are written.
        :param index: the index of the instance that they belong to (``["x"]``), or empty.
        """
        found: dict[str, None] = {}
        self._follow(list(references), module, index, found, set())
        return tuple(found)[:_MOST]

    def _follow(
        self,
        references: list[str],
        module: str,
        index: str,
        found: dict[str, None],
        seen: set[tuple[str, str]],
    ) -> None:
        """Add the addresses that ``references`` lead to; ``seen`` ends circles."""
        todo = [(name, module, index, 0) for name in references]
        while todo and len(found) < _MOST and len(seen) < 10_000:
            name, where, at, depth = todo.pop()
            if (name, where) in seen or depth > _DEEPEST:
                continue
            seen.add((name, where))
            for inner, inner_where, inner_at in self._step(name, where, at, found):
                todo.append((inner, inner_where, inner_at, depth + 1))

    def _step(
        self, name: str, module: str, index: str, found: dict[str, None]
    ) -> Iterator[tuple[str, str, str]]:
        root, _, rest = name.partition(".")
        member = re.split(r"[.\[]", rest, maxsplit=1)[0]
        if root == "var":
            yield from self._argument(member, module)
        elif root == "local":
            yield from self._local(member, module, index)
        elif root == "module":
            yield from self._output(name, module, index)
        elif root not in _ROOTS or root == "data":
            match = _RESOURCE.match(name)
            if match is not None:
                prefix = f"{module}." if module else ""
                for address in self._choose(prefix + match[0], index):
                    found[address] = None

    def _choose(self, address: str, index: str) -> list[str]:
        """Return the instances an address stands for, seen from the instance at ``index``."""
        bare = _without_index(address)
        known = self._instances.get(bare, [])
        if address in known:
            return [address]
        if index and bare + index in known:
            return [bare + index]
        prefix = f"{bare}[" if address == bare else address
        within = [item for item in known if item.startswith(prefix) or item == bare]
        return within or known or [address]

    def _argument(self, name: str, module: str) -> Iterator[tuple[str, str, str]]:
        names = module_names(module)
        if not names:
            return
        parent, call_index = _parent(module)
        call = object_at(object_at(self.module(names[:-1]), "module_calls"), names[-1])
        for inner in references_of(object_at(call, "expressions").get(name)):
            yield inner, parent, call_index

    def _local(self, name: str, module: str, index: str) -> Iterator[tuple[str, str, str]]:
        configuration = self._sources.configuration(module_names(module))
        attribute = None if configuration is None else configuration.locals.get(name)
        if attribute is not None:
            for inner in references_in(attribute.node):
                yield inner, module, index

    def _output(self, name: str, module: str, index: str) -> Iterator[tuple[str, str, str]]:
        match = _OUTPUT.match(name)
        if match is None:
            return
        prefix = f"{module}." if module else ""
        names = (*module_names(module), *module_names(match[1]))
        output = object_at(object_at(self.module(names), "outputs"), match[2])
        for child in self._choose(prefix + match[1], index):
            for inner in references_of(output.get("expression")):
                yield inner, child, ""


def _parent(module: str) -> tuple[str, str]:
    """Return the address of the calling module, and the index of the call."""
    steps = list(MODULE_STEP.finditer(module))
    last = steps[-1]
    return module[: last.start()].rstrip("."), last[2] or ""


def _without_index(address: str) -> str:
    """Return an address without the index at its end."""
    text = address.rstrip(".")
    if text.endswith("]"):
        if text.endswith('"]'):
            at = len(text) - 2
            while at > 0 and not (text[at - 1] == '"' and text[at - 2] == "["):
                at -= 1
            return text[: at - 2]
        return text[: text.rindex("[")]
    return text
