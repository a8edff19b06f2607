"""Wildcard patterns of actions, resources and principals."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.facts import ANYONE

_WHOLE_ACTION = re.compile(r"\*+(:\*+)?")
_WHOLE_SERVICE = re.compile(r"([a-z0-9-]+):\*+", re.IGNORECASE)
_WHOLE_RESOURCE = re.compile(r"\*+|arn:(\*+|aws[a-z-]*)(:\*+)+", re.IGNORECASE)
_WHOLE_TYPE = re.compile(
    r"arn:[^:]*:(?P<service>[^:]*):[^:]*:[^:]*:(?P<type>[a-z0-9-]+[/:])?\*+(/\*+)?", re.IGNORECASE
)
_UNTYPED = frozenset({"s3", "execute-api"})
"""Services whose ARNs name a thing, not a type, before the slash."""
_ANY_ACCOUNT = re.compile(r"arn:[^:]*:(iam|sts)::\*+:.*", re.IGNORECASE)
_EVERYBODY = frozenset({ANYONE, "allusers", "allauthenticatedusers", "everyone"})
_KINDS = frozenset({"aws", "service", "federated", "canonical"})


@lru_cache(maxsize=65536)
def covers(wide: str, narrow: str) -> bool:
    """Say whether every string that ``narrow`` matches is matched by ``wide``.

    ``*`` stands for any characters and ``?`` for one, without regard to case. A wildcard
    in ``narrow`` is covered only by ``*`` in ``wide``, so the answer may be a false no but
    never a false yes. Time grows with the product of the lengths at most.
    """
    return _matches(wide.lower(), narrow.lower())


@lru_cache(maxsize=65536)
def covers_exactly(wide: str, narrow: str) -> bool:
    """Say the same with regard to case, as resources and most conditions are compared."""
    return _matches(wide, narrow)


def _matches(pattern: str, text: str) -> bool:
    if "*" not in pattern and "?" not in pattern:
        return pattern == text
    at, position, star, resume = 0, 0, -1, 0
    while position < len(text):
        wanted = pattern[at] if at < len(pattern) else ""
        if wanted == "*":
            star, resume = at, position
            at += 1
        elif wanted and (wanted == text[position] or wanted == "?") and text[position] != "*":
            at += 1
            position += 1
        elif star >= 0:
            resume += 1
            at, position = star + 1, resume
        else:
            return False
    return not pattern[at:].strip("*")


def disjoint(one: str, other: str) -> bool:
    """Say whether no string can match both patterns; a false no is possible."""
    heads = [re.split(r"[*?]", text.lower(), maxsplit=1)[0] for text in (one, other)]
    if heads[0] == one.lower():
        return not covers(other, one)
    if heads[1] == other.lower():
        return not covers(one, other)
    return not (heads[0].startswith(heads[1]) or heads[1].startswith(heads[0]))


def every_action(action: str) -> bool:
    """Say whether the pattern stands for every action of every service."""
    return _WHOLE_ACTION.fullmatch(action) is not None


def whole_service(action: str) -> str:
    """Return the service whose every action the pattern stands for, or an empty string."""
    found = _WHOLE_SERVICE.fullmatch(action)
    return found[1].lower() if found else ""


def every_resource(resource: str) -> bool:
    """Say whether the pattern stands for every resource of every service."""
    return _WHOLE_RESOURCE.fullmatch(resource) is not None


def every_resource_for(resource: str, action: str) -> bool:
    """Say whether the pattern leaves the action's service, or one of its types, unlimited.

    ``arn:aws:iam::123456789012:role/*`` does so for ``iam:PassRole``.
    """
    if every_resource(resource):
        return True
    found = _WHOLE_TYPE.fullmatch(resource)
    if found is None or (found["type"] and found["service"].lower() in _UNTYPED):
        return False
    return covers(found["service"], action.partition(":")[0])


def anyone(principal: str) -> bool:
    """Say whether the principal is everybody, or everybody of some kind (``service:*``)."""
    name = principal.strip().lower()
    if name in _EVERYBODY or _ANY_ACCOUNT.fullmatch(name):
        return True
    kind, _, rest = name.partition(":")
    return kind in _KINDS and rest == "*"
