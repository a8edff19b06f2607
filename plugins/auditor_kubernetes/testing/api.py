"""Requests answered as a Kubernetes API server answers them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor_kubernetes.testing import answers, lists, representations, reviews, routes, spoiling
from auditor_kubernetes.testing.answers import Answer
from auditor_kubernetes.testing.authorization import ANONYMOUS, Policy, User
from auditor_kubernetes.testing.discovery import Discovery
from auditor_kubernetes.testing.faults import Fault, Faults, Kind
from auditor_kubernetes.testing.kinds import Resource
from auditor_kubernetes.testing.representations import Form, Wanted
from auditor_kubernetes.testing.routes import Route
from auditor_kubernetes.testing.selectors import SelectorError
from auditor_kubernetes.testing.store import Json, Store

DEPRECATED = {
    "v1/componentstatuses": "v1 ComponentStatus is deprecated in v1.19+",
    "v1/endpoints": "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
}
"""What the server warns of, by API version and plural."""
_VERSION = re.compile(r"v(\d+)\.(\d+)\.\d+(.*)")
_AGGREGATED_SINCE = (1, 27)
"""Servers aggregate discovery by default since then (Kubernetes documentation, "Feature Gates":
AggregatedDiscoveryEndpoint)."""
_HEALTH = ("healthz", "livez", "readyz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it came over the wire.

    ``path`` is percent-encoded and without the query, of which each parameter's first value is
    kept; header names are in lower case. ``user`` is who the client's certificate names.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    user: User | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that was made, and the status of its answer."""

    route: Route
    query: Mapping[str, str]
    status: int

    @property
    def verb(self) -> str:
        """As in RBAC: ``list``, ``get``."""
        return self.route.verb

    @property
    def target(self) -> str:
        """As in :class:`Fault`: ``pods``, ``deployments.apps``, ``/version``."""
        return self.route.target

    @property
    def path(self) -> str:
        """The path, decoded and without the query."""
        return self.route.path

    @property
    def changes(self) -> bool:
        """Whether it would have changed something; reviews are created, but change nothing."""
        review = self.verb == "create" and self.route.resource in reviews.REVIEWS
        return self.route.changes and not review


