"""The table of functions, and calling one: unknown arguments, conversion, counting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from auditor_resources.model import Unknown, Value
from auditor_resources.values import (
    Failed,
    has_unknown,
    kind_of,
    merged,
    to_bool,
    to_number,
    to_string,
    unknowns,
)
from auditor_terraform.nodes import Node, Scope

if TYPE_CHECKING:
    from auditor_terraform.world import World


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    ``parameters`` has one letter a parameter: ``s`` string, ``n`` number, ``b`` bool,
    ``l`` list, set or tuple, ``L`` the same of strings, ``m`` map or object, ``c`` any
    of these collections, ``d`` anything, null included. ``?`` after a letter makes
    it optional, ``*`` repeats it.

    ``unknown`` says what the function wants to see: ``deep`` no unknown at all,
    ``top`` none for an argument as a whole, ``own`` it handles every unknown.
    """

    name: str
    body: Callable[..., Value]
    letters: str
    least: int
    variadic: bool
    unknown: str
    secret: bool


_MODULES = (
    "collections", "conversion", "dates", "encoding", "files", "formatting", "hashes", "network",
    "numbers", "sets", "strings", "yaml",
)  # fmt: skip
_FUNCTIONS: dict[str, Function] = {}
Special = Callable[["list[Node]", Scope, "World"], Value]
_SPECIAL: dict[str, Special] = {}


def function(
    name: str, parameters: str, *, unknown: str = "deep", secret: bool = False
) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Register a function.

    :param secret: its result is another form of its argument (base64 …), and so is
        registered as a secret when the argument holds one.
    """
    letters = parameters.replace("?", "").replace("*", "")
    optional = parameters.count("?") + parameters.count("*")

    def register(body: Callable[..., Value]) -> Callable[..., Value]:
        _FUNCTIONS[name] = Function(
            name, body, letters, len(letters) - optional, "*" in parameters, unknown, secret
        )
        return body

    return register


def special(name: str) -> Callable[[Special], Special]:
    """Register a function that evaluates its arguments itself or reads files."""

    def register(body: Special) -> Special:
        _SPECIAL[name] = body
        return body

    return register


@lru_cache(maxsize=1)
def _load() -> None:
    for module in _MODULES:
        import_module(f"auditor_terraform.functions.{module}")


def names() -> list[str]:
    """Return the names of all functions."""
    _load()
    return sorted((*_FUNCTIONS, *_SPECIAL))


def _convert(letter: str, value: Value) -> Value:
    if letter == "d" or isinstance(value, Unknown):
        return value
    if value is None:
        raise Failed("an argument is null")
    if letter == "s":
        return to_string(value)
    if letter == "n":
        return to_number(value)
    if letter == "b":
        return to_bool(value)
    if letter == "m":
        if isinstance(value, dict):
            return value
        raise Failed(f"map required, not {kind_of(value)}")
    if letter == "c" and isinstance(value, list | dict):
        return value
    if not isinstance(value, list):
        raise Failed(f"list required, not {kind_of(value)}")
    if letter == "L":
        return type(value)([item if item is None else to_string(item) for item in value])
    return value


def call(name: str, nodes: list[Node], scope: Scope, spread: bool, world: World) -> Value:
    """Call a function by name; one that is not known gives an Unknown.

    :param spread: the last argument is a list whose elements are arguments.
    :raises Failed: when Terraform would refuse.
    """
    _load()
    name = name.removeprefix("core::")
    handler = _SPECIAL.get(name)
    if handler is not None and not spread:
        return handler(nodes, scope, world)
    arguments = [node.evaluate(scope) for node in nodes]
    if spread:
        last = arguments.pop()
        if isinstance(last, Unknown):
            return merged([*arguments, last])
        if not isinstance(last, list):
            raise Failed("a list is required before ...")
        arguments.extend(last)
    found = _FUNCTIONS.get(name)
    if found is None:
        hole = merged(arguments)
        return Unknown(f"function {name} is not supported", hole.refs)
    return apply(found, arguments, world)


def apply(found: Function, arguments: list[Any], world: World) -> Value:
    """Check the arguments against the function's parameters and call it.

    :raises Failed: when Terraform would refuse.
    """
    count = len(arguments)
    if count < found.least or (count > len(found.letters) and not found.variadic):
        raise Failed(f"{found.name} takes another number of arguments")
    if found.unknown == "deep":
        if has_unknown(*arguments):
            return merged(unknowns(*arguments))
    elif found.unknown == "top" and any(isinstance(item, Unknown) for item in arguments):
        return merged(arguments)
    letters = found.letters.ljust(count, found.letters[-1] if found.letters else "d")
    converted = [
        _convert(letter, item) for letter, item in zip(letters[:count], arguments, strict=True)
    ]
    world.budget.spend(sum(len(item) for item in converted if isinstance(item, list | dict)) + 1)
    result = found.body(*converted)
    if isinstance(result, str):
        world.budget.spend_text(len(result))
        if found.secret and world.sensitive:
            _keep_secret(converted, result, world)
    elif isinstance(result, list | dict):
        world.budget.spend(len(result))
    return result


def _keep_secret(arguments: list[Any], result: str, world: World) -> None:
    for item in arguments:
        if isinstance(item, str) and any(secret in item for secret in world.sensitive):
            world.mark(result)
            return
