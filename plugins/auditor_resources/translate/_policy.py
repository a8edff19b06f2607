"""AWS policy documents read into grants (IAM reference, *Policy elements*)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from auditor.facts import ANYONE, Condition, Grant, Unknown
from auditor_resources import model
from auditor_resources.jsontext import as_json
from auditor_resources.values import Failed

ACCOUNT = re.compile(r"[0-9]{12}")
_KINDS = {
    "AWS": "",
    "Service": "service:",
    "Federated": "federated:",
    "CanonicalUser": "canonical:",
}
_AFTER_APPLY = "known after apply"


def grants(value: model.Value) -> tuple[Grant, ...] | Unknown:
    """Read a policy document from JSON text (plain or with holes) or from its structure.

    A part with a hole keeps its known text, ``${…}`` standing for the hole, unless the
    hole may change its meaning (``*``, actions); then it is Unknown. So is what is
    malformed. Accounts by number are written as the ARN of their root.
    """
    if value is None:
        return Unknown("there is no policy")
    try:
        document = as_json(value)
    except Failed as failure:
        return Unknown(str(failure))
    if isinstance(document, model.Unknown):
        return Unknown(document.reason)
    if not isinstance(document, dict):
        return Unknown("the policy is not a JSON object")
    statements = document.get("Statement")
    if isinstance(statements, model.Unknown):
        return Unknown(statements.reason)
    if statements is None:
        return Unknown("the policy has no Statement")
    found = statements if isinstance(statements, list) else [statements]
    return tuple(_grant(statement, f"statement {i}") for i, statement in enumerate(found, start=1))


def _grant(statement: Any, at: str) -> Grant:
    if not isinstance(statement, dict):
        hole = _hole(statement, "the statement is not an object")
        return Grant(
            effect=hole, principals=(hole,), actions=(hole,), resources=(hole,), statement=at
        )
    actions, not_actions = statement.get("Action"), statement.get("NotAction")
    if actions is None and not_actions is None:
        acting: tuple[str | Unknown, ...] = (Unknown("the statement has no Action"),)
    else:
        acting = tuple(_action(item) for item in _items(actions))
    sid = statement.get("Sid")
    return Grant(
        effect=_effect(statement.get("Effect")),
        principals=tuple(_principals(statement.get("Principal"))),
        not_principals=tuple(_principals(statement.get("NotPrincipal"))),
        actions=acting,
        not_actions=tuple(_action(item) for item in _items(not_actions)),
        resources=tuple(shown(item) for item in _items(statement.get("Resource"))),
        not_resources=tuple(shown(item) for item in _items(statement.get("NotResource"))),
        conditions=tuple(_conditions(statement.get("Condition"))),
        statement=sid if isinstance(sid, str) and sid else at,
    )


def account_root(account: str) -> str:
    """Return the ARN that stands for an account, as its number does."""
    return f"arn:aws:iam::{account}:root"


def shown(value: Any) -> str | Unknown:
    """Return an ARN or name; ``${address}`` stands for what a resource will tell.

    Only what may turn out to be a bare wildcard, or anything at all, is Unknown.
    """
    if isinstance(value, model.Partial):
        if not value.known_text().strip("*?") and not any(map(_told_later, value.parts)):
            return Unknown(value.reason)
        return "".join(
            part if isinstance(part, str) else f"${{{_name(part)}}}" for part in value.parts
        )
    if isinstance(value, model.Unknown):
        return f"${{{value.refs[0]}}}" if _told_later(value) else Unknown(value.reason)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    return Unknown("a list or object stands where text is wanted")


def _told_later(part: str | model.Unknown) -> bool:
    """Whether it is text that one resource will tell: a name or ARN, never a wildcard."""
    return (
        isinstance(part, model.Unknown)
        and len(part.refs) == 1
        and part.reason.startswith(_AFTER_APPLY)
    )


def _name(part: model.Unknown) -> str:
    return part.refs[0] if part.refs else "…"


def _items(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _hole(value: Any, problem: str) -> Unknown:
    return Unknown(value.reason if isinstance(value, model.Unknown) else problem)


def _effect(value: Any) -> Literal["allow", "deny"] | Unknown:
    if isinstance(value, str):
        if value.lower() == "allow":
            return "allow"
        if value.lower() == "deny":
            return "deny"
    return _hole(value, "Effect is neither Allow nor Deny")


def _action(value: Any) -> str | Unknown:
    return value if isinstance(value, str) else _hole(value, "an action is not text")


def _principals(value: Any) -> Iterator[str | Unknown]:
    if isinstance(value, dict):
        for kind, named in value.items():
            for item in _items(named):
                yield _principal(item, _KINDS.get(kind, f"{kind}:"))
    else:
        for item in _items(value):
            yield _principal(item, "")


def _principal(value: Any, prefix: str) -> str | Unknown:
    name = shown(value)
    if isinstance(name, Unknown):
        return name
    if not prefix and ACCOUNT.fullmatch(name):
        return account_root(name)
    return ANYONE if not prefix and name == "*" else prefix + name


def _conditions(value: Any) -> Iterator[Condition]:
    if value is None:
        return
    if not isinstance(value, dict):
        yield Condition("", "", _hole(value, "Condition is not an object"))
        return
    for operator, tests in value.items():
        if not isinstance(tests, dict):
            yield Condition(operator, "", _hole(tests, "a condition is not an object"))
            continue
        for key, wanted in tests.items():
            yield Condition(operator, key, _values(wanted))


def _values(value: Any) -> tuple[str, ...] | Unknown:
    found: list[str] = []
    for item in _items(value):
        text = shown(item)
        if isinstance(text, Unknown):
            return text
        found.append(text)
    return tuple(found)
