"""Collects certificates, and private keys that lie about, from files."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
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
from auditor.facts import Certificate, ExposedSecret, Fact, InspectedText, Origin, Place
from auditor.files import kind_of, located, read_regular
from auditor.redaction import REDACTED, Hit, find
from auditor_x509 import pem, reading

if TYPE_CHECKING:
    from cryptography.x509 import Certificate as X509

SUFFIXES: Final = (".pem", ".crt", ".cer", ".cert", ".der", ".p12", ".pfx")
MAX_BYTES: Final = 1_000_000
"""A larger file is not read."""
_SKIPPED: Final = frozenset(("node_modules", "__pycache__", "venv"))
_PKCS7_DATA: Final = bytes.fromhex("06092a864886f70d0107")
"""The object identifier that a PKCS#12 file has right after its version (RFC 7292)."""


class CertificateFileOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[certificates]``: nothing to set."""


class CertificateFileCollector:
    """Reads PEM, DER and PKCS#12 files, alone or in a directory tree."""

    name = "certificates"
    schemes: tuple[str, ...] = ()
    needs = Need.FILES
    emits: tuple[type[Fact], ...] = (Certificate, InspectedText)
    options: type[Struct] = CertificateFileOptions

    def claims(self, path: Path) -> bool:
        """See :class:`auditor.collecting.Collector`."""
        return kind_of(path) == "directory" or path.name.lower().endswith(SUFFIXES)

    def plan(self, target: Target, scene: Scene) -> Plan:
        """See :class:`auditor.collecting.Collector`. One unit a target; none when a directory
        holds no such file."""
        path = Path(target.rest)
        whole = kind_of(path) == "directory"
        path = path.resolve() if whole else located(path)
        scope = _relative(path, scene.base)
        unread: list[str] = []
        files = sorted(_walk(path, scene, unread)) if whole else [str(path)]
        names = [_relative(Path(file), scene.base) for file in files]
        unit = Unit(collector=self.name, scope=scope, detail={"files": names})
        return Plan(
            units=(unit,) if names else (),
            gaps=tuple(
                Gap(
                    scope=scope,
                    reason=Reason.UNREADABLE,
                    detail=f"{_relative(Path(name), scene.base)}: the directory cannot be read",
                    address=_relative(Path(name), scene.base),
                )
                for name in unread
            ),
        )

    def collect(self, unit: Unit, scene: Scene, sink: Sink) -> Iterator[Record]:
        """See :class:`auditor.collecting.Collector`."""
        files: list[str] = unit.detail["files"]
        errored = 0
        excluded: Counter[str] = Counter()
        for name in files:
            records = list(_File(unit.scope, name, sink).read(scene.base / name))
            yield from records
            if any(isinstance(record, Gap) for record in records):
                errored += 1
            elif not any(isinstance(record, Fact) for record in records):
                excluded["holds neither a certificate nor a private key"] += 1
        yield Population(
            scope=unit.scope,
            source="files",
            query=" ".join(f"*{suffix}" for suffix in SUFFIXES),
            listed=len(files),
            evaluated=len(files) - errored - excluded.total(),
            errored=errored,
            excluded=dict(excluded),
        )


