"""Conditions judged in what is known of a request, as IAM does (*Condition operators*).

A request is made by a principal of the account itself. Three kinds of key are told apart:
those whose value is known (:data:`Context`), those that the caller can satisfy or avoid as it
likes, being about how, when and from where it calls (:data:`FREE_KEYS`, where the context does
not tell), and those about the organisation, whose values are taken to name the account's own
(:data:`HOUSE_KEYS`). Any other key leaves the answer unknown.
"""

from __future__ import annotations

import operator as comparison
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TypeAlias

from auditor.answers import Answer, all_of
from auditor.facts import Condition, Unknown
from auditor_checks.access._conditions import CIRCUMSTANCE_KEYS
from auditor_checks.access._patterns import covers_exactly

Context: TypeAlias = Mapping[str, str | None]
"""Values by condition key in lower case; None where a request surely lacks the key."""

FREE_KEYS = CIRCUMSTANCE_KEYS | {
    "aws:referer",
    "aws:sourceip",
    "aws:sourceidentity",
    "aws:sourcevpc",
    "aws:sourcevpcarn",
    "aws:sourcevpce",
    "aws:tagkeys",
    "aws:tokenissuetime",
    "aws:vpcsourceip",
    "sts:rolesessionname",
    "sts:sourceidentity",
}
_FREE_PREFIX = "aws:requesttag/"
HOUSE_KEYS = frozenset(
    {
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:resourceorgid",
        "aws:resourceorgpaths",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
    }
)
ABSENT_KEYS = (
    "aws:calledvia",
    "aws:calledviafirst",
    "aws:calledvialast",
    "aws:principalservicename",
    "iam:permissionsboundary",
    "kms:viaservice",
)
"""Keys that a request lacks when its maker calls directly and gives itself no boundary."""

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_WILD = ("stringlike", "arnlike", "arnequals")
_FOLDED = ("stringequalsignorecase", "bool")
_NUMBER = re.compile(r"[0-9]{1,11}")
_MOMENTS = re.compile(r"(?:date|numeric)(.+)")
_ORDERS: Mapping[str, Callable[[datetime, datetime], bool]] = {
    "equals": comparison.eq,
    "greaterthan": comparison.gt,
    "greaterthanequals": comparison.ge,
    "lessthan": comparison.lt,
    "lessthanequals": comparison.le,
}


def lets(conditions: tuple[Condition, ...], context: Context) -> Answer:
    """Say whether an allow holds for a caller that does what it can to meet it."""
    return all_of(True if _free(item, context) else met(item, context) for item in conditions)


def stops(conditions: tuple[Condition, ...], context: Context) -> Answer:
    """Say whether a denial holds for a caller that does what it can to avoid it."""
    return all_of(False if _free(item, context) else met(item, context) for item in conditions)


def met(condition: Condition, context: Context) -> Answer:
    """Judge one condition; an operator on addresses, or on numbers but for times, stays
    unknown."""
    values, key = condition.values, condition.key.lower()
    if isinstance(values, Unknown):
        return values
    whole = condition.operator.lower()
    each, _, plain = whole.rpartition(":")
    operator = plain.removesuffix("ifexists")
    negative = "not" in operator
    if key in HOUSE_KEYS and operator != "null":
        return not negative
    if key not in context or not operator:
        return Unknown(f"it hangs on the condition {condition.key or 'that could not be read'}")
    actual = context[key]
    if operator == "null":
        return any(value.lower() == str(actual is None).lower() for value in values)
    if actual is None:
        return each != "foranyvalue" and (each != "" or plain != operator or negative)
    found = _any_equal(operator.replace("not", ""), values, actual, context)
    return found if isinstance(found, Unknown) else found != negative


def filled(text: str, context: Context) -> str | Unknown | None:
    """Put what is known in place of policy variables; None when the request lacks one."""
    if "${" not in text:
        return text
    names = _VARIABLE.findall(text)
    for name in names:
        key = name.lower()
        if key not in context:
            return Unknown(f"it hangs on the policy variable {name}")
        if context[key] is None:
            return None
    return _VARIABLE.sub(lambda found: context[found[1].lower()] or "", text)


def keys_in(texts: tuple[str | Unknown, ...]) -> set[str]:
    """Return the policy variables in some texts, in lower case."""
    return {
        name.lower()
        for text in texts
        if isinstance(text, str) and "${" in text
        for name in _VARIABLE.findall(text)
    }


def _free(condition: Condition, context: Context) -> bool:
    key = condition.key.lower()
    return key not in context and (key in FREE_KEYS or key.startswith(_FREE_PREFIX))


def _any_equal(operator: str, values: tuple[str, ...], actual: str, context: Context) -> Answer:
    unknown: Unknown | None = None
    for value in values:
        wanted = filled(value, context)
        if isinstance(wanted, Unknown):
            unknown = wanted
        elif wanted is None:
            continue
        elif operator in _WILD:
            if covers_exactly(wanted, actual):
                return True
        elif operator in _FOLDED:
            if wanted.lower() == actual.lower():
                return True
        elif operator == "stringequals":
            if wanted == actual:
                return True
        else:
            ordered = _ordered(operator, actual, wanted)
            if ordered is True:
                return True
            unknown = ordered if isinstance(ordered, Unknown) else unknown
    return False if unknown is None else unknown


def _ordered(operator: str, actual: str, wanted: str) -> Answer:
    """Compare two times, be they written as such or in seconds since 1970."""
    order = _MOMENTS.fullmatch(operator)
    compare = _ORDERS.get(order[1]) if order else None
    one, other = _moment(actual), _moment(wanted)
    if compare is None or one is None or other is None:
        return Unknown(f"it hangs on a condition with {operator}")
    return compare(one, other)


def _moment(text: str) -> datetime | None:
    if _NUMBER.fullmatch(text):
        return datetime.fromtimestamp(int(text), UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
