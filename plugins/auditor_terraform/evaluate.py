"""Module instances: what names mean inside them, evaluated once and on demand."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from auditor_resources.model import Body, Partial, Place, Unknown, Value
from auditor_resources.values import Failed, Set, plain
from auditor_terraform.bodies import TOP_LEVEL_WRITTEN, make_body
from auditor_terraform.configuration import Configuration, ResourceKey
from auditor_terraform.constraints import ANY, Constraint, convert, read_constraint
from auditor_terraform.functions import call
from auditor_terraform.limits import MAX_ESTATE_INSTANCES, MAX_INSTANCES
from auditor_terraform.nodes import Node, Scope
from auditor_terraform.references import ResourceValue
from auditor_terraform.syntax import BlockSyntax
from auditor_terraform.world import World

Argument = Callable[[], Value]
_RUNNING = object()


class Instance:
    """One instance of a block: its key, and the scope its body is evaluated in."""

    __slots__ = ("exists", "key", "scope")

    def __init__(self, key: str | int | None, scope: Scope, exists: Unknown | None = None) -> None:
        self.key = key
        self.scope = scope
        self.exists = exists

    @property
    def suffix(self) -> str:
        """What the key adds to the block's address."""
        if self.key is None:
            return ""
        return f"[{json.dumps(self.key, ensure_ascii=False)}]"


class Expansion:
    """The instances of a block; ``kind`` is single, count, each or unknown."""

    __slots__ = ("instances", "kind")

    def __init__(self, kind: str, instances: list[Instance]) -> None:
        self.kind = kind
        self.instances = instances

    def gather(self, values: list[Value]) -> Value:
        """Return the values of the instances as an expression sees them together."""
        if self.kind == "count":
            return values
        if self.kind == "each":
            return {str(one.key): value for one, value in zip(self.instances, values, strict=True)}
        return values[0]


