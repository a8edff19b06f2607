"""One request as it came over the wire, and who signed it for what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec

_CREDENTIAL = re.compile(
    r"Credential=(?P<key>[^/]+)/\d{8}/(?:(?P<region>[^/]+)/)?(?P<service>[^/]+)/aws4_request"
)


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """Method, path and body of a call.

    ``path`` keeps its percent-encoding, because an encoded slash belongs to a label.
    ``query`` keeps the first value of each parameter; header names are in lower case.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    @classmethod
    def read(cls, environ: Mapping[str, Any], body: bytes) -> Request:
        """The request in a WSGI ``environ`` whose body has been read already."""
        target = str(environ.get("RAW_URI") or environ["PATH_INFO"])
        if "://" in target:  # a client that takes us for its proxy sends the whole address
            target = "/" + target.split("://", 1)[1].partition("/")[2]
        headers = {
            name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
            for name, value in environ.items()
            if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
        }
        query: dict[str, str] = {}
        for name, value in parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True):
            query.setdefault(name, value)
        return cls(
            method=environ["REQUEST_METHOD"],
            path=target.partition("?")[0] or "/",
            query=query,
            headers=headers,
            body=body,
        )

    def form(self) -> dict[str, str]:
        """The parameters of a query-protocol call, from its body or else its address."""
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            text = self.body.decode("utf-8", "replace")
            return dict(parse_qsl(text, keep_blank_values=True))
        return dict(self.query)


class Signer(msgspec.Struct, frozen=True, kw_only=True):
    """The scope of a signature (AWS Signature Version 4, "credential scope").

    ``service`` is the signing name, which several services may share. ``region`` is
    empty for a multi-region signature (version 4A), which carries none.
    """

    access_key: str
    region: str
    service: str


def signer(request: Request) -> Signer | None:
    """Who signed ``request``, in its header or (presigned) in its address; else ``None``."""
    text = request.headers.get("authorization", "")
    if not text and "X-Amz-Credential" in request.query:
        text = f"Credential={request.query['X-Amz-Credential']}"
    found = _CREDENTIAL.search(text)
    if found is None:
        return None
    return Signer(
        access_key=found["key"], region=found["region"] or "", service=found["service"].lower()
    )
