"""What belongs together in a tree of manifests that has objects of one name in several files.

Environments side by side and sets of examples are such trees: what lies beside one copy of an
object says nothing of the others.
"""

from __future__ import annotations

from functools import lru_cache

from auditor.facts import ClusterFact

_SAME = 1_000
"""Stands for more folders than any path has."""


@lru_cache(maxsize=65_536)
def shared_folders(one: str, other: str) -> int:
    """Return how near two files are: the folders that both lie in; the most for the same file."""
    if one == other:
        return _SAME
    shared = 0
    for mine, theirs in zip(one.split("/")[:-1], other.split("/")[:-1], strict=False):
        if mine != theirs:
            break
        shared += 1
    return shared


def apart(one: ClusterFact, other: ClusterFact) -> bool:
    """Say whether one of two objects belongs to another copy of the other one."""
    return bool(one.copies or other.copies) and (_taken(one, other) or _taken(other, one))


def _taken(one: ClusterFact, other: ClusterFact) -> bool:
    mine, theirs = one.origin.place, other.origin.place
    if mine is None or theirs is None:
        return False
    near = shared_folders(theirs.file, mine.file)
    return any(shared_folders(theirs.file, copy) > near for copy in one.copies)
