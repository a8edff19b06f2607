"""Answers as evidence: what was asked, by whom, when, and what came back."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from auditor.collecting import Sink
from auditor_aws.concealing import concealed
from auditor_aws.shapes import Item


class Keeper:
    """Keeps the answers of one unit; several threads may call it."""

    def __init__(self, sink: Sink, account: str, region: str, principal: str) -> None:
        self._sink = sink
        self._where = {"account": account, "region": region, "principal": principal}
        self._encoder = msgspec.json.Encoder(order="deterministic", enc_hook=str)
        self._lock = threading.Lock()

    def keep(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        answer: Mapping[str, Any],
        conceal: Iterable[str] = (),
    ) -> str:
        """Keep one answer and return its digest."""
        return self._store(operation, self.record(operation, arguments, answer, conceal))

    def of(self, item: Item) -> str:
        """Return the digest of a thing's evidence: its page, or the thing together with the
        later answers about it."""
        if item.answers and not item.digest:
            listed = concealed(dict(item), item.conceal)
            record = {"listed": listed, "answers": item.answers}
            item.digest = self._store(item.operation, record)
        return item.digest or item.page

    def record(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        answer: Mapping[str, Any],
        conceal: Iterable[str] = (),
    ) -> dict[str, Any]:
        """Return an answer with where it comes from."""
        content = dict(answer)
        metadata = content.pop("ResponseMetadata", None) or {}
        return {
            "operation": operation,
            "parameters": dict(arguments),
            **self._where,
            "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "request": metadata.get("RequestId", ""),
            "answer": concealed(_legible(content), conceal),
        }

    def _store(self, operation: str, record: Mapping[str, Any]) -> str:
        content = self._encoder.encode(record)
        source = f"{operation} {self._where['account']} {self._where['region']}"
        with self._lock:
            return self._sink.keep(content, media_type="application/json", source=source)


def _legible(content: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with text that came as bytes (a credential report) as text."""
    return {
        key: value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        for key, value in content.items()
    }
