"""The texts of a resource: every string that it holds, with its path, name, place and medium."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from auditor.facts import Place as FactPlace
from auditor.facts.secrets import Medium
from auditor_resources.jsontext import as_json
from auditor_resources.model import Body, Json, Partial, Place, Resource, Unknown

_MOST: Final = 50_000
"""Texts of one resource that are looked at."""
_USER_DATA: Final = frozenset(
    ("user_data", "user_data_base64", "custom_data", "metadata_startup_script", "userdata")
)
_METADATA: Final = ("google_compute_", "oci_core_instance")
"""Types whose ``metadata`` is handed to the machine."""
_ENVIRONMENTS: Final = frozenset(
    (
        "app_settings",
        "build_environment_variables",
        "default_arguments",
        "env_variables",
        "environment_variables",
        "runtime_environment_variables",
        "secure_environment_variables",
        "variables",
    )
)
"""Maps from the names of environment variables to their values."""
_PAIRS: Final = frozenset(("env", "environment", "environment_variable", "setting"))
"""Lists of objects with a name and a value."""
_PLAIN_KEY: Final = re.compile(r"[\w-]+")
_JSON_TEXT: Final = frozenset(("container_definitions", "container_properties", "secret_string"))


@dataclass(slots=True)
class Leaf:
    """One text. ``text`` has ``${…}`` where a part is unknown; ``hole`` is set when all is."""

    path: str
    name: str
    text: str
    place: Place
    medium: Medium
    hole: Unknown | None = None

    @property
    def whole(self) -> bool:
        """Whether this stands for a map of environment variables, or a document of them."""
        return self.name in _ENVIRONMENTS or self.name in _JSON_TEXT

    def place_at(self, offset: int) -> FactPlace:
        """Return the line of a character of the text: the attribute's own unless the text
        is written over several lines."""
        first, last = self.place.line, self.place.end_line
        if last > first and "\n" in self.text:
            line = min(first + 1 + self.text.count("\n", 0, offset), last)
            return FactPlace(self.place.file, line, line)
        return FactPlace(*self.place)


def leaves(resource: Resource) -> list[Leaf]:
    """Return the texts of a resource, a provider or a module call, the first 50,000."""
    walk = _Walk(resource)
    walk.body(resource.body, "")
    return walk.found


class _Walk:
    def __init__(self, resource: Resource) -> None:
        self.found: list[Leaf] = []
        self._provider = resource.mode == "provider"
        self._metadata = resource.type.startswith(_METADATA)
        self._environment = resource.mode in ("managed", "data")

    def body(self, body: Body, path: str, pairs: bool = False) -> None:
        """Add the texts of a body and of the blocks in it."""
        if pairs:
            pair = _pair(body.attributes)
            if pair is not None:
                place = body.place_of("value")
                self._value(pair[1], f"{path}{pair[0]}", pair[0], place, "environment")
                return
        for name in body.attributes:
            if len(self.found) == _MOST:
                return
            place = body.places.get(name, body.place)
            value = body.attributes[name]
            self._value(value, f"{path}{name}", name, place, self._medium(name, path))
        for name, blocks in body.nested.items():
            for index, block in enumerate(blocks):
                inner = f"{path}{name}[{index}]."
                self.body(block, inner, self._environment and name in _PAIRS)

    def _medium(self, name: str, path: str) -> Medium:
        if self._provider:
            return "provider"
        if name in _USER_DATA or (self._metadata and name == "metadata" and not path):
            return "user-data"
        if self._environment and name in _ENVIRONMENTS:
            return "environment"
        return "code"

    def _value(self, value: Any, path: str, name: str, place: Place, medium: Medium) -> None:
        if name in _JSON_TEXT and isinstance(value, str | Partial):
            inside = as_json(value)
            value = value if isinstance(inside, Unknown) else inside
        if isinstance(value, str):
            if value:
                self._add(Leaf(path, name, value, place, medium))
        elif isinstance(value, dict):
            self._mapping(value, path, name, place, medium)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self._value(item, f"{path}[{index}]", name, place, medium)
        elif isinstance(value, Json):
            self._value(value.value, path, name, place, medium)
        elif isinstance(value, Partial):
            self._add(Leaf(path, name, value.known_text("${…}"), place, medium))
        elif isinstance(value, Unknown):
            self._add(Leaf(path, name, "", place, medium, value))

    def _mapping(
        self, value: dict[str, Any], path: str, name: str, place: Place, medium: Medium
    ) -> None:
        pair = _pair(value) if self._environment and name in _PAIRS else None
        if pair is not None:
            self._value(pair[1], f"{path}.{pair[0]}", pair[0], place, "environment")
            return
        for key, item in value.items():
            inner = f"{path}.{key}" if _PLAIN_KEY.fullmatch(key) else f'{path}["{key}"]'
            here = self._medium(key, path) if medium == "code" else medium
            self._value(item, inner, key, place, here)

    def _add(self, leaf: Leaf) -> None:
        if len(self.found) < _MOST:
            self.found.append(leaf)


def _pair(value: Any) -> tuple[str, Any] | None:
    """Return name and value of an environment variable that is written as an object; the value
    is None when the name is that of a parameter in a store."""
    name = value.get("name")
    if not isinstance(name, str) or "value" not in value:
        return None
    if value.get("type") in ("PARAMETER_STORE", "SECRETS_MANAGER"):
        return name, None
    return name, value["value"]
