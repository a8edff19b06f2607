"""Whether a bucket policy turns callers without TLS away."""

from __future__ import annotations

from auditor.facts import ANYONE, Grant, Unknown
from auditor_resources import model
from auditor_resources.translate._policy import grants

_EVERYTHING = ("*", "s3:*")


def denies_plain(policy: model.Value) -> bool | Unknown:
    """Say whether some statement denies everybody every S3 action without TLS.

    That is a Deny for ``*`` of ``s3:*`` under the condition ``aws:SecureTransport`` =
    false (AWS Config rule *s3-bucket-ssl-requests-only*). A statement that may be this
    one, but for an unresolved part, gives that part's reason.
    """
    if policy in (None, ""):
        return False
    statements = grants(policy)
    if isinstance(statements, Unknown):
        return statements
    hole: Unknown | None = None
    for grant in statements:
        answer = _denies(grant)
        if answer is True:
            return True
        if isinstance(answer, Unknown):
            hole = hole or answer
    return hole or False


def _denies(grant: Grant) -> bool | Unknown:
    parts = [
        grant.effect if isinstance(grant.effect, Unknown) else grant.effect == "deny",
        _includes(grant.principals, (ANYONE,)),
        _includes(grant.actions, _EVERYTHING),
        _without_tls(grant),
    ]
    if False in parts:
        return False
    return next((part for part in parts if isinstance(part, Unknown)), True)


def _includes(words: tuple[str | Unknown, ...], wanted: tuple[str, ...]) -> bool | Unknown:
    if any(isinstance(word, str) and word.lower() in wanted for word in words):
        return True
    return next((word for word in words if isinstance(word, Unknown)), False)


def _without_tls(grant: Grant) -> bool | Unknown:
    """Say whether plain HTTP alone is enough for the statement to apply."""
    if len(grant.conditions) != 1:
        return False
    condition = grant.conditions[0]
    if isinstance(condition.values, Unknown):
        plain = not condition.key or condition.key.lower() == "aws:securetransport"
        return condition.values if plain else False
    operator = condition.operator.lower().removesuffix("ifexists")
    return (
        condition.key.lower() == "aws:securetransport"
        and operator in ("bool", "stringequals", "stringequalsignorecase")
        and any(value.lower() == "false" for value in condition.values)
    )
