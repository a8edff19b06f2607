"""The unit of certificates: one record for each, with every place of the cluster that uses it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auditor.collecting import Reason, Record
from auditor.facts import Listing, Unknown
from auditor_kubernetes.paging import Page
from auditor_kubernetes.reader import OBJECT, Reader
from auditor_kubernetes.refusals import Absent, Refused
from auditor_kubernetes.resources import Resource
from auditor_kubernetes.secrets import TLS, objects
from auditor_objects.model import Object

if TYPE_CHECKING:
    from auditor_objects.certificates import CertificateBook

AUTHORITIES = "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication"
"""Public certificates of the cluster's own authorities (Kubernetes documentation, "Configure
the aggregation layer")."""
AUTHORITIES_ROLE = "the Role extension-apiserver-authentication-reader in kube-system"
_SECRETS = "secrets"


def records(reader: Reader, resources: Iterable[Resource]) -> Iterator[Record]:
    """Read whatever holds certificates, and yield them after the objects."""
    from auditor_objects.certificates import CertificateBook

    book = CertificateBook(marker=reader.sink.marker, hide=reader.sink.hide)
    unread = {_SECRETS: Unknown("secrets are not read (tier = 2 in [k8s])")}
    for resource in resources:
        for record in _read(reader, resource, book):
            if isinstance(record, Listing):
                if isinstance(record.complete, Unknown):
                    unread[resource.name] = record.complete
                else:
                    unread.pop(resource.name, None)
            yield record
    try:
        _authorities(reader, book)
    except Refused as error:
        reader.note(error)
    _endpoint(reader, book)
    _own_certificate(reader, book)
    yield from book.facts(unread)


def _read(reader: Reader, resource: Resource, book: CertificateBook) -> Iterator[Record]:
    if resource.name != _SECRETS:
        return reader.read(resource, _feeding(reader, resource, book))
    only = {"fieldSelector": f"type={TLS}"}
    return reader.read(resource, _tls_secrets(reader, resource, book), query=only)


def _feeding(
    reader: Reader, resource: Resource, book: CertificateBook
) -> Callable[[Page, str], Iterator[Record]]:
    def take(page: Page, version: str) -> Iterator[Record]:
        for obj in reader.decoded(resource, page.items, version):
            book.feed(obj)
            yield from reader.facts(obj)

    return take


def _tls_secrets(
    reader: Reader, resource: Resource, book: CertificateBook
) -> Callable[[Page, str], Iterator[Record]]:
    def take(page: Page, version: str) -> Iterator[Record]:
        for obj in objects(reader, resource, page, TLS):
            book.feed(obj)
            yield from ()

    return take


def _authorities(reader: Reader, book: CertificateBook) -> None:
    """Read the ConfigMap that holds the cluster's authorities.

    :raises Refused: when it cannot be read.
    """
    request = "get configmaps extension-apiserver-authentication"
    try:
        body = reader.cluster.get(AUTHORITIES, rule=AUTHORITIES_ROLE, request=request)
    except Absent:
        return
    try:
        read = OBJECT.decode(body)
    except ValueError:
        raise Refused(Reason.UNPARSABLE, request, "the answer is no object") from None
    if isinstance(read, dict):
        book.feed(Object(read, scope=reader.cluster.name, live=True))


def _endpoint(reader: Reader, book: CertificateBook) -> None:
    """Look at the certificate that the API server presents, whoever signed it."""
    parts = urlsplit(reader.cluster.host)
    if parts.scheme != "https" or not parts.hostname:
        return
    request = f"handshake with {parts.netloc}"
    if reader.cluster.configuration.proxy:
        reader.note(
            Refused(
                Reason.UNSUPPORTED, request, "a proxy stands between; the certificate is not seen"
            )
        )
        return
    name = reader.cluster.configuration.tls_server_name
    try:
        pem = ssl.get_server_certificate(
            (parts.hostname, parts.port or 443), timeout=reader.options.timeout_seconds
        )
    except (OSError, ValueError) as error:
        reader.note(Refused(Reason.UNREACHABLE, request, type(error).__name__))
        return
    book.add_endpoint(name or parts.hostname, pem, scope=reader.cluster.name)


def _own_certificate(reader: Reader, book: CertificateBook) -> None:
    """Look at the certificate that we sign in with, where we use one."""
    file = reader.cluster.configuration.cert_file
    if not file:
        return
    try:
        book.add_kubeconfig(reader.cluster.name, Path(file).read_text(), scope=reader.cluster.name)
    except (OSError, UnicodeDecodeError) as error:
        reader.note(Refused(Reason.UNREADABLE, "read the client certificate", type(error).__name__))
