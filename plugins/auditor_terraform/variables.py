"""Values given to the variables of a root module: ``.tfvars`` files and ``-var``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from auditor_resources.model import Place, Unknown, Value
from auditor_resources.values import Failed
from auditor_terraform.evaluate import Argument, Module, given
from auditor_terraform.expressions import Malformed, parse_expression
from auditor_terraform.nodes import Node, Scope
from auditor_terraform.syntax import AttributeSyntax
from auditor_terraform.world import World


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the user gives beside the files Terraform loads by itself.

    ``var_files`` are read in order; ``vars`` holds ``-var`` strings by variable name;
    ``workspace`` is the workspace that is meant, empty when nobody says.
    """

    var_files: tuple[Path, ...] = ()
    vars: Mapping[str, str] = field(default_factory=dict)
    workspace: str = ""


class NoReferences:
    """The scope of files in which nothing can be referred to."""

    def __init__(self, world: World) -> None:
        self.world = world

    def resolve(self, root: str, names: tuple[str, ...]) -> tuple[Value, int]:
        """Refuse: values of variables are literal."""
        raise Failed("references are not allowed here")

    def call(self, name: str, arguments: list[Node], scope: Scope, spread: bool) -> Value:
        """Refuse: values of variables are literal."""
        raise Failed("functions are not allowed here")


def automatic_files(directory: Path) -> list[Path]:
    """Return the variable files that Terraform loads by itself, in its order.

    :raises OSError: when the directory cannot be listed.
    """
    names = {path.name for path in directory.iterdir()}
    first = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if name in names]
    rest = sorted(name for name in names if name.endswith((".auto.tfvars", ".auto.tfvars.json")))
    return [directory / name for name in (*first, *rest)]


class RootArguments(Mapping[str, Argument]):
    """The values given to a root module's variables, later sources before earlier ones."""

    def __init__(self, world: World, inputs: Inputs) -> None:
        self._world = world
        self._scope = Scope(NoReferences(world), world.budget)
        self._attributes: dict[str, AttributeSyntax] = {}
        self._every: list[AttributeSyntax] = []
        self._texts = dict(inputs.vars)
        self.module: Module | None = None
        for path in (*automatic_files(world.root), *inputs.var_files):
            attributes = world.load(path).body.attributes
            self._attributes.update(attributes)
            self._every += attributes.values()

    def every(self) -> Iterator[tuple[str, Value]]:
        """Yield all names and values that are given, overridden ones too."""
        for attribute in self._every:
            yield attribute.name, self._world.evaluate(attribute, self._scope)
        yield from ((name, self._from_text(name, text)) for name, text in self._texts.items())

    def __getitem__(self, name: str) -> Argument:
        if name in self._texts:
            return given(self._from_text(name, self._texts[name]))
        attribute = self._attributes[name]
        return lambda: self._world.evaluate(attribute, self._scope)

    def get(self, name: str, default: Argument | None = None) -> Argument | None:  # type: ignore[override]
        """Return what gives the variable its value, or None."""
        return self[name] if name in self._texts or name in self._attributes else default

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(dict.fromkeys((*self._attributes, *self._texts)))

    def __len__(self) -> int:
        return len(set(self._attributes) | set(self._texts))

    def _from_text(self, name: str, text: str) -> Value:
        """Read a ``-var`` string: literally for primitive types, else as an expression."""
        kind = "string"
        if self.module is not None and name in self.module.configuration.variables:
            constraint = self.module.constraint(name)
            body = self.module.configuration.variables[name].body
            if "type" in body.attributes:
                kind = constraint.kind
        if kind in ("string", "number", "bool"):
            return text
        try:
            node = parse_expression(text)
        except Malformed:
            return Unknown(f"the value given to var.{name} is no expression")
        place = Place(f"-var {name}", 1, 1)
        return self._world.evaluate(AttributeSyntax(name, place, "", node), self._scope)
