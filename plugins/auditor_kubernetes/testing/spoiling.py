"""Answers, spoilt by faults."""

from __future__ import annotations

import json

from auditor_kubernetes.testing import answers
from auditor_kubernetes.testing.answers import Answer
from auditor_kubernetes.testing.authorization import User
from auditor_kubernetes.testing.faults import Fault, Kind
from auditor_kubernetes.testing.routes import Route
from auditor_kubernetes.testing.store import encode

_LOGIN_PAGE = b"<!DOCTYPE html><html><body><h1>Log in</h1></body></html>"
_DEPTH = 100_000
_NESTED = b', "deeper": ' + b"[" * _DEPTH + b"]" * _DEPTH + b"}"
_ODD_ITEMS: tuple[object, ...] = (
    None,
    7,
    "text",
    [],
    {},
    {"metadata": None},
    {"metadata": []},
    {"metadata": {}},
)


def instead(fault: Fault, route: Route, user: User) -> Answer | None:
    """What is answered in the place of the right answer; ``None`` when it is only spoilt."""
    match fault.kind:
        case Kind.DENIED:
            return answers.forbidden(user, route)
        case Kind.UNAUTHORIZED:
            return answers.unauthorized()
        case Kind.THROTTLED:
            return answers.throttled(int(fault.seconds))
        case Kind.UNAVAILABLE:
            return answers.unavailable()
        case Kind.SERVER_ERROR:
            return answers.server_error()
        case Kind.GONE:
            return answers.gone()
        case Kind.WRONG_CONTENT:
            return Answer(status=200, body=_LOGIN_PAGE, content_type="text/html; charset=utf-8")
        case Kind.RESET:
            return Answer(status=200, body=b"", silent=True)
        case _:
            return None


def spoilt(fault: Fault, answer: Answer) -> Answer:
    """``answer`` as a fault leaves it."""
    match fault.kind:
        case Kind.TRUNCATED:
            answer.cut = True
        case Kind.MALFORMED:
            answer.body = answer.body[: len(answer.body) * 2 // 3]
        case Kind.NESTED if answer.status == 200:
            answer.body = answer.body.rstrip().removesuffix(b"}") + _NESTED
        case Kind.MISSHAPEN if answer.status == 200:
            content = json.loads(answer.body)
            rows = "rows" if content.get("kind") == "Table" else "items"
            answer.body = encode({**content, rows: [*content[rows], *_ODD_ITEMS]})
        case Kind.NO_ITEMS if answer.status == 200:
            content = json.loads(answer.body)
            rows = "rows" if content.get("kind") == "Table" else "items"
            answer.body = encode({**content, rows: None})
        case _:
            pass
    return answer
