"""Joins between the certificates of a cluster: who uses, issued, succeeds or verifies which."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from auditor.facts import Authority, Certificate, Origin, Place, Unknown

if TYPE_CHECKING:
    from cryptography.x509 import Certificate as X509

CONSUMERS = (
    "cronjobs.batch",
    "daemonsets.apps",
    "deployments.apps",
    "gateways.gateway.networking.k8s.io",
    "ingresses.networking.k8s.io",
    "jobs.batch",
    "pods",
    "replicasets.apps",
    "replicationcontrollers",
    "statefulsets.apps",
    "customresourcedefinitions.apiextensions.k8s.io",
    "apiservices.apiregistration.k8s.io",
    "clusterissuers.cert-manager.io",
    "issuers.cert-manager.io",
)
"""What has to be read before a Secret can be called unused: whatever may name one, and which
extensions there are."""
_ON_DISK = Unknown("what uses it in a cluster is not said here")


class Spot(NamedTuple):
    """A place where a certificate lies. The one with the lowest rank names it best."""

    rank: int
    origin: Origin
    part: str
    place: Place | None
    user: str
    used: bool | Unknown | None
    """Whether lying there means that it is used; None where a Secret's users decide."""
    secret: tuple[str, str] | None = None
    """Namespace and name of the Secret that it is."""
    renewed: bool = False
    """Whether its kind of certificate is renewed by itself."""

    @property
    def order(self) -> tuple[int, bool, str, str]:
        """Sorts places: the best first, those of Kubernetes itself before others."""
        system = self.origin.address.startswith("kube-system/")
        return self.rank, not system, self.origin.address, self.part


class Entry:
    """One certificate while places and answers are collected."""

    __slots__ = ("_read", "certificate", "chain_problem", "name_matches", "spots")

    def __init__(self, certificate: X509) -> None:
        self.certificate = certificate
        self.spots: list[Spot] = []
        self.chain_problem: str | None = None
        self.name_matches: bool | Unknown | None = None
        self._read: Certificate | None = None

    def fact(self, origin: Origin) -> Certificate:
        """Return what the certificate says; read once, whatever the origin."""
        from auditor_x509 import reading

        if self._read is None:
            self._read = reading.fact(self.certificate, origin)
        return self._read


