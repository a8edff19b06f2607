"""What users ask about themselves: may I, what may I, who am I.

Source: https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from auditor_kubernetes.testing import protobuf
from auditor_kubernetes.testing.answers import Answer, bad_request, document
from auditor_kubernetes.testing.authorization import Policy, User
from auditor_kubernetes.testing.routes import Route
from auditor_kubernetes.testing.store import Json

REVIEWS = ("selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews")
"""The resources that are created to ask a question, and change nothing."""


def answer(
    route: Route, body: bytes, user: User, policy: Policy, allows: Callable[[Route], bool]
) -> Answer:
    """The review in ``body`` with its status; 400 for one that cannot be read."""
    try:
        review = protobuf.decoded(body) or json.loads(body)
        spec = review.get("spec") or {}
        match route.resource:
            case "selfsubjectaccessreviews":
                status = _access(spec, allows)
            case "selfsubjectrulesreviews":
                status = _rules(str(spec["namespace"]), user, policy)
            case _:
                status = {"userInfo": {"username": user.name, "groups": list(user.groups)}}
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        return bad_request(f"the review cannot be read: {error}")
    return document({**review, "metadata": {}, "status": status}, 201)


def _access(spec: Json, allows: Callable[[Route], bool]) -> Json:
    path = spec.get("nonResourceAttributes")
    if path is not None:
        route = Route(verb=path.get("verb", ""), path=path.get("path", ""))
    else:
        wish = spec["resourceAttributes"]
        names = ("verb", "group", "version", "resource", "subresource", "namespace", "name")
        given: dict[str, Any] = {name: wish.get(name) or "" for name in names}
        route = Route(path="", **given)
    if not allows(route):
        return {"allowed": False}
    return {"allowed": True, "reason": "RBAC: allowed by the rules of this server"}


def _rules(namespace: str, user: User, policy: Policy) -> Json:
    resource_rules, path_rules = [], []
    for rule in policy.rules(user, namespace):
        verbs = list(rule.get("verbs") or ())
        if rule.get("resources"):
            names = ("apiGroups", "resources", "resourceNames")
            own = {name: list(rule[name]) for name in names if rule.get(name)}
            resource_rules.append({"verbs": verbs, **own})
        if rule.get("nonResourceURLs"):
            path_rules.append({"verbs": verbs, "nonResourceURLs": list(rule["nonResourceURLs"])})
    return {"resourceRules": resource_rules, "nonResourceRules": path_rules, "incomplete": False}
