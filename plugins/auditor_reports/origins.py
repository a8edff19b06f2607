"""Where facts of a report come from, and what tells them apart."""

from __future__ import annotations

from auditor.facts import Origin, Place


class Thing:
    """What a report, or a part of it, is about."""

    def __init__(self, origin: Origin, subject: str, several: bool) -> None:
        self.origin = origin
        self.subject = subject
        self.several = several
        """Whether it may hold several images."""
        self._given: dict[str, int] = {}
        """Names by how often each was asked for."""

    def part(self, name: str, more: str = "") -> str:
        """Return a name for a part of the thing; ``more`` is added where it was given before."""
        name = " ".join(name.split())
        if name in self._given and more:
            name = f"{name} {more}"
        found = name
        while found in self._given:
            self._given[name] += 1
            found = f"{name} #{self._given[name]}"
        self._given[found] = 1
        return found


class Source:
    """One report: the scanner, the file and its evidence."""

    def __init__(self, scanner: str, file: str, evidence: str) -> None:
        self.scanner = scanner
        self.file = file
        self.evidence = evidence

    def thing(self, subject: str, kind: str, address: str, scope: str = "") -> Thing:
        """Return what facts are about; the name of the file is no part of its identity."""
        origin = Origin(
            provider=self.scanner,
            scope=scope or ".",
            address=address,
            kind=kind,
            place=Place(self.file, 1, 1),
            evidence=self.evidence,
        )
        return Thing(origin, subject, several=bool(scope))
