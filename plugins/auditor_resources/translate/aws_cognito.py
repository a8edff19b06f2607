"""Cognito: user pools, their app clients, and identity pools."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact, PasswordPolicy, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import inverted, settings
from auditor_resources.translate._base import (
    Answer,
    Context,
    Translator,
    number,
    raw,
    text,
    translates,
    unknown,
)
from auditor_resources.translate._tables import (
    Reader,
    all_of,
    among,
    days,
    holds,
    off,
    on,
    table,
    tables,
)
from auditor_resources.translate.aws_load_balancers import web_firewall

_POOL = "Cognito user pool"
_RULES = "password_policy"
_RISKS = ("low", "medium", "high")
_DEFAULT_LENGTH = 8
_DEFAULT_DAYS = 7
"""What Cognito takes where a pool says nothing (user guide, *Adding user pool password
requirements*)."""

_switches: Translator = table(
    _POOL,
    settings={
        "mfa_enforced": among("mfa_configuration", ("ON",)),
        "self_registration_disabled": on("admin_create_user_config.allow_admin_create_user_only"),
        "temporary_password_days": days(
            f"{_RULES}.temporary_password_validity_days", _DEFAULT_DAYS
        ),
    },
    deletion_protection=among("deletion_protection", ("ACTIVE",)),
)


@translates("aws_cognito_user_pool")
def user_pool(resource: Resource, context: Context) -> Iterator[Fact]:
    """A user pool: how its users sign in, and how they get their accounts back."""
    body = resource.body
    yield from _switches(resource, context)
    yield context.fact(PasswordPolicy, resource, _POOL, answers=_passwords(body))
    answers = {
        "recovery_without_text_message": _recovery(body),
        "web_firewall": web_firewall(context, resource),
    }
    yield from settings(context, resource, _POOL, answers)
    enforced = among("user_pool_add_ons.advanced_security_mode", ("ENFORCED",))(body)
    parts = {"advanced_security": enforced}
    if enforced.value is not False:
        parts["compromised_credentials"] = _risk(context, resource, _stops_leaked_passwords)
        parts["account_takeover"] = _risk(context, resource, _stops_takeovers)
    for part, answer in parts.items():
        yield context.setting(resource, _POOL, "risky_sign_in_blocked", answer, part)


def _passwords(body: Body) -> dict[str, Answer]:
    """A pool without rules has Cognito's: eight characters of all four kinds; a pool with rules
    has those that it names."""
    block, hole = body.block(_RULES), body.hole(_RULES)
    names = {
        "lowercase": "require_lowercase",
        "uppercase": "require_uppercase",
        "numbers": "require_numbers",
        "symbols": "require_symbols",
    }
    if hole is not None:
        answer = Answer(unknown(hole), body.place_of(_RULES))
        return dict.fromkeys(("minimum_length", *names), answer)
    if block is None:
        return {"minimum_length": Answer(_DEFAULT_LENGTH), **dict.fromkeys(names, Answer(True))}
    found = {field: on(name)(block) for field, name in names.items()}
    return {"minimum_length": number(block, "minimum_length", _DEFAULT_LENGTH), **found}


def _recovery(body: Body) -> Answer:
    """Say whether the first way to recover an account is another than a text message.

    Not asked where nothing is chosen: Cognito then sends text messages only to those who gave it
    their number (API reference, *AccountRecoverySetting*).
    """
    name = "account_recovery_setting"
    hole, block = body.hole(name), body.block(name)
    if hole is not None:
        return Answer(unknown(hole), body.place_of(name))
    ways = [] if block is None else block.blocks("recovery_mechanism")
    best: tuple[int, Body] | None = None
    for way in ways:
        priority = number(way, "priority", 1).value
        if isinstance(priority, Unknown):
            return Answer(priority, way.place)
        if best is None or priority < best[0]:
            best = priority, way
    if best is None:
        return Answer(None)
    return text(best[1], "name").map(lambda value: value != "verified_phone_number")


_KIND = "aws_cognito_risk_configuration"
_LEAKED = "compromised_credentials_risk_configuration"
_TAKEOVER = "account_takeover_risk_configuration.actions"


def _at_sign_in(body: Body) -> Answer:
    """Without a filter every event counts."""
    chosen = holds(f"{_LEAKED}.event_filter")(body)
    if chosen.value is not True:
        return inverted(chosen)
    return holds(f"{_LEAKED}.event_filter", "SIGN_IN")(body)


_stops_leaked_passwords = all_of(
    among(f"{_LEAKED}.actions.event_action", ("BLOCK",)),
    _at_sign_in,
)
_stops_takeovers = all_of(
    *(among(f"{_TAKEOVER}.{risk}_action.event_action", ("BLOCK",)) for risk in _RISKS)
)


def _risk(context: Context, pool: Resource, read: Reader) -> Answer:
    """Read the configuration that holds for all clients of the pool."""
    for item in context.linked(pool, _KIND, "user_pool_id", "id"):
        if raw(item.body, "client_id").value is None:
            answer = read(item.body) if item.exists is None else Answer(unknown(item.exists))
            return Answer(answer.value, item.place)
    return Answer(context.loose(_KIND, "user_pool_id") or False)


tables(
    "aws_cognito_user_pool_client",
    subject="Cognito app client",
    settings={
        "token_revocation": on("enable_token_revocation", True),
        "user_existence_hidden": among("prevent_user_existence_errors", ("ENABLED",)),
    },
)
tables(
    "aws_cognito_identity_pool",
    subject="Cognito identity pool",
    settings={"guests_refused": off("allow_unauthenticated_identities", True)},
)
