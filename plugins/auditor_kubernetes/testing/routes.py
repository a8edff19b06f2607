"""What a request is about: verb, resource, namespace and name, read from method and path.

Source: "Determine the Request Verb" in the authorization reference of Kubernetes
(https://kubernetes.io/docs/reference/access-authn-authz/authorization/).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from auditor_kubernetes.testing.kinds import qualified

_VERBS = {"GET": "get", "HEAD": "get", "POST": "create", "PUT": "update", "PATCH": "patch"}
_OF_NAMESPACES = ("status", "finalize")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One request as authorization sees it.

    ``resource`` is empty for a path that names none, such as ``/version``; its ``verb`` is
    then the method in lower case. ``namespace`` is empty at the cluster scope.
    """

    verb: str
    path: str
    group: str = ""
    version: str = ""
    resource: str = ""
    subresource: str = ""
    namespace: str = ""
    name: str = ""

    @property
    def target(self) -> str:
        """``pods``, ``deployments.apps``, or the path where no resource is named."""
        return qualified(self.resource, self.group) if self.resource else self.path

    @property
    def changes(self) -> bool:
        """Whether the verb is one that writes."""
        if self.resource:
            return self.verb not in ("get", "list", "watch")
        return self.verb not in ("get", "head", "options")


def read(method: str, path: str, query: Mapping[str, str]) -> Route:
    """The route of a request; ``path`` is percent-encoded and without the query."""
    parts = [unquote(part) for part in path.split("/") if part]
    plain = Route(verb=method.lower(), path=unquote(path))
    if parts[:1] == ["api"] and len(parts) > 2:
        group, version, rest = "", parts[1], parts[2:]
    elif parts[:1] == ["apis"] and len(parts) > 3:
        group, version, rest = parts[1], parts[2], parts[3:]
    else:
        return plain
    namespace = ""
    if rest[0] == "namespaces" and len(rest) > 1:
        namespace = rest[1]
        if len(rest) > 2 and rest[2] not in _OF_NAMESPACES:
            rest = rest[2:]
    name = rest[1] if len(rest) > 1 else ""
    verb = _verb(method, name, query)
    if not name and verb in ("list", "watch", "deletecollection"):
        name = _named(query)
    return Route(
        verb=verb,
        path=plain.path,
        group=group,
        version=version,
        resource=rest[0],
        subresource="/".join(rest[2:]),
        namespace=namespace,
        name=name,
    )


def _verb(method: str, name: str, query: Mapping[str, str]) -> str:
    if method == "DELETE":
        return "delete" if name else "deletecollection"
    verb = _VERBS.get(method, method.lower())
    if verb == "get" and query.get("watch", "") in ("1", "true"):
        return "watch"
    return "list" if verb == "get" and not name else verb


def _named(query: Mapping[str, str]) -> str:
    """The name that a list's field selector demands; empty when it demands none."""
    for part in query.get("fieldSelector", "").split(","):
        field, _, value = part.replace("==", "=").partition("=")
        if field == "metadata.name":
            return value
    return ""
