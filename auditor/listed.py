"""Whether something that was not found is not there: what listings prove, and what they leave open.

A cluster lists each kind for itself, perhaps in some namespaces only; a tree of manifests is read
as a whole, perhaps with files that could not be.
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.facts import Listing, Unknown

EVERYWHERE = "*"
"""The whole cluster among the namespaces of a listing; everything among the resources of a tree."""


def may_run(listings: Sequence[Listing], namespace: str = "") -> str:
    """Say why an object may run that was not found; empty when it does not.

    :param listings: those of its kind, of one cluster; one that is whole is enough.
    :param namespace: where it would lie; empty for what lies in none, and for whichever.
    """
    if not listings:
        return "objects of its kind are not read"
    if any(not {EVERYWHERE, namespace}.isdisjoint(item.namespaces) for item in listings):
        return ""
    for item in listings:
        if item.complete is not True:
            return _why(item)
    read = sorted({name for item in listings for name in item.namespaces})
    return f"{listings[0].resource} were read in {', '.join(read) or 'no namespace'} only"


def may_be_declared(listings: Sequence[Listing]) -> str:
    """Say why an object may be declared that was not found; empty when it is not.

    :param listings: those of its kind, and of everything, of all trees; each must be whole.
    """
    return next((_why(item) for item in listings if item.complete is not True), "")


def _why(listing: Listing) -> str:
    hole = listing.complete
    return hole.reason if isinstance(hole, Unknown) else f"not all {listing.resource} were listed"
