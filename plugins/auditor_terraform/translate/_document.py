"""``data.aws_iam_policy_document`` turned into the document it makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_terraform import model
from auditor_terraform.jsontext import as_json
from auditor_terraform.model import Body

_LISTS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}
_PRINCIPALS = {"principals": "Principal", "not_principals": "NotPrincipal"}
_SOURCES = ("source_json", "source_policy_documents")
_OVERRIDES = ("override_json", "override_policy_documents")


def document(body: Body) -> dict[str, Any]:
    """Return the structure of the policy, with Unknown statements where some are not told.

    A statement replaces an earlier one of the same ``sid``: the block's own those of its
    sources, its overrides both.
    """
    own: list[Any] = [_statement(block) for block in body.blocks("statement")]
    hole = body.hole("statement")
    if hole is not None and not own:
        own.append(hole)
    found: list[Any] = []
    for statement in (*_included(body, *_SOURCES), *own, *_included(body, *_OVERRIDES)):
        sid = statement.get("Sid") if isinstance(statement, dict) else None
        if isinstance(sid, str) and sid:
            found = [
                item for item in found if not (isinstance(item, dict) and item.get("Sid") == sid)
            ]
        found.append(statement)
    return {"Statement": found}


def _included(body: Body, *names: str) -> Iterator[Any]:
    for name in names:
        value = body.get(name)
        for text in value if isinstance(value, list) else [value]:
            if text is None or text == "":
                continue
            inner = as_json(text)
            statements = inner.get("Statement") if isinstance(inner, dict) else inner
            yield from statements if isinstance(statements, list) else [statements]


def _statement(block: Body) -> dict[str, Any]:
    effect = block.get("effect")
    statement: dict[str, Any] = {"Effect": "Allow" if effect is None else effect}
    if block.get("sid") is not None:
        statement["Sid"] = block.get("sid")
    for name, key in _LISTS.items():
        if block.get(name) not in (None, []):
            statement[key] = block.get(name)
    for name, key in _PRINCIPALS.items():
        named = _principals(block, name)
        if named is not None:
            statement[key] = named
    conditions = _conditions(block)
    if conditions:
        statement["Condition"] = conditions
    return statement


def _principals(block: Body, name: str) -> Any:
    hole = block.hole(name)
    if hole is not None and not block.blocks(name):
        return hole
    found: dict[str, list[Any]] = {}
    for principal in block.blocks(name):
        kind, identifiers = principal.get("type"), principal.get("identifiers")
        if isinstance(kind, model.Unknown):
            return kind
        named = identifiers if isinstance(identifiers, list) else [identifiers]
        found.setdefault("AWS" if kind == "*" else str(kind), []).extend(named)
    return found or None


def _conditions(block: Body) -> Any:
    hole = block.hole("condition")
    if hole is not None:
        return hole
    found: dict[str, Any] = {}
    for condition in block.blocks("condition"):
        test, variable = condition.get("test"), condition.get("variable")
        for part in (test, variable):
            if isinstance(part, model.Unknown):
                return part
        found.setdefault(str(test), {})[str(variable)] = condition.get("values")
    return found
