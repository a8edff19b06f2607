"""Which kinds of objects may be missing, since parts of the files were not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from auditor.facts import Unknown
from auditor_objects.kinds import kinds
from auditor_objects.pods import WORKLOADS

_KIND = re.compile(r"^[\"']?kind[\"']?[ \t]*:[ \t]*(.*?)[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_PLAIN = re.compile(r"[\"']?([A-Z][A-Za-z0-9]*)[\"']?")
EVERYTHING = "*"
"""Stands for all kinds, as in :class:`auditor.facts.Listing`."""


def kind_told(piece: str) -> str:
    """Return the kind of the one object that an unread document surely is; empty when the text
    may hold others: a list, or a template of OpenShift."""
    found = _KIND.findall(piece)
    plain = _PLAIN.fullmatch(found[0]) if len(found) == 1 else None
    return "" if plain is None or plain[1].endswith(("List", "Template")) else plain[1]


class Unread:
    """Collects what was not read, by the resources whose absence then proves nothing."""

    def __init__(self) -> None:
        self._files: dict[str, list[str]] = {}

    def add(self, file: str, told: Iterable[str] = ("",)) -> None:
        """Note a file with unread documents of these kinds; an empty one is not known."""
        for resource in {name for kind in told for name in _resources(kind)}:
            files = self._files.setdefault(resource, [])
            if file not in files:
                files.append(file)

    def reasons(self) -> dict[str, Unknown]:
        """Return why objects may be missing, by resource, sorted."""
        return {
            resource: Unknown(
                f"{files[0]}{f' and {len(files) - 1} more' if files[1:] else ''} could not be read"
            )
            for resource, files in sorted(self._files.items())
        }


def _resources(kind: str) -> Iterator[str]:
    """Yield the resources that objects of a kind count among, whatever their group.

    Those of a kind that only its extension knows may make pods.
    """
    if not kind:
        yield EVERYTHING
        return
    known = kinds()
    own = [found.resource for (_, name), found in known.items() if name == kind]
    yield from own
    if not own:
        for group, _, name in (workload.partition("/") for workload in WORKLOADS):
            yield known[group, name].resource