class Joins:
    """Answers about all certificates together.

    :param chains: fingerprints of what Secrets present, leaf first, with their namespaces.
    :param uses: who uses a Secret, by namespace and name; an empty namespace is any.
    :param renewed: Secrets that something renews, by namespace and name.
    :param unread: why kinds of objects were not read, by the names that listings have.
    :param unheard: why others than those kinds may be using Secrets.
    """

    def __init__(
        self,
        *,
        entries: Mapping[str, Entry],
        chains: Sequence[tuple[str, Sequence[str]]],
        uses: Mapping[tuple[str, str], set[str]],
        renewed: Set[tuple[str, str]],
        live: bool,
        unread: Mapping[str, Unknown],
        unheard: Unknown | None,
    ) -> None:
        self._entries = entries
        self._chains = chains
        self._uses = uses
        self._renewed = renewed
        self._live = live
        self._unread = unread
        self._unheard = unheard or next(
            (unread[kind] for kind in CONSUMERS if kind in unread), None
        )
        self._presenting: dict[str, set[str]] = {}

    def judge_chain(self, chain: Sequence[str], authorities: Sequence[str]) -> None:
        """Verify a presented chain by itself, and up to the authorities if there are any."""
        from auditor_x509 import trust

        if not chain:
            return
        leaf = self._entries[chain[0]]
        certificates = self._certificates(chain)
        problem = trust.broken_link(certificates)
        if problem:
            leaf.chain_problem = problem
        elif authorities and not leaf.chain_problem:
            trusted = self._certificates(authorities)
            verified = trust.verifies(certificates[0], certificates[1:], trusted)
            if verified is True:
                leaf.chain_problem = ""
            elif verified is False:
                leaf.chain_problem = "none of the authorities in its ca.crt issued it"

    def judge_bundle(self, bundle: Authority, fingerprints: Sequence[str]) -> Authority:
        """Say whether a bundle verifies the certificate of its service.

        The service's certificate is the one in a Secret of its namespace that has its name.
        """
        from auditor_x509 import trust

        if not bundle.service or not fingerprints or bundle.verifies is not None:
            return bundle
        chains = list(self._serving(bundle.service))
        for chain in chains:
            self._presenting.setdefault(chain[0], set()).add(f"service {bundle.service}")
        if not chains:
            unread = self._unread.get("secrets")
            return replace(bundle, verifies=unread) if unread else bundle
        trusted = self._certificates(fingerprints)
        doubt: Unknown | None = None
        for chain in chains:
            leaf, *helpers = self._certificates(chain)
            answer = trust.verifies(leaf, helpers, trusted)
            if answer is True:
                return replace(bundle, verifies=True)
            doubt = doubt or (answer if isinstance(answer, Unknown) else None)
        name = self._entries[chains[0][0]].fact(bundle.origin).name
        return replace(
            bundle,
            verifies=doubt or False,
            problem=f"none of its authorities issued certificate {name}",
        )

    def _serving(self, service: str) -> Iterator[Sequence[str]]:
        """Yield the chains that a service may present: those with its name, in its namespace."""
        from auditor_x509 import reading

        namespace, _, name = service.partition("/")
        host = f"{name}.{namespace}.svc"
        for within, chain in self._chains:
            leaf = self._entries[chain[0]].certificate
            if within == namespace and reading.names_cover(leaf, host) is True:
                yield chain

    def _certificates(self, fingerprints: Sequence[str]) -> list[X509]:
        return [self._entries[fingerprint].certificate for fingerprint in fingerprints]

    def certificates(self) -> Iterator[Certificate]:
        """Yield a fact for every certificate that has a place of its own."""
        entries = [entry for entry in self._entries.values() if entry.spots]
        for entry in entries:
            entry.spots.sort(key=lambda spot: spot.order)
        facts = {id(entry): entry.fact(entry.spots[0].origin) for entry in entries}
        issuers: dict[Hashable, list[Entry]] = {}
        alike: dict[Hashable, list[Entry]] = {}
        for entry in entries:
            subject = _attempt(entry, "subject")
            if subject is not None:
                issuers.setdefault(subject, []).append(entry)
            alike.setdefault(_purpose(facts[id(entry)], subject), []).append(entry)
        for entry in entries:
            read = facts[id(entry)]
            first = entry.spots[0]
            in_use, users = self._use(entry, read)
            likes = alike[_purpose(read, _attempt(entry, "subject"))]
            yield replace(
                read,
                origin=first.origin,
                part=first.part,
                places={} if first.place is None else {"not_after": first.place},
                name_matches=entry.name_matches,
                chain_problem=entry.chain_problem,
                renewal="automatic" if self._renews(entry) else None,
                in_use_by=users,
                in_use=in_use,
                successor=_successor(read, [(facts[id(other)], other) for other in likes]),
                issuer_ends=self._issuer_ends(entry, read, issuers, facts),
            )

    def _renews(self, entry: Entry) -> bool:
        return any(spot.renewed or spot.secret in self._renewed for spot in entry.spots)

    def _use(self, entry: Entry, read: Certificate) -> tuple[bool | Unknown, tuple[str, ...]]:
        """Say whether a certificate is used, and name all its places and users."""
        users = {spot.user for spot in entry.spots}
        users |= self._presenting.get(read.fingerprint or "", set())
        answers = [spot.used for spot in entry.spots]
        answers += (True for _ in self._presenting.get(read.fingerprint or "", ()))
        for spot in entry.spots:
            if spot.secret:
                anywhere = self._uses.get(("", spot.secret[1]), set())
                found = self._uses.get(spot.secret, set()) | anywhere
                users |= found
                answers += (True for _ in found)
        return self._used(answers), tuple(sorted(users))

    def _used(self, answers: Sequence[bool | Unknown | None]) -> bool | Unknown:
        if True in answers:
            return True
        doubt = next((answer for answer in answers if isinstance(answer, Unknown)), None)
        if doubt or self._unheard:
            return doubt or self._unheard or False
        return False if self._live else _ON_DISK

    def _issuer_ends(
        self,
        entry: Entry,
        read: Certificate,
        issuers: Mapping[Hashable, Sequence[Entry]],
        facts: Mapping[int, Certificate],
    ) -> datetime | None:
        """Return the latest end among the authorities that issued a certificate."""
        from auditor_x509 import trust

        if read.self_signed is not False:
            return None
        ends = [
            facts[id(issuer)].not_after
            for issuer in issuers.get(_attempt(entry, "issuer"), ())
            if trust.issued(issuer.certificate, entry.certificate) is True
        ]
        return max((end for end in ends if isinstance(end, datetime)), default=None)


def _attempt(entry: Entry, name: str) -> Hashable | None:
    """Return a name of a certificate; None when it cannot be read."""
    try:
        found: Any = getattr(entry.certificate, name)
    except ValueError:
        return None
    return found if isinstance(found, Hashable) else None


def _purpose(read: Certificate, subject: Hashable | None) -> Hashable:
    """Return what a certificate is for: equal for those that may stand in for one another."""
    names = read.names if isinstance(read.names, tuple) else ()
    return read.authority is True, frozenset(names) or subject or read.fingerprint


def _successor(read: Certificate, alike: Sequence[tuple[Certificate, Entry]]) -> str:
    """Return where a certificate lies that is for the same and ends last, if that is later."""
    end = read.not_after
    if not isinstance(end, datetime):
        return ""
    later = [
        (other.not_after, entry.spots[0].user)
        for other, entry in alike
        if isinstance(other.not_after, datetime) and other.not_after > end
    ]
    return max(later)[1] if later else ""
