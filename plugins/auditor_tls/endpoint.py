"""Collects what a TLS endpoint presents to everybody who connects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from auditor.collecting import (
    Gap,
    Need,
    Plan,
    Population,
    Reason,
    Record,
    Scene,
    Sink,
    Target,
    Unit,
)
from auditor.errors import TargetError
from auditor.facts import Certificate, Fact, Origin, TlsListener, Unknown
from auditor_x509 import reading

if TYPE_CHECKING:
    from auditor_tls.handshake import Endpoint

_TARGET: Final = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.]+(?:%\w+)?)\]|(?P<host>[^\s:/?#\[\]@]+))(?::(?P<port>[0-9]{1,5}))?"
    r"(?:\?sni=(?P<sni>[^\s:/?#&]+))?"
)
_SHAPE: Final = "write tls:HOST:PORT or tls:HOST:PORT?sni=NAME, an IPv6 address in brackets"


class EndpointOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[tls]``: nothing to set."""


class EndpointCollector:
    """Shakes hands with ``tls:HOST:PORT`` and reads certificates, trust and protocols."""

    name = "tls"
    schemes: tuple[str, ...] = ("tls",)
    needs = Need.NETWORK
    emits: tuple[type[Fact], ...] = (Certificate, TlsListener)
    options: type[Struct] = EndpointOptions

    def claims(self, path: Path) -> bool:
        """See :class:`auditor.collecting.Collector`. Endpoints are no paths."""
        return False

    def plan(self, target: Target, scene: Scene) -> Plan:
        """See :class:`auditor.collecting.Collector`. One unit an endpoint."""
        endpoint = parse(target)
        detail = {"host": endpoint.host, "port": endpoint.port, "sni": endpoint.sni}
        return Plan(units=(Unit(collector=self.name, scope=endpoint.address, detail=detail),))

    def collect(self, unit: Unit, scene: Scene, sink: Sink) -> Iterator[Record]:
        """See :class:`auditor.collecting.Collector`."""
        from auditor_tls.handshake import Endpoint, Refused

        detail = unit.detail
        endpoint = Endpoint(detail["host"], detail["port"], detail["sni"])
        errored = 0
        try:
            yield from _read(endpoint, unit.scope, sink)
        except Refused as refused:
            errored = 1
            yield Gap(
                scope=unit.scope,
                reason=Reason.UNREACHABLE,
                detail=f"{endpoint.address}: {refused}",
                address=endpoint.address,
            )
        yield Population(
            scope=unit.scope,
            source="endpoints",
            query="TLS handshake",
            listed=1,
            evaluated=1 - errored,
            errored=errored,
        )


def parse(target: Target) -> Endpoint:
    """Read ``HOST[:PORT][?sni=NAME]``; the port is 443 unless given.

    :raises TargetError: when it is something else.
    """
    from auditor_tls.handshake import Endpoint

    found = _TARGET.fullmatch(target.rest)
    if found is None:
        raise TargetError(f"{target.text} names no endpoint", _SHAPE)
    port = int(found["port"] or 443)
    if not 0 < port < 65536:
        raise TargetError(f"{target.text} has no valid port", "ports go from 1 to 65535")
    host = (found["six"] or found["host"]).lower()
    sni = (found["sni"] or host).lower()
    try:
        for name in (host, sni):
            name.encode("idna")
    except UnicodeError:
        raise TargetError(f"{target.text} has no valid host name", _SHAPE) from None
    return Endpoint(host, port, sni)


def _read(endpoint: Endpoint, scope: str, sink: Sink) -> Iterator[Record]:
    from auditor_tls.handshake import Refused, lowest_version, presented, trust

    chain, _ = presented(endpoint)
    verdict = trust(endpoint)
    for position, content in enumerate(chain):
        address = endpoint.address if position == 0 else f"{endpoint.address}#{position}"
        certificate = reading.load_der(content)
        if certificate is None:
            yield Gap(
                scope=scope,
                reason=Reason.UNPARSABLE,
                detail=f"{address} presents a certificate that cannot be read",
                address=address,
            )
            continue
        digest = sink.keep(
            reading.pem_of(certificate), media_type="application/x-pem-file", source=address
        )
        origin = _origin(scope, address, "certificate", digest)
        if position:
            yield reading.fact(certificate, origin)
            continue
        trusted = verdict.trusted
        yield reading.fact(
            certificate,
            origin,
            chain_problem=verdict.problem,
            public_trust=Unknown("this machine has no trust store") if trusted is None else trusted,
            name_matches=reading.names_cover(certificate, endpoint.sni),
        )
    try:
        lowest: str | Unknown = lowest_version(endpoint) or Unknown(
            "this machine's OpenSSL does not try old protocols"
        )
    except Refused as refused:
        lowest = Unknown(f"the trial of old protocols failed: {refused}")
    yield TlsListener(
        origin=_origin(scope, endpoint.address, "listener", ""),
        subject="TLS endpoint",
        plain=False,
        minimum_version=lowest,
    )


def _origin(scope: str, address: str, kind: str, evidence: str) -> Origin:
    return Origin(provider="tls", scope=scope, address=address, kind=kind, evidence=evidence)
