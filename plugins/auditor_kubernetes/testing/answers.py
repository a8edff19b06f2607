"""Answers of the API server, and how it words its refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor_kubernetes.testing.authorization import User
from auditor_kubernetes.testing.kinds import qualified
from auditor_kubernetes.testing.routes import Route
from auditor_kubernetes.testing.store import encode

JSON = "application/json"
TEXT = "text/plain; charset=utf-8"


@dataclass(slots=True, kw_only=True)
class Answer:
    """An HTTP answer. The connection ends in the middle of its body when it is ``cut``, before
    its status when it is ``silent``."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    silent: bool = False


def document(value: Mapping[str, Any], status: int = 200) -> Answer:
    """``value`` as JSON."""
    return Answer(status=status, body=encode(value))


def text(status: int, line: str, headers: dict[str, str] | None = None) -> Answer:
    """A plain line, which is what the server says where it has no Status to give."""
    return Answer(
        status=status, body=f"{line}\n".encode(), content_type=TEXT, headers=headers or {}
    )


def failure(
    code: int,
    reason: str,
    message: str,
    *,
    details: Mapping[str, Any] | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Answer:
    """A Status object."""
    status = {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": metadata or {},
        "status": "Failure",
        "message": message,
        "reason": reason,
        "details": details or {},
        "code": code,
    }
    if details is None:
        del status["details"]
    return document(status, code)


def forbidden(user: User, route: Route) -> Answer:
    """403, and what the user lacks."""
    if not route.resource:
        wish = f'forbidden: User "{user.name}" cannot {route.verb} path "{route.path}"'
        return failure(403, "Forbidden", wish, details={})
    scope = f'in the namespace "{route.namespace}"' if route.namespace else "at the cluster scope"
    resource = f"{route.resource}/{route.subresource}" if route.subresource else route.resource
    subject = f'{route.target} "{route.name}"' if route.name else route.target
    return failure(
        403,
        "Forbidden",
        f'{subject} is forbidden: User "{user.name}" cannot {route.verb} resource "{resource}" '
        f'in API group "{route.group}" {scope}',
        details=_details(route),
    )


def unauthorized() -> Answer:
    """401: the token is unknown or has ended."""
    return failure(401, "Unauthorized", "Unauthorized")


def no_such_object(route: Route) -> Answer:
    """404 for a name that is not there."""
    message = f'{qualified(route.resource, route.group)} "{route.name}" not found'
    return failure(404, "NotFound", message, details=_details(route))


def no_such_resource() -> Answer:
    """404 for a resource that a group of the server itself lacks."""
    message = "the server could not find the requested resource"
    return failure(404, "NotFound", message, details={})


def no_such_page() -> Answer:
    """404 where no group is: not a Status."""
    return text(404, "404 page not found")


def bad_request(message: str) -> Answer:
    """400."""
    return failure(400, "BadRequest", message)


def not_acceptable(message: str) -> Answer:
    """406."""
    return failure(406, "NotAcceptable", message)


def not_allowed() -> Answer:
    """405."""
    message = "the server does not allow this method on the requested resource"
    return failure(405, "MethodNotAllowed", message, details={})


def expired(token: str) -> Answer:
    """410 for a continuation that is too old; ``token`` leads to an inconsistent remainder."""
    message = (
        "The provided continue parameter is too old to display a consistent list result. "
        "The token in this response leads to the remainder, which may be inconsistent."
    )
    return failure(410, "Expired", message, metadata={"continue": token})


def gone() -> Answer:
    """410 for what is no longer kept."""
    return failure(410, "Gone", "The requested resource is no longer available.")


def throttled(seconds: int) -> Answer:
    """429; ``seconds`` to wait."""
    headers = {"Retry-After": str(seconds)}
    return text(429, "Too many requests, please try again later.", headers)


def server_error() -> Answer:
    """500."""
    message = "Internal error occurred: etcdserver: request timed out"
    return failure(500, "InternalError", message, details={})


def unavailable() -> Answer:
    """503 of an aggregated API that is down: not a Status."""
    return text(503, "service unavailable")


def _details(route: Route) -> dict[str, str]:
    details = {"name": route.name, "group": route.group, "kind": route.resource}
    return {name: value for name, value in details.items() if value}
