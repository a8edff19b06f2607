"""Which clusters there are, and how to get into them: the official client reads it all."""

from __future__ import annotations

import fnmatch
import ipaddress
import logging
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment

from auditor.collecting import Reason
from auditor.errors import TargetError
from auditor_kubernetes.options import KubernetesOptions
from auditor_kubernetes.refusals import Refused

IN_CLUSTER = "in-cluster"
"""Name of the cluster that auditor itself runs in, where no context has that name."""
_SERVICE = "KUBERNETES_SERVICE_HOST"
_DEFAULT = "~/.kube/config"

Files: TypeAlias = tuple[tuple[str, int], ...]
"""Paths, and the times of their last change."""


def contexts(pattern: str, options: KubernetesOptions) -> list[str]:
    """Return the names of the contexts that a target means.

    An empty pattern is the current context, or the cluster that auditor runs in when there is
    no kubeconfig; ``*`` and ``?`` may stand for several.

    :raises TargetError: when there is none.
    """
    hint = "set KUBECONFIG, or kubeconfig in [k8s] of the configuration"
    files = _files(options)
    if not files and _SERVICE in os.environ and pattern in ("", IN_CLUSTER):
        return [IN_CLUSTER]
    if not files:
        raise TargetError("there is no kubeconfig", hint)
    try:
        known = _names(files)
        current = str(_merged(files).value.get("current-context") or "")
    except ImportError:
        raise TargetError(
            "live clusters need the kubernetes client",
            "install it: pip install 'auditor[kubernetes]'",
        ) from None
    except _unusable() as error:
        raise TargetError(f"the kubeconfig cannot be used ({type(error).__name__})", hint) from None
    choice = f"known: {', '.join(known)}" if known else "it has none"
    if not pattern:
        if current not in known:
            raise TargetError("the kubeconfig names no current context", choice)
        return [current]
    found = [pattern] if pattern in known else fnmatch.filter(known, pattern)
    if not found:
        raise TargetError(f"the kubeconfig has no context {pattern!r}", choice)
    return found


def _names(files: Files) -> list[str]:
    return [str(context["name"]) for context in _merged(files).value["contexts"]]


@lru_cache(maxsize=4)
def _merged(files: Files) -> Any:
    """Return what the client makes of several files."""
    from kubernetes.config.config_exception import ConfigException
    from kubernetes.config.kube_config import KubeConfigMerger

    found = KubeConfigMerger(os.pathsep.join(path for path, _ in files)).config
    if found is None:
        raise ConfigException("no configuration found")
    return found


def configuration(name: str, options: KubernetesOptions) -> Any:
    """Return the client's configuration for a context.

    :raises Refused: when there are no usable credentials, or they would be shown on the way.
    """
    from kubernetes import client, config

    request = f"enter {name}"
    found = client.Configuration()
    found.host = ""
    files = _files(options)
    try:
        with unheard() as said:
            if name == IN_CLUSTER and not (files and IN_CLUSTER in _names(files)):
                config.load_incluster_config(client_configuration=found)
                own = ""
            else:
                config.load_kube_config_from_dict(
                    _merged(files), context=name, client_configuration=found, persist_config=False
                )
                own = _proxy_of(name, files)
        parts = urlsplit(found.host)
        host, port = parts.hostname, parts.port
    except _unusable() as error:
        raise Refused(
            Reason.DENIED,
            request,
            f"its credentials cannot be used ({type(error).__name__}); check the kubeconfig",
        ) from None
    if said:
        detail = "the sign-in command that the kubeconfig names failed; sign in again"
        raise Refused(Reason.DENIED, request, detail)
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise Refused(Reason.UNSUPPORTED, request, "its cluster has no server that can be asked")
    if parts.scheme == "http" and found.api_key and not is_local(host):
        detail = f"{shown(found.host)} is not encrypted: the credentials would be seen on the way"
        raise Refused(Reason.UNSUPPORTED, request, detail)
    _set_proxy(found, own, local=is_local(host))
    return found


def _proxy_of(name: str, files: Files) -> str:
    """Return the ``proxy-url`` of a context's cluster, which not every client reads."""
    merged = _merged(files)
    cluster = merged["contexts"].get_with_name(name)["context"]["cluster"]
    return str(merged["clusters"].get_with_name(cluster)["cluster"].safe_get("proxy-url") or "")


def _set_proxy(found: Any, own: str, *, local: bool) -> None:
    """Have requests go through the proxy that kubectl would take; None where it takes none."""
    from urllib3.util import make_headers

    proxies = getproxies_environment()
    if own:
        found.proxy = own
    elif local or _is_excepted(found.host, proxies.get("no", "")):
        found.proxy = None
    else:
        found.proxy = proxies.get(urlsplit(found.host).scheme, proxies.get("all"))
    if found.proxy:
        parts = urlsplit(found.proxy)
        if parts.username:
            signed = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            found.proxy_headers = make_headers(proxy_basic_auth=signed)


def _is_excepted(url: str, no_proxy: str) -> bool:
    """Say whether ``NO_PROXY`` names a server: by its name or domain, address or network."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    entries = {entry.strip().lower() for entry in no_proxy.split(",")}
    if entries & {"*", host, f"{host}:{port}"}:
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        domains = [f".{entry.lstrip('.')}" for entry in entries if entry]
        return any(
            f".{host}".endswith(each) or f".{host}:{port}".endswith(each) for each in domains
        )
    return any(address in network for network in _networks(entries))


def _networks(names: Iterable[str]) -> Iterator[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    for name in names:
        with suppress(ValueError):
            yield ipaddress.ip_network(name, strict=False)


def is_local(host: str) -> bool:
    """Say whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def shown(url: str) -> str:
    """Return a URL without whatever may sign in with it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _files(options: KubernetesOptions) -> Files:
    """Return the kubeconfig files that exist, in the order of their precedence."""
    named = options.kubeconfig or os.environ.get("KUBECONFIG") or _DEFAULT
    parts = [named] if options.kubeconfig else named.split(os.pathsep)
    paths = [Path(part).expanduser() for part in parts if part]
    return tuple((str(path), path.stat().st_mtime_ns) for path in paths if path.is_file())


def _unusable() -> tuple[type[Exception], ...]:
    """Return what the client raises for files and credentials that are of no use."""
    from kubernetes.config.config_exception import ConfigException
    from yaml import YAMLError

    wrong_form = (AttributeError, KeyError, TypeError, ValueError)
    return (ConfigException, YAMLError, OSError, *wrong_form)


def sign_in_errors() -> tuple[type[Exception], ...]:
    """Return what the client raises while it renews credentials."""
    from oauthlib.oauth2 import OAuth2Error

    return (*_unusable(), OAuth2Error)


class _Overheard(logging.Filter):
    """Holds back what this thread logs: the client logs the output of sign-in commands."""

    def __init__(self) -> None:
        super().__init__()
        self.said = False
        self._thread = threading.get_ident()

    def __bool__(self) -> bool:
        return self.said

    def filter(self, record: logging.LogRecord) -> bool:
        """See :class:`logging.Filter`."""
        if threading.get_ident() != self._thread:
            return True
        self.said = True
        return False


@contextmanager
def unheard() -> Iterator[_Overheard]:
    """Keep quiet what the client logs to the root logger; what is yielded is true if it did.

    That is the only sign which it gives of a sign-in command that failed.
    """
    root = logging.getLogger()
    overheard, silent = _Overheard(), logging.NullHandler()
    root.addFilter(overheard)
    root.addHandler(silent)
    try:
        yield overheard
    finally:
        root.removeHandler(silent)
        root.removeFilter(overheard)
