"""Findings: verdicts with everything a reader or a gate needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Literal

from msgspec import Struct

from auditor.facts import Place

VerdictWord = Literal["pass", "fail", "unknown", "not-applicable"]
Enforce = Literal["block", "warn", "report"]

_BATCH = 512


class WaiverNote(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what a finding was accepted."""

    source: str
    """``auditor.toml:12`` or ``main.tf:3 (checkov:skip)``."""
    reason: str
    owner: str = ""
    approver: str = ""
    until: str = ""


class Finding(Struct, frozen=True, kw_only=True, gc=False):
    """One verdict of one check about one thing."""

    check: str
    title: str
    verdict: VerdictWord
    severity: str
    resource: str
    """The full address."""
    scope: str
    kind: str
    discriminator: str
    message: str
    file: str
    line: int
    end_line: int
    fingerprint: str
    controls: tuple[str, ...]
    waived: bool
    evidence: str
    enforce: Enforce
    known: bool
    """Whether it was there before: in the baseline, or on a resource that the plan leaves as is."""
    calls: tuple[Place, ...] = ()
    waiver: WaiverNote | None = None

    @property
    def family(self) -> str:
        return self.check.partition(".")[0]

    @property
    def author_place(self) -> Place | None:
        """The line that the author of the change can edit: the outermost module call if any."""
        if self.calls:
            return self.calls[0]
        return Place(self.file, self.line, self.end_line) if self.file else None


_COUNT_INDEX = re.compile(r"\[\d+\]")


def fingerprint(check: str, scope: str, address: str, discriminator: str) -> str:
    """Return the identity of a finding over time: 32 hex digits.

    Numeric ``count`` indices do not enter, so that inserting an instance does not make
    all the others new; neither do message and line.
    """
    if "[" in address:
        address = _without_index(address)
    if "[" in discriminator:
        discriminator = _without_index(discriminator)
    parts = f"{check}\x00{scope}\x00{address}\x00{discriminator}"
    return sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@lru_cache(4096)
def _without_index(text: str) -> str:
    return _COUNT_INDEX.sub("[]", text)


def batches(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """Yield findings some hundred at a time: what is done with many at once costs less."""
    stream = iter(findings)
    while batch := list(islice(stream, _BATCH)):
        yield batch
