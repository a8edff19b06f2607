"""Answers on the wire: a dict or an error in the protocol of the operation it answers.

Results are serialised by moto from the SDK's output shape; errors are written here, in
the five forms the SDK's parsers know.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

import msgspec

from auditor_aws.testing.operations import Operation

REQUEST_ID = "00000000-0000-4000-8000-000000000000"


class Refusal(msgspec.Struct, frozen=True):
    """An error of the service: its code, its message, the HTTP status."""

    code: str
    message: str
    status: int = 400


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Status, headers and body to send. With ``cut``, the connection is closed after so
    many bytes of the body; ``cut=-1`` closes it before anything is sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: int | None = None


class StubError(ValueError):
    """A stub answer that the SDK's output shape forbids."""


def check(operation: Operation, result: Mapping[str, Any]) -> None:
    """Hold ``result`` against the output shape: names, types, required members.

    :raises StubError: naming every fault.
    """
    from botocore.validate import ParamValidator

    shape = operation.model.output_shape
    if shape is None:
        if result:
            raise StubError(f"{operation.service}:{operation.name} answers nothing")
        return
    faults = ParamValidator().validate(dict(result), shape)
    if faults.has_errors():
        raise StubError(f"{operation.service}:{operation.name}: {faults.generate_report()}")


def success(operation: Operation, result: Mapping[str, Any]) -> Answer:
    """``result`` as the service would send it; :func:`check` it first."""
    from moto.core.serialize import get_serializer_class

    serializer = get_serializer_class(operation.service, operation.protocol)
    sent = serializer(operation_model=operation.model).serialize(dict(result))
    body = sent["body"]
    if hasattr(body, "read"):
        body = body.read()
    return Answer(
        status=int(sent["status_code"]),
        headers={name: str(value) for name, value in sent["headers"].items()},
        body=body.encode() if isinstance(body, str) else bytes(body or b""),
    )


def failure(operation: Operation, refusal: Refusal) -> Answer:
    """``refusal`` as the service would send it."""
    protocol = operation.protocol
    if operation.model.http.get("method") == "HEAD":
        return Answer(status=refusal.status, headers={}, body=b"")
    if protocol in ("json", "rest-json"):
        body = json.dumps({"__type": refusal.code, "message": refusal.message})
        kind = "application/x-amz-json-1.1" if protocol == "json" else "application/json"
        headers = {"x-amzn-errortype": refusal.code, "x-amzn-requestid": REQUEST_ID}
        return Answer(
            status=refusal.status, headers={"Content-Type": kind, **headers}, body=body.encode()
        )
    code, message = escape(refusal.code), escape(refusal.message)
    error = f"<Code>{code}</Code><Message>{message}</Message>"
    if protocol == "ec2":
        text = (
            f"<Response><Errors><Error>{error}</Error></Errors>"
            f"<RequestID>{REQUEST_ID}</RequestID></Response>"
        )
    elif operation.service == "s3":
        text = f"<Error>{error}<RequestId>{REQUEST_ID}</RequestId></Error>"
    else:
        text = (
            f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error>"
            f"<RequestId>{REQUEST_ID}</RequestId></ErrorResponse>"
        )
    return Answer(status=refusal.status, headers={"Content-Type": "text/xml"}, body=text.encode())


def result_of(operation: Operation, answer: Answer) -> dict[str, Any]:
    """What the SDK reads from a good ``answer``, without its metadata."""
    from botocore.awsrequest import HeadersDict
    from botocore.parsers import create_parser

    sent = {
        "status_code": answer.status,
        "headers": HeadersDict(answer.headers),
        "body": answer.body,
    }
    parsed = create_parser(operation.protocol).parse(sent, operation.model.output_shape)
    parsed.pop("ResponseMetadata", None)
    return dict(parsed)
