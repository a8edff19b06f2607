"""Templates of OpenShift: their objects with the defaults of their parameters filled in.

Source: OpenShift Container Platform, *Using templates*, and the reference of
``template.openshift.io/v1``: ``${NAME}`` within a text stands for the text of a parameter,
``${{NAME}}`` as a whole text for a value of any type that the parameter is the JSON of; ``labels``
are put on every object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from auditor_objects.model import Map, Seq

MOST = 4_000_000
"""Characters that the parameters of one template may put into it; more would be a bomb."""
_NESTED = 32
_GROUP = "template.openshift.io/"
_WHOLE = re.compile(r"\$\{\{(\w+)\}\}")
_PART = re.compile(r"\$\{(\w+)\}")


def is_template(kind: str, version: Any, value: Mapping[str, Any]) -> bool:
    """Say whether an object is a template that lists objects."""
    ours = version == "v1" or str(version).startswith(_GROUP)
    return kind == "Template" and ours and isinstance(value.get("objects"), list)


class Parameters:
    """What one template puts into its objects."""

    def __init__(self, template: Mapping[str, Any]) -> None:
        self._defaults = dict(_defaults(template.get("parameters")))
        self._labels = template.get("labels")
        self._left = MOST

    def fill(self, item: Any) -> Any:
        """Return an object as the defaults make it; a parameter without one stays the placeholder
        that it is."""
        return _labelled(self._filled(item) if self._defaults else item, self._labels)

    def _filled(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._resolved(value)
        if isinstance(value, dict):
            inner = {self._replaced(key): self._filled(item) for key, item in value.items()}
            if type(value) is not Map:
                return inner
            return Map(inner, {self._replaced(key): at for key, at in value.lines.items()})
        if isinstance(value, list):
            items = [self._filled(item) for item in value]
            return Seq(items, value.lines) if type(value) is Seq else items
        return value

    def _resolved(self, text: str) -> Any:
        whole = _WHOLE.fullmatch(text)
        if whole is None:
            return self._replaced(text)
        default = self._default(whole)
        if default.count("[") + default.count("{") > _NESTED:
            return text
        try:
            return json.loads(default)
        except ValueError:
            return default

    def _replaced(self, text: str) -> str:
        return _PART.sub(self._default, text) if "${" in text else text

    def _default(self, found: re.Match[str]) -> str:
        """Return what takes the place of a placeholder; itself where there is nothing."""
        default = self._defaults.get(found[1])
        if default is None or len(default) > self._left:
            return found[0]
        self._left -= len(default)
        return default


def _defaults(parameters: Any) -> Iterator[tuple[str, str]]:
    """Yield the parameters with a value that is written, not made at random (``generate``)."""
    for parameter in parameters if isinstance(parameters, list) else ():
        if isinstance(parameter, dict) and not parameter.get("generate"):
            name, value = parameter.get("name"), parameter.get("value")
            if isinstance(name, str) and value is not None and not isinstance(value, dict | list):
                yield name, _text(value)


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _labelled(item: Any, labels: Any) -> Any:
    """Return an object with the labels of its template beside its own."""
    metadata = item.get("metadata") if isinstance(item, dict) else None
    if not isinstance(labels, dict) or not labels or not isinstance(metadata, dict):
        return item
    own = metadata.get("labels")
    both = {**(own if isinstance(own, dict) else {}), **labels}
    return _with(item, "metadata", _with(metadata, "labels", both))


def _with(value: dict[str, Any], key: str, inner: Any) -> dict[str, Any]:
    changed = {**value, key: inner}
    return Map(changed, value.lines) if type(value) is Map else changed
