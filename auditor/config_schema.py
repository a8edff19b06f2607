"""The JSON Schema of ``auditor.toml``, for editors, made for the plugins at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from auditor.checking import Check, Severity
from auditor.collecting import Collector
from auditor.config import Config
from auditor.waivers import FIELDS


def schema(collectors: Mapping[str, Collector], checks: Mapping[str, Check]) -> dict[str, Any]:
    """Return the JSON Schema of ``auditor.toml`` for the plugins at hand."""
    _, parts = msgspec.json.schema_components([Config], ref_template="#/$defs/{name}")
    types = [item.options for item in collectors.values()]
    references, more = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    document: dict[str, Any] = parts.pop("Config") | {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "auditor.toml",
    }
    properties = document["properties"]
    properties.update(zip(collectors, references, strict=True))
    properties["waivers"] = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {name: {"type": "string"} for name in FIELDS},
            "required": list(FIELDS),
            "additionalProperties": False,
        },
    }
    severities = [severity.label for severity in Severity]
    properties["checks"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            check.id: {
                "type": "object",
                "title": check.title,
                "additionalProperties": False,
                "properties": {
                    "enabled": {"type": "boolean"},
                    "severity": {"enum": severities},
                    "enforce": {"enum": ["block", "warn", "report"]},
                    **_settings_schema(check),
                },
            }
            for check in checks.values()
        },
    }
    document["$defs"] = dict(sorted((parts | more).items()))
    return document


def _settings_schema(check: Check) -> dict[str, Any]:
    shape = msgspec.json.schema(check.settings)
    name = shape.get("$ref", "").rpartition("/")[2]
    properties: dict[str, Any] = shape.get("$defs", {}).get(name, {}).get("properties", {})
    return properties
