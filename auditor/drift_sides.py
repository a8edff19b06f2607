"""The two sides of a comparison: what is declared, what runs, and what of both was not read."""

from __future__ import annotations

from functools import cached_property

from auditor.facts import ApiUse, Authority, ClusterFact, Listing, SigningRequest
from auditor.listed import EVERYWHERE, may_be_declared, may_run

_ASIDE = (ApiUse, Authority, SigningRequest)
"""Facts that are not about an object's own wishes."""
_UNNAMED = "*"
"""What the name of an object ends with where it is made up later, or by a template."""

Key = tuple[str, str, str]
"""Kind as addresses have it, namespace and name of an object."""
Held = dict[tuple[type[ClusterFact], str], ClusterFact]
"""The facts of one object by kind and part."""


class _Side:
    """The objects of one side, and how completely they were listed."""

    def __init__(self) -> None:
        self.objects: dict[Key, Held] = {}
        self._listings: dict[str, list[Listing]] = {}

    def take(self, fact: ClusterFact | Listing) -> None:
        """Take one fact in."""
        if isinstance(fact, Listing):
            self._listings.setdefault(fact.kind or fact.resource, []).append(fact)
        elif type(fact) not in _ASIDE:
            self.objects.setdefault(key_of(fact), {}).setdefault((type(fact), fact.part), fact)

    def listings(self, name: str) -> list[Listing]:
        """Return those of a kind in a cluster, of a resource in a tree of manifests."""
        return self._listings.get(name, [])


class Cluster(_Side):
    """What runs in one cluster."""

    @cached_property
    def _homes(self) -> dict[tuple[str, str], list[str]]:
        homes: dict[tuple[str, str], list[str]] = {}
        for kind, namespace, name in sorted(self.objects):
            homes.setdefault((kind, name), []).append(namespace)
        return homes

    def why_unmatched(self, key: Key, wanted: Held) -> str:
        """Say why something declared may run though it was not found; empty when it does not."""
        kind, namespace, name = key
        if name.endswith(_UNNAMED):
            return "its name is made up when it is applied"
        if not is_open(wanted):
            return may_run(self.listings(kind), namespace)
        homes = self._homes.get((kind, name))
        if homes:
            return f"it names no namespace; one of its name runs in {', '.join(homes)}"
        return may_run(self.listings(kind))


class Declared(_Side):
    """What all trees of manifests declare."""

    @cached_property
    def _open(self) -> set[tuple[str, str]]:
        """Kinds and names of what may be applied to any namespace."""
        return {(key[0], key[2]) for key, item in self.objects.items() if is_open(item)}

    @cached_property
    def _unnamed(self) -> dict[str, list[tuple[str, str]]]:
        """Namespaces, empty for any, and how names begin, by kind."""
        found: dict[str, list[tuple[str, str]]] = {}
        for (kind, namespace, name), item in self.objects.items():
            if name.endswith(_UNNAMED):
                home = "" if is_open(item) else namespace
                found.setdefault(kind, []).append((home, name.removesuffix(_UNNAMED)))
        return found

    def may_be(self, key: Key) -> bool:
        """Say whether it is declared, or perhaps what leaves its namespace open is it."""
        return key in self.objects or (key[0], key[2]) in self._open

    def why_unmatched(self, key: Key, cluster: Cluster) -> str:
        """Say why something running may be declared though it was not found; empty when it is
        not."""
        kind, namespace, name = key
        for home, beginning in self._unnamed.get(kind, ()):
            if home in ("", namespace) and name.startswith(beginning):
                return "a declaration of its kind is named when it is applied"
        resources = {EVERYWHERE, *(item.resource for item in cluster.listings(kind))}
        return may_be_declared(
            [item for resource in sorted(resources) for item in self.listings(resource)]
        )


def key_of(fact: ClusterFact) -> Key:
    """Return how an object is found on both sides: extensions may have kinds of one name, which
    its address tells apart."""
    within = fact.origin.address.removeprefix(f"{fact.namespace}/")
    return within.partition("/")[0], fact.namespace, fact.name


def is_open(item: Held) -> bool:
    """Say whether an object leaves its namespace to whoever applies it."""
    fact = next(iter(item.values()))
    return bool(fact.namespace) and not fact.namespace_written


def address_of(key: Key) -> str:
    """Return ``namespace/Kind/name``, as reports have it."""
    kind, namespace, name = key
    return f"{namespace}/{kind}/{name}" if namespace else f"{kind}/{name}"
