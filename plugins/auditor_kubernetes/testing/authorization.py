"""Who asks, and what the rules of RBAC let them do.

Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ and, for what everybody
may do, its "API discovery roles".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auditor_kubernetes.testing.routes import Route

Rule = Mapping[str, Any]
EVERYTHING: tuple[Rule, ...] = (
    {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]},
    {"nonResourceURLs": ["*"], "verbs": ["*"]},
)
"""The rules of the ClusterRole ``cluster-admin``."""
_PUBLIC: tuple[Rule, ...] = (
    {
        "nonResourceURLs": ["/healthz", "/livez", "/readyz", "/version", "/version/"],
        "verbs": ["get"],
    },
)
_AUTHENTICATED: tuple[Rule, ...] = (
    {
        "apiGroups": ["authorization.k8s.io"],
        "resources": ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
        "verbs": ["create"],
    },
    {
        "apiGroups": ["authentication.k8s.io"],
        "resources": ["selfsubjectreviews"],
        "verbs": ["create"],
    },
    {
        "nonResourceURLs": ["/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*"],
        "verbs": ["get"],
    },
    *_PUBLIC,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Who sent a request."""

    name: str
    groups: tuple[str, ...] = ()

    @property
    def anonymous(self) -> bool:
        """Whether nothing was presented that says who it is."""
        return self.name == ANONYMOUS.name


ANONYMOUS = User(name="system:anonymous", groups=("system:unauthenticated",))


class Policy:
    """What authenticated users may do.

    :param rules: rules of a ClusterRole, as in YAML: ``apiGroups``, ``resources``, ``verbs``,
        ``resourceNames``, ``nonResourceURLs``.
    :param namespaced: rules of Roles, by namespace.

    Members of ``system:masters`` may do everything; anonymous users may read the version and
    the health, whatever the rules.
    """

    def __init__(
        self,
        rules: Iterable[Rule] = EVERYTHING,
        namespaced: Mapping[str, Iterable[Rule]] | None = None,
    ) -> None:
        self._rules = tuple(rules)
        self._namespaced = {name: tuple(own) for name, own in (namespaced or {}).items()}

    def allows(self, user: User, route: Route) -> bool:
        """Whether ``user`` may do what ``route`` says."""
        return any(_fits(rule, route) for rule in self.rules(user, route.namespace))

    def rules(self, user: User, namespace: str) -> Iterator[Rule]:
        """The rules that hold for ``user`` in ``namespace`` (empty: at the cluster scope)."""
        if user.anonymous:
            yield from _PUBLIC
            return
        yield from _AUTHENTICATED
        if "system:masters" in user.groups:
            yield from EVERYTHING
            return
        yield from self._rules
        for rule in self._namespaced.get(namespace, ()) if namespace else ():
            if rule.get("resources"):
                yield rule


def _fits(rule: Rule, route: Route) -> bool:
    verbs: Sequence[str] = rule.get("verbs") or ()
    if route.verb not in verbs and "*" not in verbs:
        return False
    if not route.resource:
        return any(_path_fits(url, route.path) for url in rule.get("nonResourceURLs") or ())
    groups: Sequence[str] = rule.get("apiGroups") or ()
    if route.group not in groups and "*" not in groups:
        return False
    names: Sequence[str] = rule.get("resourceNames") or ()
    if names and route.name not in names:
        return False
    return _resource_fits(rule.get("resources") or (), route)


def _path_fits(pattern: str, path: str) -> bool:
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern


def _resource_fits(resources: Sequence[str], route: Route) -> bool:
    asked = f"{route.resource}/{route.subresource}" if route.subresource else route.resource
    if "*" in resources or asked in resources:
        return True
    return bool(route.subresource) and f"*/{route.subresource}" in resources
