"""The certificates of one cluster or tree of manifests: one record each, with all its places."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from auditor.facts import (
    Authority,
    Certificate,
    ExposedSecret,
    Fact,
    InspectedText,
    Origin,
    TlsSecret,
    Unknown,
)
from auditor_objects import certificate_sources as sources
from auditor_objects.certificate_joins import Entry, Joins, Spot
from auditor_objects.certificate_promises import Promise, promise
from auditor_objects.extension_secrets import may_use_secrets
from auditor_objects.model import Object

if TYPE_CHECKING:
    from cryptography.x509 import Certificate as X509

_MOST_IN_ONE_TEXT = 400
"""Certificates that are read from one text."""
_TRUST_STORE = 20
"""A ConfigMap with more authorities is a copy of a public trust store: each of them is not
judged, since nobody here could renew it."""
_RENEWED_SIGNERS = ("kubernetes.io/kube-apiserver-client-kubelet", "kubernetes.io/kubelet-serving")
_MANAGED = "cert-manager.io/certificate-name"


def _no_marker(value: str) -> str:
    return ""


def _hide_nothing(values: Iterable[str]) -> None:
    """Used where nothing that is written could hold the values."""


class _Bundle(NamedTuple):
    fact: Authority
    fingerprints: tuple[str, ...]


class _Secret(NamedTuple):
    key: tuple[str, str]
    fact: TlsSecret
    chain: tuple[str, ...]
    authorities: tuple[str, ...]
    managed: bool


class CertificateBook:
    """Collects certificates while objects are read, and joins them afterwards.

    :param marker: see :meth:`auditor.collecting.Sink.marker`; for private keys that lie where
        only certificates belong.
    :param hide: see :meth:`auditor.collecting.Sink.hide`.
    """

    def __init__(
        self,
        marker: Callable[[str], str] = _no_marker,
        hide: Callable[[Iterable[str]], None] = _hide_nothing,
    ) -> None:
        self._marker = marker
        self._hide = hide
        self._entries: dict[str, Entry] = {}
        self._read: dict[bytes, tuple[str, ...]] = {}
        self._secrets: list[_Secret] = []
        self._bundles: list[_Bundle] = []
        self._promises: list[Promise] = []
        self._exposed: list[InspectedText] = []
        self._unreadable: list[Certificate] = []
        self._uses: dict[tuple[str, str], set[str]] = {}
        self._unheard: list[str] = []
        """Extensions whose objects may use Secrets and are not read."""
        self._live = False

    def feed(self, obj: Object) -> None:
        """Take in one object of any kind; what has a wrong form is noted in ``obj.troubles``."""
        self._live = self._live or obj.live
        for use in sources.uses(obj):
            if use.secret:
                self._uses.setdefault((use.namespace, use.secret), set()).add(use.user)
        if obj.kind == "Secret" and not obj.group:
            self._take_secret(obj)
        else:
            for text in sources.texts(obj):
                self._take_text(obj, text)
        for bundle in sources.bundles(obj):
            self._take_bundle(obj, bundle)
        if obj.kind in ("APIService", "CustomResourceDefinition"):
            if obj.live and may_use_secrets(obj):
                self._unheard.append(obj.name)
        elif (obj.group, obj.kind) == ("cert-manager.io", "Certificate"):
            self._promises.append(promise(obj))

    def add_endpoint(
        self, host: str, chain: str, *, scope: str, authorities: str = "", evidence: str = ""
    ) -> None:
        """Take in what an endpoint presents, leaf first, and the bundle it is verified with.

        :param host: the name or address that clients ask for.
        """
        from auditor_x509 import reading, trust

        found = self._learn(chain)
        if not found:
            return
        origin = Origin(
            provider="kubernetes", scope=scope, address=f"endpoint/{host}", kind="endpoint"
        )
        origin = replace(origin, evidence=evidence) if evidence else origin
        user = f"endpoint {host}"
        for number, fingerprint in enumerate(found):
            self._spot(fingerprint, Spot(1, origin, _part("chain", number), None, user, True))
        leaf = self._entries[found[0]]
        leaf.name_matches = reading.names_cover(leaf.certificate, host)
        helpers = self._certificates(found[1:])
        leaf.chain_problem = trust.broken_link((leaf.certificate, *helpers))
        trusted = self._certificates(self._learn(authorities))
        if not leaf.chain_problem and trusted:
            verified = trust.verifies(leaf.certificate, helpers, trusted)
            if verified is False:
                leaf.chain_problem = "the authorities that clients are given did not issue it"
        elif not leaf.chain_problem:
            leaf.chain_problem = None

    def add_kubeconfig(self, user: str, content: str, *, scope: str, evidence: str = "") -> None:
        """Take in the client certificate of a user of a kubeconfig file, never the key."""
        origin = Origin(
            provider="kubernetes",
            scope=scope,
            address=f"kubeconfig/{user}",
            kind="kubeconfig",
            evidence=evidence,
        )
        for number, fingerprint in enumerate(self._learn(content)):
            spot = Spot(2, origin, _part("certificate", number), None, f"kubeconfig {user}", True)
            self._spot(fingerprint, spot)

    def facts(self, unread: Mapping[str, Unknown] = {}) -> Iterator[Fact]:
        """Yield what was found, in a fixed order.

        :param unread: why kinds of objects were not (all) read, by the names that
            :class:`auditor.facts.Listing` has: ``{"secrets": Unknown("denied: …")}``.
        """
        secrets = sorted(self._secrets, key=lambda secret: _where(secret.fact))
        joins = Joins(
            entries=self._entries,
            chains=[(secret.key[0], secret.chain) for secret in secrets if secret.chain],
            uses=self._uses,
            renewed={promised.secret for promised in self._promises}
            | {secret.key for secret in secrets if secret.managed},
            live=self._live,
            unread=unread,
            unheard=self._doubt(),
        )
        for secret in secrets:
            joins.judge_chain(secret.chain, secret.authorities if secret.managed else ())
            yield secret.fact
        authorities = [
            joins.judge_bundle(bundle.fact, bundle.fingerprints) for bundle in self._bundles
        ]
        yield from sorted([*joins.certificates(), *self._unreadable], key=_where)
        yield from sorted(authorities, key=_where)
        yield from sorted(self._exposed, key=_where)
        seen = {secret.key for secret in secrets}
        for promised in sorted(self._promises, key=lambda item: _where(item.fact)):
            if promised.secret not in seen:
                yield promised.fact

    def _doubt(self) -> Unknown | None:
        """Say which extension may use Secrets while none of its objects was read."""
        first = min(self._unheard, default="")
        return Unknown(f"no objects of {first} were read, which may use it") if first else None

    def _take_secret(self, obj: Object) -> None:
        chain: tuple[str, ...] = ()
        authorities: tuple[str, ...] = ()
        hole: Unknown | None = None
        holds = False
        for text in sources.texts(obj):
            found = self._take_text(obj, text)
            if text.trusted:
                authorities = found
                continue
            chain, holds = found, True
            if isinstance(text.content, Unknown):
                hole = text.content
            elif not found:
                hole = Unknown(f"{text.node.path} holds no certificate")
        if not holds:
            return
        if hole:
            self._unreadable.append(_unreadable(obj, hole))
        leaf = self._entries[chain[0]].fact(obj.origin()) if chain else None
        made = obj.fact(
            TlsSecret,
            names=leaf.names if leaf else hole,
            fingerprint=chain[0] if chain else "",
        )
        managed = bool(obj.annotations.get(_MANAGED))
        key = obj.namespace, obj.name
        self._secrets.append(_Secret(key, made, chain, authorities, managed))

    def _take_text(self, obj: Object, text: sources.Text) -> tuple[str, ...]:
        if isinstance(text.content, Unknown) or not text.content:
            return ()
        secret = (obj.namespace, obj.name) if obj.kind == "Secret" else None
        if secret:
            self._look_for_keys(obj, text, text.content)
        found = self._learn(text.content)
        if obj.kind == "ConfigMap" and len(found) > _TRUST_STORE:
            return found
        rank, used = self._standing(obj, text)
        user = sources.label(obj)
        if obj.kind == "ConfigMap" and obj.name == sources.ROOT_CONFIGMAP:
            user = f"ConfigMap {sources.ROOT_CONFIGMAP} of every namespace"
        renewed = obj.get("spec", "signerName").known() in _RENEWED_SIGNERS
        for number, fingerprint in enumerate(found):
            part = _part(text.part, number)
            spot = Spot(rank, obj.origin(), part, text.node.place, user, used, secret, renewed)
            self._spot(fingerprint, spot)
        return found

    def _standing(self, obj: Object, text: sources.Text) -> tuple[int, bool | Unknown | None]:
        """Return how well a place names a certificate, and whether it means that it is used;
        None where that depends on who uses the Secret, or says nothing."""
        if obj.kind == "Secret":
            return (4 if text.trusted else 0), None
        if obj.kind == "ConfigMap":
            ours = (obj.namespace, obj.name) == sources.API_CONFIGMAP
            if ours or obj.name == sources.ROOT_CONFIGMAP:
                return (3 if ours else 5), True
            return 5, Unknown(f"who trusts ConfigMap {obj.namespace}/{obj.name} cannot be told")
        return 7, True if text.trusted else Unknown("where its holder uses it cannot be told")

    def _take_bundle(self, obj: Object, bundle: sources.Bundle) -> None:
        content = bundle.content
        if isinstance(content, str):
            content = content.strip()
        problem = ""
        found: tuple[str, ...] = ()
        if isinstance(content, str) and content:
            found = self._learn(content)
            problem = "" if found else "the bundle holds no certificate"
            for number, fingerprint in enumerate(found):
                part = _part(f"{bundle.part}.caBundle".lstrip("."), number)
                place = bundle.node.place
                self._spot(fingerprint, Spot(6, obj.origin(), part, place, bundle.user, True))
        place = bundle.node.place
        made = obj.fact(
            Authority,
            part=bundle.part,
            places={"verifies": place, "given": place} if place else {},
            user=bundle.user,
            service=bundle.service,
            fingerprints=found,
            given=content if isinstance(content, Unknown) else bool(content),
            filled_by=sources.filled_by(obj),
            verifies=content if isinstance(content, Unknown) else (False if problem else None),
            problem=problem,
        )
        self._bundles.append(_Bundle(made, found))

    def _look_for_keys(self, obj: Object, text: sources.Text, content: str) -> None:
        """Report private keys that lie where only certificates belong."""
        if "PRIVATE KEY-----" not in content:
            return
        from auditor.redaction import find

        keys = [hit for hit in find(content) if hit.kind == "private key"]
        self._hide(hit.value for hit in keys)
        place = text.node.place
        self._exposed.append(
            InspectedText(
                origin=obj.origin(),
                subject=obj.kind,
                part=text.part,
                medium="manifest",
                exposed=tuple(
                    ExposedSecret(
                        kind=hit.kind,
                        at=_part(text.part, number),
                        marker=self._marker(hit.value),
                        place=place,
                    )
                    for number, hit in enumerate(keys)
                ),
            )
        )

    def _learn(self, text: str) -> tuple[str, ...]:
        """Read the certificates of a text; return their fingerprints in its order."""
        if "-----BEGIN " not in text:
            return ()
        from auditor_x509 import pem

        content = text.encode("utf-8", "replace")
        key = hashlib.sha256(content).digest()
        known = self._read.get(key)
        if known is None:
            found = pem.blocks(content).found[:_MOST_IN_ONE_TEXT]
            known = self._read[key] = tuple(
                self._enter(block.certificate) for block in found if block.certificate
            )
        return known

    def _enter(self, certificate: X509) -> str:
        from cryptography.hazmat.primitives import hashes

        fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
        self._entries.setdefault(fingerprint, Entry(certificate))
        return fingerprint

    def _spot(self, fingerprint: str, spot: Spot) -> None:
        self._entries[fingerprint].spots.append(spot)

    def _certificates(self, fingerprints: Sequence[str]) -> list[X509]:
        return [self._entries[fingerprint].certificate for fingerprint in fingerprints]


def _unreadable(obj: Object, why: Unknown) -> Certificate:
    """Return what can be said of a certificate that should be in a Secret."""
    origin = obj.origin()
    return Certificate(
        origin=origin,
        subject="certificate",
        part="tls.crt",
        name=f"of Secret {obj.namespace}/{obj.name}",
        names=why,
        not_after=why,
    )


def _part(name: str, number: int) -> str:
    return f"{name}[{number}]" if number else name


def _where(fact: Fact) -> tuple[str, str]:
    return fact.origin.address, fact.part
