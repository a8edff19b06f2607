"""Whether one rule of a role allows one request.

The semantics are those of the API server's authorizer (Kubernetes, *Using RBAC Authorization*;
``pkg/apis/rbac/v1/evaluation_helpers.go``): ``*`` stands for everything only when it is the
whole word; a resource may also be ``*/exec``, the sub-resource of every resource, while
``pods/*`` is no pattern and matches nothing; a URL may end in ``*``; names are compared as they
are, ``*`` among them is just a name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

from auditor.answers import Answer, all_of
from auditor.facts import AccessRule, Unknown

EVERYTHING = "*"

Words = tuple[str | Unknown, ...]


class Request(Struct, frozen=True, kw_only=True):
    """What somebody asks of the API.

    ``resource`` is the plural with the sub-resource (``pods/exec``), ``group`` its API group,
    empty for the core. An empty ``name`` means: whatever object, so a rule limited to names does
    not allow it. With ``url`` it is a request for a path that is no resource.
    """

    verb: str
    resource: str = ""
    group: str = ""
    name: str = ""
    url: str = ""


def allows(rule: AccessRule, request: Request) -> Answer:
    """Say whether a rule allows a request, leaving aside where its role is bound."""
    verb = includes(rule.verbs, (request.verb,))
    if verb is False:
        return False
    if request.url:
        return all_of((verb, _includes_url(rule.urls, request.url)))
    parts = (
        verb,
        includes(rule.groups, (request.group,)),
        includes_resource(rule.resources, (request.resource,)),
    )
    answer = all_of(parts)
    return answer if answer is False else all_of((answer, _named(rule, request)))


def includes(words: Words, wanted: Collection[str]) -> Answer:
    """Say whether verbs, groups or names of a rule include one of those that are wanted."""
    hole: Answer = False
    for word in words:
        if word == EVERYTHING or word in wanted:
            return True
        if isinstance(word, Unknown):
            hole = word
    return hole


def includes_resource(words: Words, wanted: Iterable[str]) -> Answer:
    """Say whether the resources of a rule include one of those that are wanted."""
    if EVERYTHING in words:
        return True
    for resource in wanted:
        if resource in words:
            return True
        _, slash, subresource = resource.partition("/")
        if slash and f"*/{subresource}" in words:
            return True
    return _hole(words)


def everything(rule: AccessRule) -> Answer:
    """Say whether a rule allows every verb on every object of every group."""
    if rule.names:
        return False
    return all_of(
        EVERYTHING in words or _hole(words) for words in (rule.verbs, rule.groups, rule.resources)
    )


def describe(rule: AccessRule, shown: int | None = None) -> str:
    """Return a rule in words: ``get, list secrets`` or ``get /metrics``.

    :param shown: how many resources, names and URLs to name; the others are counted.
    """
    if everything(rule) is True:
        return "everything"
    verbs = ", ".join(map(_shown, rule.verbs)) or "nothing"
    parts = [_listed(rule.resources, shown)]
    if rule.names:
        parts.append(f"named {_listed(rule.names, shown)}")
    if rule.resources and any(rule.groups):
        groups = ["core" if group == "" else _shown(group) for group in rule.groups]
        parts.append(f"in {', '.join(groups)}")
    parts.append("any URL" if EVERYTHING in rule.urls else _listed(rule.urls, shown))
    return " ".join((verbs, *filter(None, parts)))


def _listed(words: Words, shown: int | None) -> str:
    more = len(words) - shown if shown is not None else 0
    text = ", ".join(map(_shown, words[:shown]))
    return f"{text} and {more} more" if more > 0 else text


def _shown(word: str | Unknown) -> str:
    return "?" if isinstance(word, Unknown) else word


def _named(rule: AccessRule, request: Request) -> Answer:
    """Judge names: an object that is being created has none yet, and a list has one only where
    a field selector gives it."""
    if not rule.names:
        return True
    if not request.name or (request.verb == "create" and "/" not in request.resource):
        return False
    return request.name in rule.names or _hole(rule.names)


def _includes_url(words: Words, url: str) -> Answer:
    for word in words:
        if isinstance(word, str) and (
            word in (EVERYTHING, url) or (word.endswith("*") and url.startswith(word.rstrip("*")))
        ):
            return True
    return _hole(words)


def _hole(words: Words) -> Answer:
    return next((word for word in words if isinstance(word, Unknown)), False)