class _File:
    """One file while it is read."""

    def __init__(self, scope: str, name: str, sink: Sink) -> None:
        self._scope = scope
        self._name = name
        self._sink = sink
        self._count = 0

    def read(self, path: Path) -> Iterator[Record]:
        """Yield what the file holds."""
        try:
            content = read_regular(path, MAX_BYTES)
        except OSError as error:
            reason = Reason.TOO_LARGE if error.errno == errno.EFBIG else Reason.UNREADABLE
            yield self._gap(reason, f"cannot be read: {error.strerror}")
            return
        if b"-----BEGIN " in content:
            yield from self._pem(content)
        else:
            yield from self._binary(content)

    def _pem(self, content: bytes) -> Iterator[Record]:
        blocks = pem.blocks(content)
        for block in blocks.found:
            place = _lines(self._name, content, block.start, block.end)
            if block.certificate is None:
                yield self._gap(
                    Reason.UNPARSABLE, "a CERTIFICATE block holds no certificate", place
                )
            else:
                yield self._certificate(block.certificate, place)
        if blocks.cut_off:
            yield self._gap(Reason.UNPARSABLE, "a CERTIFICATE block is cut off")
        text = content.decode("utf-8", "replace")
        keys = [hit for hit in find(text) if hit.kind == "private key"]
        self._sink.hide(hit.value for hit in keys)
        if keys or blocks.found:
            whole = text.encode()
            yield self._inspected(
                _without(text, keys),
                tuple(
                    ExposedSecret(
                        kind=hit.kind,
                        at=f"line {text.count(chr(10), 0, hit.start) + 1}",
                        marker=self._sink.marker(hit.value),
                        place=_lines(
                            self._name,
                            whole,
                            len(text[: hit.start].encode()),
                            len(text[: hit.end].encode()),
                        ),
                    )
                    for hit in keys
                ),
            )

    def _binary(self, content: bytes) -> Iterator[Record]:
        certificate = reading.load_der(content)
        if certificate is not None:
            yield self._certificate(certificate, Place(self._name, 1, 1))
        elif _PKCS7_DATA in content[:40]:
            yield from self._pkcs12(content)
        else:
            yield self._gap(Reason.UNPARSABLE, "is neither PEM, DER nor PKCS#12")

    def _pkcs12(self, content: bytes) -> Iterator[Record]:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

        for password in (None, b""):
            try:
                store = load_pkcs12(content, password)
                break
            except (ValueError, TypeError, UnsupportedAlgorithm):
                continue
        else:
            yield self._gap(
                Reason.LOCKED,
                "is locked with a password (or damaged); export its certificates without keys: "
                "openssl pkcs12 -in FILE -nokeys -out FILE.pem",
            )
            return
        place = Place(self._name, 1, 1)
        held = ([store.cert] if store.cert else []) + list(store.additional_certs)
        for item in held:
            yield self._certificate(item.certificate, place)
        shown = b"".join(reading.pem_of(item.certificate) for item in held)
        exposed: tuple[ExposedSecret, ...] = ()
        if store.key is not None:
            form = store.key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ).decode()
            self._sink.hide([form])
            exposed = (
                ExposedSecret(
                    kind="private key",
                    at="PKCS#12 without password",
                    marker=self._sink.marker(form),
                    place=place,
                ),
            )
        yield self._inspected(shown, exposed)

    def _certificate(self, certificate: X509, place: Place) -> Certificate:
        self._count += 1
        address = self._name if self._count == 1 else f"{self._name}#{self._count}"
        digest = self._sink.keep(
            reading.pem_of(certificate), media_type="application/x-pem-file", source=address
        )
        return reading.fact(certificate, self._origin("certificate", address, place, digest), place)

    def _inspected(self, shown: bytes, exposed: tuple[ExposedSecret, ...]) -> InspectedText:
        digest = self._sink.keep(shown, media_type="application/x-pem-file", source=self._name)
        origin = self._origin("file", self._name, Place(self._name, 1, 1), digest)
        return InspectedText(
            origin=origin,
            subject="file",
            medium="file",
            exposed=exposed,
            places={item.at: item.place for item in exposed if item.place is not None},
        )

    def _origin(self, kind: str, address: str, place: Place, evidence: str) -> Origin:
        return Origin(
            provider="file",
            scope=".",
            address=address,
            kind=kind,
            place=place,
            evidence=evidence,
        )

    def _gap(self, reason: Reason, detail: str, place: Place | None = None) -> Gap:
        return Gap(
            scope=self._scope,
            reason=reason,
            detail=f"{self._name} {detail}" if place is None else f"{self._name}: {detail}",
            address=self._name,
            place=place or Place(self._name, 1, 1),
        )


def _walk(directory: Path, scene: Scene, unread: list[str]) -> Iterator[str]:
    """Yield the certificate files in a tree; hidden directories and links out of it are left.

    Directories that cannot be read are added to ``unread``.
    """
    todo = [str(directory)]
    inside = str(directory) + os.sep
    while todo:
        here = todo.pop()
        try:
            with os.scandir(here) as entries:
                found = list(entries)
        except OSError:
            unread.append(here)
            continue
        for entry in found:
            if scene.exclude and _excluded(entry.path, scene):
                continue
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and entry.name not in _SKIPPED:
                    todo.append(entry.path)
            elif entry.name.lower().endswith(SUFFIXES) and _is_inside(entry, inside):
                yield entry.path


def _is_inside(entry: os.DirEntry[str], inside: str) -> bool:
    """Tell whether an entry is a file, or a link to one within the tree."""
    if kind_of(Path(entry.path)) != "file":
        return False
    return not entry.is_symlink() or os.path.realpath(entry.path).startswith(inside)


def _excluded(path: str, scene: Scene) -> bool:
    name = _relative(Path(path), scene.base)
    return any(fnmatchcase(name, pattern.rstrip("/")) for pattern in scene.exclude)


def _relative(path: Path, base: Path) -> str:
    try:
        return path.relative_to(base).as_posix()
    except ValueError:
        return path.as_posix()


def _without(text: str, keys: list[Hit]) -> bytes:
    """Return the text of a file without its keys, with the lines where they were."""
    for key in reversed(keys):
        blank = REDACTED + "\n" * key.value.count("\n")
        text = text[: key.start] + blank + text[key.end :]
    return text.encode()


def _lines(name: str, content: bytes, start: int, end: int) -> Place:
    first = content.count(b"\n", 0, start) + 1
    return Place(name, first, first + content.count(b"\n", start, end))
