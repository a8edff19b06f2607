"""A way into one cluster: configuration, credentials and transport of the official client."""

from __future__ import annotations

import fnmatch
import os
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from auditor.collecting import Reason
from auditor.errors import TargetError
from auditor_kubernetes.options import KubernetesOptions
from auditor_kubernetes.refusals import Expired, Refused, refusal, status_of

IN_CLUSTER = "in-cluster"
"""Name of the cluster that auditor itself runs in."""
_TRIES = 4
_LONGEST_PAUSE_SECONDS = 30.0
_AGAIN = frozenset({429, 500, 502, 503, 504})
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


class Cluster:
    """Sends requests to one cluster; several threads may use it.

    ``name`` is that of the context, and the scope of all facts about the cluster.
    """

    def __init__(self, name: str, configuration: Any, options: KubernetesOptions) -> None:
        from kubernetes.client.rest import RESTClientObject

        configuration.retries = False
        configuration.connection_pool_maxsize = 8
        self.name = name
        self.host: str = configuration.host
        self.configuration = configuration
        self._pool = RESTClientObject(configuration).pool_manager
        self._timeout = options.timeout_seconds
        self._pause = 1 / options.requests_per_second
        self._next = 0.0
        self._lock = threading.Lock()
        self._went_well = False
        self._encoding = (
            {} if urlsplit(self.host).hostname in _LOCAL else {"Accept-Encoding": "gzip"}
        )

    def get(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        accept: str = "application/json",
        rule: str = "",
        request: str = "",
    ) -> bytes:
        """Return the body of an answer.

        ``rule`` and ``request`` are for the message when there is none.

        :raises Expired: when a page is asked for that the cluster no longer keeps.
        :raises Absent: when there is no such API or object.
        :raises Refused: when there is no answer for another reason.
        """
        url = f"{self.host}{path}?{urlencode(query)}" if query else self.host + path
        return self._send("GET", url, None, accept, rule, request or f"get {path}")

    def post(self, path: str, body: bytes, *, request: str) -> bytes:
        """Ask a question that the API takes as a POST and does not keep (access reviews).

        :raises Refused: when there is no answer.
        """
        return self._send("POST", self.host + path, body, "application/json", "", request)

    def _send(
        self, method: str, url: str, body: bytes | None, accept: str, rule: str, request: str
    ) -> bytes:
        for attempt in range(1, _TRIES + 1):
            self._wait()
            last = attempt == _TRIES
            with _transport(self.host, request, last) as tried:
                answer = self._pool.request(
                    method,
                    url,
                    body=body,
                    headers=self._headers(accept, body),
                    timeout=self._timeout,
                    retries=False,
                    redirect=False,
                )
                status: int = answer.status
                content: bytes = answer.data
                tried.done = True
            if not tried.done:
                time.sleep(0.2 * 2**attempt)
                continue
            if 200 <= status < 300:
                self._went_well = True
                return content
            if status == 410:
                raise Expired(status_of(content)[2])
            if status not in _AGAIN or last:
                break
            time.sleep(_pause(answer.headers.get("Retry-After", ""), attempt))
        raise refusal(status, content, request, rule, self._went_well)

    def _headers(self, accept: str, body: bytes | None) -> dict[str, str]:
        headers = {"Accept": accept, "User-Agent": "auditor", **self._encoding}
        if body is not None:
            headers["Content-Type"] = "application/json"
        with self._lock:
            for setting in self.configuration.auth_settings().values():
                if setting["value"]:
                    headers[setting["key"]] = setting["value"]
            if self.configuration.username and "authorization" not in headers:
                headers["authorization"] = self.configuration.get_basic_auth_token()
        return headers

    def _wait(self) -> None:
        """Keep to the agreed number of requests a second."""
        with self._lock:
            now = time.monotonic()
            at = max(now, self._next)
            self._next = at + self._pause
        if at > now:
            time.sleep(at - now)


class _Try:
    done = False


