"""The unit of workloads and certificates: who uses a Secret is told by both."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from auditor.collecting import Reason, Record
from auditor.facts import Unknown, Workload
from auditor_kubernetes import secrets, versions
from auditor_kubernetes.paging import Page
from auditor_kubernetes.reader import OBJECT, Harvest, Reader, Reading
from auditor_kubernetes.refusals import Absent, Refused
from auditor_kubernetes.resources import Resource, resources
from auditor_kubernetes.workloads import Workloads
from auditor_objects.model import Object
from auditor_objects.pods import WORKLOADS

if TYPE_CHECKING:
    from auditor_objects.certificates import CertificateBook

AUTHORITIES = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication"
"""Public certificates of the cluster's own authorities (Kubernetes documentation, "Configure
the aggregation layer")."""
AUTHORITIES_ROLE = "the Role extension-apiserver-authentication-reader in kube-system"
_SYSTEM = "kube-system"


def records(reader: Reader, wanted: Iterable[Resource]) -> Iterator[Record]:
    """Read workloads and whatever holds certificates, and yield what comes of both."""
    from auditor_objects.certificates import CertificateBook

    book = CertificateBook(marker=reader.sink.marker, hide=reader.sink.hide)
    workloads = Workloads(reader, book.feed)
    unread = {item.name: Unknown(f"{item.name} are not read") for item in resources()}
    readings: list[Reading[Any]] = []
    for resource in wanted:
        kind = resource.kind
        if f"{kind.group}/{kind.kind}" in WORKLOADS:
            reading = workloads.read(resource)
        elif kind.kind == "Secret":
            reading = secrets.certificates(reader, resource, book.feed)
        else:
            reading = reader.read(resource, _feeding(reader, resource, book), Harvest)
        readings.append(reading)
        if isinstance(reading.complete, Unknown):
            unread[resource.name] = reading.complete
        else:
            del unread[resource.name]
    told = False
    for reading in readings:
        for record in reading.records():
            told = told or versions.tells_encryption(record)
            yield workloads.with_pods(record) if isinstance(record, Workload) else record
        if reading.resource.kind.kind != "Secret" or isinstance(reading.complete, Unknown):
            yield reading.listing()
    if not told:
        yield versions.encryption_unseen(reader.cluster.name)
    _authorities(reader, book)
    _endpoint(reader, book)
    _own_certificate(reader, book)
    yield from book.facts(unread)


def _feeding(
    reader: Reader, resource: Resource, book: CertificateBook
) -> Callable[[Page, str, Harvest], None]:
    def take(page: Page, version: str, into: Harvest) -> None:
        for obj in reader.objects(resource, version, page.items, into):
            book.feed(obj)
            into.records += reader.facts(obj)

    return take


def _authorities(reader: Reader, book: CertificateBook) -> None:
    """Read the ConfigMap that holds the cluster's authorities, where there is one."""
    if reader.options.namespaces and _SYSTEM not in reader.options.namespaces:
        return
    request = "get configmaps extension-apiserver-authentication"
    try:
        read = OBJECT.decode(
            reader.cluster.get(AUTHORITIES, rule=AUTHORITIES_ROLE, request=request)
        )
    except Absent:
        return
    except Refused as error:
        reader.note(error)
        return
    except ValueError:
        read = None
    if not isinstance(read, dict) or read.get("kind") != "ConfigMap":
        reader.note(Refused(Reason.UNPARSABLE, request, "the answer is no ConfigMap"))
        return
    authorities = Object(read, scope=reader.cluster.name, live=True)
    reader.keep(request, [read], [authorities])
    book.feed(authorities)


def _endpoint(reader: Reader, book: CertificateBook) -> None:
    """Look at the certificate that the API server presents, whoever signed it."""
    settings = reader.cluster.configuration
    parts = urlsplit(reader.cluster.host)
    host = parts.hostname
    if parts.scheme != "https" or not host:
        return
    request = f"handshake with {parts.netloc}"
    if settings.proxy:
        detail = "a proxy stands between, so that its certificate is not seen"
        reader.note(Refused(Reason.UNSUPPORTED, request, detail))
        return
    name = settings.tls_server_name or host
    try:
        pem = _presented(host, parts.port or 443, name, reader.options.timeout_seconds)
    except (OSError, ValueError) as error:
        reader.note(Refused(Reason.UNREACHABLE, request, type(error).__name__))
        return
    evidence = reader.keep(request, [pem])
    book.add_endpoint(name, pem, scope=reader.cluster.name, evidence=evidence)


def _presented(host: str, port: int, name: str, seconds: float) -> str:
    """Return the certificate of a TLS server.

    :raises OSError: when there is no handshake.
    """
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (
        socket.create_connection((host, port), seconds) as plain,
        context.wrap_socket(plain, server_hostname=name) as secure,
    ):
        return ssl.DER_cert_to_PEM_cert(secure.getpeercert(binary_form=True) or b"")


def _own_certificate(reader: Reader, book: CertificateBook) -> None:
    """Look at the certificate that we sign in with, where we use one."""
    file = reader.cluster.configuration.cert_file
    if not file:
        return
    name = reader.cluster.name
    try:
        book.add_kubeconfig(name, Path(file).read_text(encoding="ascii"), scope=name)
    except (OSError, UnicodeDecodeError) as error:
        detail = type(error).__name__
        reader.note(Refused(Reason.UNREADABLE, "read the client certificate", detail))
