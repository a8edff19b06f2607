"""The parameters of a call, as its caller gave them to the SDK."""

from __future__ import annotations

from typing import Any

from auditor_aws.testing.operations import Operation
from auditor_aws.testing.requests import Request


def parameters(operation: Operation, request: Request) -> dict[str, Any]:
    """Read the input of ``operation`` from path, query string, headers and body."""
    from moto.core.parse import PROTOCOL_PARSERS
    from werkzeug.datastructures import Headers, MultiDict

    rest = operation.protocol.startswith("rest")
    parser = PROTOCOL_PARSERS[operation.protocol](operation.model)
    parsed = parser.parse(
        {
            "method": request.method,
            "values": MultiDict(request.query if rest else request.form()),
            "headers": Headers(list(request.headers.items())),
            "body": request.body,
            "url_path": request.path,
            "url_params": operation.labels,
        }
    )
    return dict(parsed or {})