@contextmanager
def _transport(host: str, request: str, last: bool) -> Iterator[_Try]:
    """Turn what the transport raises into a refusal; before the last try, into another try.

    :raises Refused: when it was the last try, or another would end alike.
    """
    from kubernetes.config.config_exception import ConfigException
    from urllib3.exceptions import HTTPError, SSLError, TimeoutError

    tried = _Try()
    try:
        yield tried
    except SSLError as error:
        raise Refused(
            Reason.UNREACHABLE, request, f"the certificate of {host} is not trusted ({_why(error)})"
        ) from None
    except TimeoutError:
        if last:
            raise Refused(Reason.UNREACHABLE, request, f"{host} did not answer in time") from None
    except (HTTPError, OSError) as error:
        if last:
            detail = f"{host} cannot be reached ({_why(error)})"
            raise Refused(Reason.UNREACHABLE, request, detail) from None
    except ConfigException:
        raise Refused(
            Reason.DENIED, request, "the credentials cannot be renewed; sign in again"
        ) from None


def _why(error: BaseException) -> str:
    """Return the kind of an error: its text may hold addresses with credentials."""
    while error.__cause__ is not None:
        error = error.__cause__
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return type(error).__name__


def _pause(retry_after: str, attempt: int) -> float:
    try:
        return min(float(retry_after), _LONGEST_PAUSE_SECONDS)
    except ValueError:
        return 0.2 * 2.0**attempt


def contexts(pattern: str, options: KubernetesOptions) -> list[str]:
    """Return the names of the contexts that a target means.

    An empty pattern is the current context, or the cluster that auditor runs in when there is
    no kubeconfig; ``*`` and ``?`` may stand for several.

    :raises TargetError: when there is none.
    """
    try:
        from kubernetes import config
    except ImportError:
        raise TargetError(
            "live clusters need the kubernetes client",
            "install it: pip install 'auditor[kubernetes]'",
        ) from None
    from yaml import YAMLError

    where = _kubeconfig(options)
    if not pattern and "KUBERNETES_SERVICE_HOST" in os.environ and not _exists(where):
        return [IN_CLUSTER]
    try:
        known, current = config.list_kube_config_contexts(config_file=where)
    except (config.ConfigException, YAMLError, OSError, KeyError, TypeError, ValueError) as error:
        raise TargetError(
            f"no cluster: the kubeconfig cannot be used ({type(error).__name__})",
            "set KUBECONFIG, or kubeconfig in [k8s] of the configuration",
        ) from None
    names = [str(context["name"]) for context in known]
    if not pattern:
        return [str(current["name"])]
    found = [name for name in names if name == pattern] or fnmatch.filter(names, pattern)
    if not found:
        raise TargetError(
            f"the kubeconfig has no context {pattern!r}", f"known: {', '.join(names) or 'none'}"
        )
    return found


def enter(name: str, options: KubernetesOptions) -> Cluster:
    """Return the way into the cluster of a context.

    :raises Refused: when its credentials cannot be had.
    """
    from kubernetes import client, config
    from yaml import YAMLError

    configuration = type.__call__(client.Configuration)
    try:
        if name == IN_CLUSTER:
            config.load_incluster_config(client_configuration=configuration)
        else:
            config.load_kube_config(
                config_file=_kubeconfig(options),
                context=name,
                client_configuration=configuration,
                persist_config=False,
            )
    except (config.ConfigException, YAMLError, OSError, KeyError, TypeError, ValueError) as error:
        raise Refused(
            Reason.DENIED,
            f"enter {name}",
            f"its credentials cannot be used ({type(error).__name__}); check the kubeconfig, "
            "and that the sign-in command it names runs",
        ) from None
    return Cluster(name, configuration, options)


def _kubeconfig(options: KubernetesOptions) -> str | None:
    return str(Path(options.kubeconfig).expanduser()) if options.kubeconfig else None


def _exists(where: str | None) -> bool:
    named = where or os.environ.get("KUBECONFIG") or "~/.kube/config"
    return any(Path(part).expanduser().is_file() for part in named.split(os.pathsep) if part)