class Module:
    """One instance of a module.

    :param arguments: the values given to its variables, by name.
    :param calls: places of the module calls that lead here, outermost first.
    :param ancestry: real paths of the directories that lead here, its own included.
    """

    def __init__(
        self,
        world: World,
        directory: Path,
        address: str,
        arguments: Mapping[str, Argument],
        calls: tuple[Place, ...] = (),
        ancestry: tuple[str, ...] = (),
        key: str = "",
        exists: Unknown | None = None,
    ) -> None:
        self.world = world
        self.directory = directory
        self.address = address
        self.arguments = arguments
        self.calls = calls
        self.ancestry = ancestry
        self.key = key
        """Names of the calls that lead here, joined by dots, as in ``modules.json``."""
        self.exists = exists
        """Why it is unknown whether this instance exists; None when it does."""
        self.configuration: Configuration = world.configuration(directory)
        self.scope = Scope(self, world.budget)
        self.children: Callable[[Module, str], tuple[Expansion, list[Value]]] | None = None
        self._values: dict[object, object] = {}

    def memo(self, key: object, place: Place, what: str, compute: Callable[[], Value]) -> Value:
        """Return ``compute()``, computed once; one that depends on itself is a cycle."""
        found = self._values.get(key, self)
        if found is _RUNNING:
            return self.world.cycle(place, what)
        if found is not self:
            return found  # type: ignore[return-value]
        self._values[key] = _RUNNING
        value = compute()
        self._values[key] = value
        return value

    def qualify(self, address: str) -> str:
        """Return an address of this module as the root module names it."""
        return f"{self.address}.{address}" if self.address else address

    def resolve(self, root: str, names: tuple[str, ...]) -> tuple[Value, int]:
        """Return what a name means here, and how many of ``names`` belong to it.

        :raises Failed: when nothing of that name is declared.
        """
        if not names:
            raise Failed(f"{root} alone is no value")
        name = names[0]
        if root == "var":
            return self.variable(name), 1
        if root == "local":
            return self.local(name), 1
        if root == "module":
            return self.module_value(name), 1
        if root == "path":
            return self._path(name), 1
        if root == "terraform" or root == "tofu":
            if name == "workspace":
                chosen = self.world.workspace
                return chosen or Unknown("terraform.workspace is chosen at run time"), 1
            return Unknown(f"{root}.{name} is not known here"), 1
        if root in ("data", "ephemeral"):
            if len(names) < 2:
                raise Failed(f"{root}.{name} alone is no value")
            return self.resource_value((root, name, names[1])), 2
        if root in ("each", "count", "self"):
            raise Failed(f"{root} has no meaning here")
        return self.resource_value(("managed", root, name)), 1

    def call(self, name: str, arguments: list[Node], scope: Scope, spread: bool) -> Value:
        """Call a function."""
        return call(name, arguments, scope, spread, self.world)

    def _path(self, name: str) -> Value:
        if name == "root":
            return "."
        if name == "module":
            return self.world.relative(self.directory)
        hole = Unknown(f"path.{name} depends on where terraform runs")
        if name != "cwd":
            return hole
        return Partial((hole, "/" + os.path.basename(os.path.realpath(self.world.root))))  # noqa: PTH119

    def variable(self, name: str) -> Value:
        """Return the value of an input variable, converted to its type."""
        block = self.configuration.variables.get(name)
        if block is None:
            raise Failed(f"var.{name} is not declared")
        return self.memo(
            ("var", name), block.place, f"var.{name}", lambda: self._variable(name, block)
        )

    def _variable(self, name: str, block: BlockSyntax) -> Value:
        attributes = block.body.attributes
        nullable = attributes.get("nullable")
        argument = self.arguments.get(name)
        value = argument() if argument is not None else None
        wants_default = argument is None or (
            value is None
            and nullable is not None
            and self.world.evaluate(nullable, self.scope) is False
        )
        if wants_default:
            default = attributes.get("default")
            if default is None:
                return Unknown(f"{self.qualify(f'var.{name}')} has no value")
            value = self.world.evaluate(default, self.scope)
        try:
            value = convert(value, self.constraint(name), self.scope)
        except Failed as failure:
            value = Unknown(f"var.{name} has a value of another type: {failure}")
        if self.is_secret(block):
            self.world.mark(value)
        return value

    def is_secret(self, block: BlockSyntax) -> bool:
        """Tell whether a variable is declared as sensitive or ephemeral."""
        for flag in ("sensitive", "ephemeral"):
            attribute = block.body.attributes.get(flag)
            if attribute is not None and self.world.evaluate(attribute, self.scope) is not False:
                return True
        return False

    def constraint(self, name: str) -> Constraint:
        """Return the type of a variable; ``any`` when it has none that can be read."""
        attribute = self.configuration.variables[name].body.attributes.get("type")
        if attribute is None:
            return ANY
        try:
            return read_constraint(attribute.node)
        except Failed:
            return ANY

    def local(self, name: str) -> Value:
        """Return the value of a local."""
        attribute = self.configuration.locals.get(name)
        if attribute is None:
            raise Failed(f"local.{name} is not declared")
        return self.memo(
            ("local", name),
            attribute.place,
            f"local.{name}",
            lambda: self.world.evaluate(attribute, self.scope),
        )

    def output(self, name: str) -> Value:
        """Return the value of an output of this module."""
        block = self.configuration.outputs.get(name)
        if block is None:
            raise Failed(f"the module has no output {name}")
        attribute = block.body.attributes.get("value")
        if attribute is None:
            raise Failed(f"output {name} has no value")
        return self.memo(
            ("output", name),
            block.place,
            f"output.{name}",
            lambda: self.world.evaluate(attribute, self.scope),
        )

    def expand(self, block: BlockSyntax) -> Expansion:
        """Return the instances of a block by its ``count`` or ``for_each``."""
        key = ("expand", id(block))
        found = self._values.get(key)
        if isinstance(found, Expansion):
            return found
        if found is _RUNNING:
            name = ".".join(block.labels)
            return self._unknown(self.world.cycle(block.place, f"the number of {name}"), "")
        self._values[key] = _RUNNING
        expansion = self._expand(block)
        self._values[key] = expansion
        return expansion

    def _expand(self, block: BlockSyntax) -> Expansion:
        attributes = block.body.attributes
        if "for_each" in attributes:
            value = self.world.evaluate(attributes["for_each"], self.scope)
            return self._expand_each(value, block)
        if "count" not in attributes:
            return Expansion("single", [Instance(None, self.scope)])
        value = self.world.evaluate(attributes["count"], self.scope)
        if isinstance(value, str) and value.isdigit() and len(value) < 10:
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            hole = value if isinstance(value, Unknown) else Unknown("count is no whole number")
            return self._unknown(hole, "count")
        if not self._affordable(value, block):
            return self._unknown(
                Unknown(f"too large: more than {MAX_INSTANCES} instances"), "count"
            )
        return Expansion(
            "count", [Instance(i, self.scope.inner(count={"index": i})) for i in range(value)]
        )

    def _expand_each(self, value: Value, block: BlockSyntax) -> Expansion:
        pairs: list[tuple[str, Value]] = []
        hole: Unknown | None = None
        if isinstance(value, dict):
            pairs = [(key, value[key]) for key in sorted(value)]
        elif isinstance(value, Set) and all(isinstance(item, str) for item in value):
            pairs = [(item, item) for item in value]
        elif isinstance(value, Unknown):
            hole = value
        elif isinstance(value, Set):
            hole = next((item for item in value if isinstance(item, Unknown)), None)
        if hole is None and not isinstance(value, dict | Set) and value != []:
            hole = Unknown("for_each is neither a map nor a set of strings")
        if hole is None and not self._affordable(len(pairs), block):
            hole = Unknown(f"too large: more than {MAX_INSTANCES} instances")
        if hole is not None:
            return self._unknown(hole, "each")
        return Expansion(
            "each",
            [
                Instance(key, self.scope.inner(each={"key": key, "value": item}))
                for key, item in pairs
            ],
        )

    def _affordable(self, count: int, block: BlockSyntax) -> bool:
        self.world.instances += count
        if count <= MAX_INSTANCES and self.world.instances <= MAX_ESTATE_INSTANCES:
            return True
        self.world.instances -= count
        detail = f"{'.'.join(block.labels)} has too many instances; one stands for all of them"
        self.world.trouble("too-large", block.place, detail, self.qualify(".".join(block.labels)))
        return False

    def _unknown(self, hole: Unknown, kind: str) -> Expansion:
        scope = self.scope
        reason = plain(hole)
        if kind == "count":
            scope = scope.inner(count={"index": reason})
        elif kind == "each":
            scope = scope.inner(each={"key": reason, "value": hole})
        return Expansion("unknown", [Instance(None, scope, reason)])

    def body(self, mode: str, block: BlockSyntax, instance: Instance) -> Body:
        """Return the body of one instance, the same one at every call."""
        key = ("body", id(block), instance.key)
        found = self._values.get(key)
        if not isinstance(found, Body):
            found = make_body(
                block.body, block.place, instance.scope, self.world, TOP_LEVEL_WRITTEN[mode]
            )
            self._values[key] = found
        return found

    def resource_value(self, key: ResourceKey) -> Value:
        """Return a resource, or all its instances, as an expression sees it."""
        block = self.configuration.resources.get(key)
        name = ".".join(key[1:] if key[0] == "managed" else key)
        if block is None:
            raise Failed(f"{name} is not declared")
        expansion = self.expand(block)
        values: list[Value] = []
        for one in expansion.instances:
            address = self.qualify(name) + one.suffix
            memo_key = ("resource", address)
            value = self._values.get(memo_key)
            if not isinstance(value, ResourceValue):
                value = ResourceValue(
                    address, key, self.body(key[0], block, one), expansion.kind == "unknown"
                )
                self._values[memo_key] = value
            values.append(value)
        return expansion.gather(values)

    def module_value(self, name: str) -> Value:
        """Return a module call, or all its instances, as an expression sees it."""
        if name not in self.configuration.calls:
            raise Failed(f"module.{name} is not declared")
        if self.children is None:
            raise Failed(f"module.{name} has no instances")
        expansion, values = self.children(self, name)
        return expansion.gather(values)


def given(value: Value) -> Argument:
    """Return an argument whose value is at hand."""
    return lambda: value
