"""The unit of workloads and certificates: who uses a Secret is told by both."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Raw

from auditor.collecting import Reason, Record
from auditor.facts import Unknown, Workload
from auditor_kubernetes import secrets, versions
from auditor_kubernetes.paging import Page
from auditor_kubernetes.reader import Harvest, Reader, Reading, lean
from auditor_kubernetes.refusals import Absent, Refused
from auditor_kubernetes.resources import Resource, resources
from auditor_kubernetes.workloads import Workloads
from auditor_objects.pods import WORKLOADS

if TYPE_CHECKING:
    from auditor_objects.certificates import CertificateBook

AUTHORITIES = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication"
"""Public certificates of the cluster's own authorities (Kubernetes documentation, "Configure
the aggregation layer")."""
_AUTHORITIES = ("client-ca-file", "requestheader-client-ca-file")
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
    yield from _authorities(reader, book)
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


def _authorities(reader: Reader, book: CertificateBook) -> Iterator[Record]:
    """Read the ConfigMap that holds the cluster's authorities, where there is one; yield what is
    wrong with it."""
    if reader.options.namespaces and _SYSTEM not in reader.options.namespaces:
        return
    request = "get configmaps extension-apiserver-authentication"
    try:
        answer = reader.cluster.get(AUTHORITIES, rule=AUTHORITIES_ROLE, request=request)
    except Absent:
        return
    except Refused as error:
        reader.note(error)
        return
    (configmaps,) = (item for item in resources() if item.name == "configmaps")
    authorities = reader.object(Raw(answer), configmaps, "v1")
    if authorities is None:
        reader.note(Refused(Reason.UNPARSABLE, request, "the answer is no ConfigMap"))
        return
    reader.keep(request, [lean(authorities.root.value)], [authorities])
    book.feed(authorities)
    for part in _AUTHORITIES:
        text = authorities.get("data", part).text()
        if text and not (isinstance(text, str) and _holds_certificates(text)):
            detail = f"{part} holds what is no certificate"
            reader.note(Refused(Reason.UNPARSABLE, request, detail))
    yield from reader.troubles(authorities)


def _holds_certificates(text: str) -> bool:
    """Say whether a text has certificates, and all of them can be read."""
    from auditor_x509.pem import blocks

    read = blocks(text.encode("utf-8", "replace"))
    return bool(read.found) and not read.cut_off and all(item.certificate for item in read.found)


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
    """Look at the certificate that we sign in with, where we use one. Its file may hold the key,
    too: only what is a certificate is kept."""
    file = reader.cluster.configuration.cert_file
    if not file:
        return
    from auditor_x509.pem import blocks

    name = reader.cluster.name
    request = "read the client certificate"
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        reader.note(Refused(Reason.UNREADABLE, request, type(error).__name__))
        return
    found = [content[item.start : item.end] for item in blocks(content).found if item.certificate]
    if found:
        chain = b"\n".join(found).decode("ascii", "replace")
        evidence = reader.keep(request, [chain])
        book.add_kubeconfig(name, chain, scope=name, evidence=evidence)
