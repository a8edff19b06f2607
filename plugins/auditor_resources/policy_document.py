"""The policy that Terraform's ``aws_iam_policy_document`` makes."""

from __future__ import annotations

from typing import Any

from auditor_resources.jsontext import as_json
from auditor_resources.model import Body, Unknown, Value
from auditor_resources.values import distinct, has_unknown, merged

_STATEMENT_LISTS = {
    "actions": "Action",
    "not_actions": "NotAction",
    "resources": "Resource",
    "not_resources": "NotResource",
}


def _with_variables(value: Value) -> Value:
    """Write the policy variables of IAM, ``&{aws:username}``, as IAM does."""
    return value.replace("&{", "${") if isinstance(value, str) else value


def _one_or_many(values: Value) -> Value:
    """Write a list as IAM's documents do: one element stands alone, several are sorted."""
    if not isinstance(values, list):
        return _with_variables(values)
    values = [_with_variables(value) for value in values]
    if len(values) == 1:
        return values[0]  # type: ignore[no-any-return]
    if has_unknown(values):
        return list(values)
    return sorted(distinct(values), key=str, reverse=True)


def _principals(blocks: list[Body]) -> Value:
    found: dict[str, list[Value]] = {}
    hole: Unknown | None = None
    for block in blocks:
        kind = block.get("type")
        names = block.get("identifiers")
        if isinstance(kind, Unknown) or isinstance(names, Unknown) or names is None:
            hole = merged([kind, names])
            if isinstance(kind, str):
                found.setdefault(kind, []).append(hole)
            continue
        if isinstance(names, list):
            found.setdefault(str(kind), []).extend(names)
    if found.keys() == {"*"} and found["*"] == ["*"]:
        return "*"
    if not found and hole is not None:
        return hole
    return {kind: _one_or_many(distinct(names)) for kind, names in sorted(found.items())}


def _conditions(blocks: list[Body]) -> Value:
    found: dict[str, dict[str, list[Value]]] = {}
    for block in blocks:
        test, variable, values = block.get("test"), block.get("variable"), block.get("values")
        if not isinstance(test, str) or not isinstance(variable, str):
            return merged([test, variable, values])
        items = [_with_variables(v) for v in (values if isinstance(values, list) else [values])]
        found.setdefault(test, {}).setdefault(variable, []).extend(items)
    return {
        test: {name: items[0] if len(items) == 1 else items for name, items in sorted(by.items())}
        for test, by in sorted(found.items())
    }


def _statement(block: Body) -> dict[str, Any]:
    statement: dict[str, Any] = {}
    sid = block.get("sid")
    if sid is not None and sid != "":
        statement["Sid"] = sid
    effect = block.get("effect")
    statement["Effect"] = "Allow" if effect is None else effect
    for name, key in _STATEMENT_LISTS.items():
        values = block.get(name)
        if values is not None and values != []:
            statement[key] = _one_or_many(values)
    for name, key in (("principals", "Principal"), ("not_principals", "NotPrincipal")):
        hole = block.unresolved.get(name)
        blocks = block.blocks(name)
        if hole is not None:
            statement[key] = hole
        elif blocks:
            statement[key] = _principals(blocks)
    hole = block.unresolved.get("condition")
    conditions = block.blocks("condition")
    if hole is not None:
        statement["Condition"] = hole
    elif conditions:
        statement["Condition"] = _conditions(conditions)
    return statement


def _documents(body: Body, single: str, several: str) -> list[Value]:
    """Return the documents that an attribute of one and an attribute of many give."""
    found: list[Value] = []
    one = body.get(single)
    if one is not None and one != "":
        found.append(as_json(one))
    many = body.get(several)
    if isinstance(many, Unknown):
        found.append(many)
    elif isinstance(many, list):
        found.extend(as_json(item) for item in many if item is not None and item != "")
    return found


def _statements_of(document: Value) -> list[Any]:
    if not isinstance(document, dict):
        return [document] if isinstance(document, Unknown) else []
    statements = document.get("Statement")
    return statements if isinstance(statements, list) else [statements]


def _override(statements: list[Any], more: list[Any]) -> list[Any]:
    """Replace statements of the same Sid, add the others."""
    merged_list = list(statements)
    for statement in more:
        sid = statement.get("Sid") if isinstance(statement, dict) else None
        at = None
        if isinstance(sid, str):
            at = next(
                (
                    index
                    for index, known in enumerate(merged_list)
                    if isinstance(known, dict) and known.get("Sid") == sid
                ),
                None,
            )
        if at is None:
            merged_list.append(statement)
        else:
            merged_list[at] = statement
    return merged_list


def policy_document(body: Body) -> dict[str, Any]:
    """Return the policy that a ``aws_iam_policy_document`` data source makes.

    An unknown number of statements leaves an Unknown among them.
    """
    document: dict[str, Any] = {}
    version = body.get("version")
    document["Version"] = "2012-10-17" if version is None else version
    policy_id = body.get("policy_id")
    if policy_id is not None and policy_id != "":
        document["Id"] = policy_id
    own: list[Any] = [_statement(block) for block in body.blocks("statement")]
    hole = body.hole("statement")
    if hole is not None:
        own.append(hole)
    statements: list[Any] = []
    for source in _documents(body, "source_json", "source_policy_documents"):
        statements = _override(statements, _statements_of(source))
    statements = _override(statements, own)
    for source in _documents(body, "override_json", "override_policy_documents"):
        statements = _override(statements, _statements_of(source))
    document["Statement"] = statements
    return document
