"""Which operation a request calls, told from the SDK's own service models.

JSON protocols name it in ``X-Amz-Target``, the query protocols in ``Action``, Smithy RPC
in the path; REST services are matched by method, path and the query-string literals of
the model's ``requestUri`` (Smithy, "HTTP binding traits").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec

from auditor_aws.testing.requests import Request, Signer

# Signing names that are not the SDK's name of the one service they sign for. The first
# service that knows the operation wins. Neptune and DocumentDB sign and call as RDS does:
# what all have in common is RDS.
_SIGNED_FOR: dict[str, tuple[str, ...]] = {
    "access-analyzer": ("accessanalyzer",),
    "airflow": ("mwaa",),
    "apigateway": ("apigateway", "apigatewayv2"),
    "bedrock": ("bedrock", "bedrock-agent", "bedrock-runtime", "bedrock-agent-runtime"),
    "elasticfilesystem": ("efs",),
    "elasticloadbalancing": ("elbv2", "elb"),
    "elasticmapreduce": ("emr",),
    "es": ("opensearch", "es"),
    "monitoring": ("cloudwatch",),
    "rds": ("rds", "neptune", "docdb"),
    "s3": ("s3control", "s3"),
    "s3express": ("s3",),
    "ses": ("sesv2", "ses"),
    "sso": ("sso-admin",),
    "states": ("stepfunctions",),
    "tagging": ("resourcegroupstaggingapi",),
}
# Alike but for the host they are sent to, which a test endpoint has not got.
_SAME_ADDRESS = {"ListDirectoryBuckets": "s3express", "ListBuckets": "s3"}
_LABEL = re.compile(r"\{([^}]+)\}")
_RPC_PATH = re.compile(r"/service/[^/]+/operation/([^/]+)")


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """A resolved operation: the SDK's service name, the operation's name, its model.

    ``labels`` are the parameters that stood in the path, decoded, by their names on the wire.
    """

    service: str
    name: str
    model: Any
    labels: dict[str, str]

    @property
    def protocol(self) -> str:
        """The protocol the SDK speaks with this service: ``json``, ``query``, ``rest-xml``…"""
        return str(self.model.service_model.resolved_protocol)


class _Route(msgspec.Struct, frozen=True):
    name: str
    method: str
    path: re.Pattern[str]
    labels: tuple[str, ...]
    literals: tuple[tuple[str, str], ...]
    needed: tuple[str, ...]
    headers: tuple[str, ...]
    rank: tuple[tuple[bool, ...], int, bool]

    def fits(self, request: Request) -> re.Match[str] | None:
        if any(request.query.get(name, value + "?") != value for name, value in self.literals):
            return None
        if any(name not in request.query for name in self.needed):
            return None
        if any(name not in request.headers for name in self.headers):
            return None
        return self.path.fullmatch(request.path.rstrip("/") or "/")


def resolve(request: Request, signed: Signer) -> Operation | None:
    """The operation that ``request`` calls, or ``None`` when no model has it."""
    for service in _SIGNED_FOR.get(signed.service, (signed.service,)):
        model = service_model(service)
        if model is None:
            continue
        found = _named(request, model) or _routed(request, model, service, signed)
        if found is not None:
            name, labels = found
            return Operation(
                service=service, name=name, model=model.operation_model(name), labels=labels
            )
    return None


def operation(service: str, name: str) -> Operation:
    """The operation of that name.

    :raises LookupError: when the SDK's models lack it, or its calls are named otherwise.
    """
    model = service_model(service)
    if model is None or name not in model.operation_names:
        raise LookupError(f"no operation {service}:{name} in the SDK's models")
    if service in ("docdb", "neptune") and name in service_model("rds").operation_names:
        raise LookupError(f"{service}:{name} goes by the name of rds:{name}")
    return Operation(service=service, name=name, model=model.operation_model(name), labels={})


@cache
def service_model(service: str) -> Any:
    """The SDK's model of ``service``, or ``None`` for a service it does not know."""
    from botocore.exceptions import UnknownServiceError
    from moto.core.utils import get_service_model

    try:
        return get_service_model(service)
    except UnknownServiceError:
        return None


def _named(request: Request, model: Any) -> tuple[str, dict[str, str]] | None:
    """The operation a request names outright: target header, ``Action``, RPC path."""
    name = ""
    if target := request.headers.get("x-amz-target"):
        prefix, _, name = target.rpartition(".")
        if prefix != model.metadata.get("targetPrefix"):
            return None
    elif rpc := _RPC_PATH.fullmatch(request.path):
        name = rpc[1]
    elif "query" in str(model.protocol) or model.protocol == "ec2":
        form = request.form()
        if form.get("Version", model.api_version) == model.api_version:
            name = form.get("Action", "")
    return (name, {}) if name in model.operation_names else None


def _routed(
    request: Request, model: Any, service: str, signed: Signer
) -> tuple[str, dict[str, str]] | None:
    """The REST operation whose binding fits best: most literal path, most conditions."""
    best: tuple[_Route, re.Match[str]] | None = None
    for route in _routes(service):
        if route.method != request.method or (best and best[0].rank >= route.rank):
            continue
        if _SAME_ADDRESS.get(route.name, signed.service) != signed.service:
            continue
        if match := route.fits(request):
            best = route, match
    if best is None:
        return None
    route, match = best
    return route.name, {
        label: unquote(value) for label, value in zip(route.labels, match.groups(), strict=True)
    }


@cache
def _routes(service: str) -> tuple[_Route, ...]:
    model = service_model(service)
    if model is None or not str(model.protocol).startswith("rest"):
        return ()
    return tuple(_route(model.operation_model(name)) for name in model.operation_names)


def _route(model: Any) -> _Route:
    path, _, query = model.http["requestUri"].partition("?")
    path = path.rstrip("/") or "/"
    literals = tuple(parse_qsl(query, keep_blank_values=True))
    fixed = {name for name, _ in literals}
    needed = tuple(name for name in _required(model, "querystring") if name not in fixed)
    headers = tuple(name.lower() for name in _required(model, "header"))
    segments = tuple("{" not in segment for segment in path.split("/"))
    return _Route(
        name=model.name,
        method=model.http["method"],
        path=re.compile(_pattern(path)),
        labels=tuple(label.rstrip("+") for label in _LABEL.findall(path)),
        literals=literals,
        needed=needed,
        headers=headers,
        rank=(segments, len(literals) + len(needed) + len(headers), not model.deprecated),
    )


def _pattern(path: str) -> str:
    """A regular expression for a ``requestUri`` path; ``{label+}`` may hold slashes."""
    parts = _LABEL.split(path)
    return "".join(
        re.escape(part) if index % 2 == 0 else "(.+)" if part.endswith("+") else "([^/]+)"
        for index, part in enumerate(parts)
    )


def _required(model: Any, location: str) -> Iterator[str]:
    """Wire names of the required input members that travel in ``location``."""
    shape = model.input_shape
    if shape is None:
        return
    for member in shape.required_members:
        serialization = shape.members[member].serialization
        if serialization.get("location") == location:
            yield serialization.get("name", member)
