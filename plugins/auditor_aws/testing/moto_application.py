"""moto's server as an object: no socket, no printing, and a plain "not implemented"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from auditor_aws.testing.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Callable


class Moto:
    """Every backend of moto behind one call. State is per process, not per object."""

    def __init__(self) -> None:
        self._application = _application()

    def answer(self, environ: dict[str, Any]) -> Answer | None:
        """moto's answer to a WSGI request, or ``None`` when moto lacks the operation.

        A crash within moto is an HTML page with status 500.
        """
        from werkzeug.test import run_wsgi_app

        try:
            body, status, headers = run_wsgi_app(self._application, environ, buffered=True)
        except NotImplementedError:
            return None
        answer = Answer(
            status=int(status.partition(" ")[0]),
            headers=dict(headers.items()),
            body=b"".join(body),
        )
        return None if _unrouted(answer, environ["REQUEST_METHOD"]) else answer

    def reset(self) -> None:
        """Forget every resource of every account."""
        from moto.moto_api._internal.models import moto_api_backend

        moto_api_backend.reset()


def account_of(access_key: str) -> str:
    """The account that created or assumed its way to ``access_key``, else moto's default."""
    from moto.iam.models import get_account_id_from

    return str(get_account_id_from(access_key))


def _unrouted(answer: Answer, method: str) -> bool:
    """Whether no view of moto matched: a page of Flask, or of moto's dispatcher (no body)."""
    if answer.status == 501:
        return True
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    page = answer.body[:15].lower() in (b"", b"<!doctype html>")
    return answer.status in (404, 405) and html and page and method != "HEAD"


@cache
def _application() -> Callable[..., Any]:
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    def create(service: Any) -> Any:
        application = create_backend_app(service)
        application.debug = False
        application.register_error_handler(NotImplementedError, lambda _: ("", 501))
        return application

    class Dispatcher(DomainDispatcherApplication):
        @cache  # noqa: B019 - one object lives as long as the process
        def get_backend_for_host(self, host: str | None) -> Any:
            aws = host is not None and host.endswith((".amazonaws.com", ".api.aws"))
            if aws and not any(
                pattern.match(f"http://{host}") for _, pattern in self.backend_url_patterns
            ):
                raise NotImplementedError(host)
            return super().get_backend_for_host(host)

    return Dispatcher(create)