class Api:
    """The application behind the port.

    :param tokens: the users by their bearer tokens.
    :param version: what ``/version`` says (``v1.36.2``, ``v1.34.5-eks-1234567``).
    :param deprecated: warnings by API version and plural.
    :param metrics: lines that ``/metrics`` shows beside the deprecated APIs requested here.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        tokens: Mapping[str, User],
        version: str,
        deprecated: Mapping[str, str],
        metrics: Iterable[str],
    ) -> None:
        self.store = store
        self.policy = policy
        self.faults = Faults()
        self.calls: list[Call] = []
        self.address = ""
        self._tokens = tokens
        self._version = version
        self._deprecated = deprecated
        self._metrics = tuple(metrics)
        self._deprecated_calls: Counter[tuple[str, str, str]] = Counter()
        self._discovery = Discovery(
            store, self._down, lambda: self.address, _numbers(version) >= _AGGREGATED_SINCE
        )

    def answer(self, request: Request) -> Answer:
        """The answer, spoilt by the fault that strikes, if one does."""
        route = routes.read(request.method, request.path, request.query)
        fault = self.faults.strike(route, continues=_continues(request.query))
        answer = self._struck(request, route, fault)
        answer.headers.setdefault("Cache-Control", "no-cache, private")
        self.calls.append(Call(route=route, query=request.query, status=answer.status))
        return answer

    def _struck(self, request: Request, route: Route, fault: Fault | None) -> Answer:
        if fault is None:
            return self._answer(request, route, fault)
        if fault.kind is Kind.SLOW:
            self.faults.hang(fault.seconds)
        instead = spoiling.instead(fault, route, self._user(request) or ANONYMOUS)
        return instead or spoiling.spoilt(fault, self._answer(request, route, fault))

    def _answer(self, request: Request, route: Route, fault: Fault | None) -> Answer:
        user = self._user(request)
        if user is None:
            return answers.unauthorized()
        if not self._allows(user, route):
            return answers.forbidden(user, route)
        if not route.resource:
            if request.method != "GET":
                return answers.not_allowed()
            return self._plain(request, route)
        return self._of_resource(request, route, user, fault)

    def _user(self, request: Request) -> User | None:
        """Who asks; ``None`` for a token that nobody has."""
        header = request.headers.get("authorization", "")
        if not header:
            return request.user or ANONYMOUS
        scheme, _, token = header.partition(" ")
        return self._tokens.get(token.strip()) if scheme.lower() == "bearer" else None

    def _allows(self, user: User, route: Route) -> bool:
        return self.policy.allows(user, route) and not self.faults.denies(route)

    def _down(self, group: str, version: str) -> bool:
        answers_itself = self.store.services.get((group, version), True)
        return not answers_itself or self.faults.silences(group)

    def _plain(self, request: Request, route: Route) -> Answer:
        parts = [part for part in route.path.split("/") if part]
        match parts:
            case ["api" | "apis", *_]:
                return self._discovery.answer(parts, request.headers.get("accept", ""))
            case ["version"]:
                return answers.document(version_info(self._version))
            case [name, *_] if name in _HEALTH:
                return Answer(status=200, body=b"ok", content_type=answers.TEXT)
            case ["openapi", "v3"]:
                return self._discovery.openapi()
            case ["metrics"]:
                return self._metrics_page()
            case []:
                return answers.document({"paths": ["/api", "/apis", "/version"]})
            case _:
                return answers.no_such_page()

    def _of_resource(
        self, request: Request, route: Route, user: User, fault: Fault | None
    ) -> Answer:
        if self._down(route.group, route.version):
            return answers.unavailable()
        resource = self.store.resource(route.group, route.version, route.resource)
        if resource is None or (route.subresource and not _has(resource, route)):
            own = any(
                found.group == route.group and not found.custom for found in self.store.resources()
            )
            known = own and self._discovery.serves(route.group, route.version)
            return answers.no_such_resource() if known else answers.no_such_page()
        if route.verb == "create" and resource.plural in reviews.REVIEWS:
            return reviews.answer(
                route, request.body, user, self.policy, lambda wish: self._allows(user, wish)
            )
        if route.verb not in ("get", "list") or route.verb not in resource.verbs:
            return answers.not_allowed()
        astray = bool(route.namespace) != resource.namespaced and resource.plural != "namespaces"
        if astray and (route.namespace or route.verb == "get"):
            return answers.no_such_resource()
        wish = representations.wanted(request.headers.get("accept", ""))
        if wish is None:
            return answers.not_acceptable("only application/json is served")
        answer = self._read(request, route, resource, wish, fault)
        self._warn(answer, route, resource)
        return answer

    def _read(
        self,
        request: Request,
        route: Route,
        resource: Resource,
        wish: Wanted,
        fault: Fault | None,
    ) -> Answer:
        if route.verb == "list":
            return self._list(request, route, resource, wish, fault)
        namespace = route.namespace if resource.namespaced else ""
        item = self.store.item(resource.group, resource.plural, route.name, namespace)
        if item is None:
            return answers.no_such_object(route)
        if route.subresource not in ("", "status"):
            return answers.not_allowed()
        if wish.form is Form.METADATA_LIST:
            return answers.not_acceptable(f"{wish.form} was asked for, but this is no list")
        return representations.single(item, resource, route.version, wish)

    def _list(
        self,
        request: Request,
        route: Route,
        resource: Resource,
        wish: Wanted,
        fault: Fault | None,
    ) -> Answer:
        if wish.form is Form.METADATA:
            return answers.not_acceptable(f"{wish.form} was asked for, but this is a list")
        query = dict(request.query)
        if fault is not None and fault.kind is Kind.ENDLESS:
            query.pop("continue", None)
        try:
            page = lists.page(self.store, resource, route.namespace, query)
            if fault is not None and fault.kind is Kind.EXPIRED:
                start = lists.Token.decode(query["continue"]).start
                return answers.expired(
                    lists.Token(revision=lists.INCONSISTENT, start=start).encode()
                )
        except (lists.BadList, SelectorError) as error:
            return answers.bad_request(str(error))
        metadata = page.metadata
        if fault is not None and fault.kind is Kind.ENDLESS and page.items:
            again = lists.after(page.items[-1], route.namespace, self.store.revision)
            metadata = {**metadata, "continue": again.encode()}
        include = request.query.get("includeObject", "")
        return representations.listing(page.items, resource, route.version, metadata, wish, include)

    def _warn(self, answer: Answer, route: Route, resource: Resource) -> None:
        """The header of a deprecated API, and its count."""
        name = f"{resource.api_version(route.version)}/{resource.plural}"
        warning = self._deprecated.get(name) or resource.warnings.get(route.version)
        if warning:
            answer.headers["Warning"] = f'299 - "{warning}"'
            self._deprecated_calls[route.group, route.version, resource.plural] += 1

    def _metrics_page(self) -> Answer:
        name = "apiserver_requested_deprecated_apis"
        lines = [f"# TYPE {name} gauge"] if self._deprecated_calls else []
        lines += [
            f'{name}{{group="{group}",removed_release="",resource="{plural}",'
            f'subresource="",version="{version}"}} 1'
            for group, version, plural in sorted(self._deprecated_calls)
        ]
        return answers.text(200, "\n".join([*lines, *self._metrics]))


def version_info(version: str) -> Json:
    """The document at ``/version`` for a version such as ``v1.36.2``."""
    found = _VERSION.match(version)
    major, minor, rest = found.groups() if found else ("", "", "")
    return {
        "major": major,
        "minor": f"{minor}+" if rest else minor,
        "emulationMajor": major,
        "emulationMinor": minor,
        "minCompatibilityMajor": major,
        "minCompatibilityMinor": str(int(minor) - 1) if minor else "",
        "gitVersion": version,
        "gitCommit": "0" * 40,
        "gitTreeState": "clean",
        "buildDate": "2026-01-01T00:00:00Z",
        "goVersion": "go1.26.0",
        "compiler": "gc",
        "platform": "linux/amd64",
    }


def _numbers(version: str) -> tuple[int, int]:
    """Major and minor version; those of the present where none is told."""
    found = _VERSION.match(version)
    return (int(found[1]), int(found[2])) if found else _AGGREGATED_SINCE


def _has(resource: Resource, route: Route) -> bool:
    return route.subresource.partition("/")[0] in resource.subresources


def _continues(query: Mapping[str, str]) -> bool:
    """Whether a request goes on with a consistent list."""
    text = query.get("continue", "")
    if not text:
        return False
    try:
        return lists.Token.decode(text).revision != lists.INCONSISTENT
    except lists.BadList:
        return False
