"""The contract of a collector: the only place with input and output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum, Flag, auto
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from msgspec import Struct

from auditor.facts import Fact, Place


class Need(Flag):
    """What a collector asks of the place it runs in."""

    FILES = auto()
    NETWORK = auto()
    CREDENTIALS = auto()
    SUBPROCESS = auto()


class Reason(Enum):
    """Why a part stayed unread."""

    DENIED = "denied"
    EXPIRED = "expired"
    """Refused because the credentials ran out on the way."""
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    UNSUPPORTED = "unsupported"
    UNPARSABLE = "unparsable"
    UNREADABLE = "unreadable"
    UNRESOLVED = "unresolved"
    TOO_LARGE = "too-large"
    ABSENT = "absent"
    CYCLE = "cycle"
    EXTERNAL_MODULE = "external-module"
    LOCKED = "locked"
    EMPTY = "empty"
    STALE = "stale"
    """Read, but older than it seems, or dated by a clock that is wrong."""
    CRASHED = "crashed"


class Target(Struct, frozen=True):
    """What the user points at: ``scheme`` before the colon (empty for a path), and the rest."""

    text: str
    scheme: str
    rest: str


class Unit(Struct, frozen=True, kw_only=True):
    """The smallest piece collected, retried and resumed on its own. Picklable.

    ``scope`` is where its addresses are unique and is part of every fingerprint;
    ``detail`` is the collector's own.
    """

    collector: str
    scope: str
    detail: Mapping[str, Any]


class Gap(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part that stayed unread. ``detail`` says what to do about it."""

    scope: str
    reason: Reason
    detail: str
    address: str = ""
    place: Place | None = None


class Population(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one source held: ``listed == evaluated + errored + sum(excluded)``.

    ``expected`` is an independent count where one can be had. ``excluded`` counts by
    reason (``no translator for aws_foo``).
    """

    scope: str
    source: str
    """What was counted: ``resources``, ``files``."""
    query: str
    """How: ``*.tf in infra/``, ``iam:ListUsers``."""
    listed: int
    evaluated: int
    errored: int = 0
    expected: int | None = None
    excluded: dict[str, int] = {}


class InlineWaiver(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A comment that accepts findings within ``region``.

    ``ids`` are ours or those of the tool named in ``syntax``. ``problem`` says why the
    comment has no effect.
    """

    scope: str
    syntax: str
    """``auditor``, ``checkov``, ``trivy`` or ``tfsec``."""
    ids: tuple[str, ...]
    place: Place
    region: Place
    reason: str = ""
    until: str = ""
    """ISO date, empty for none."""
    problem: str = ""


Record: TypeAlias = Fact | Gap | Population | InlineWaiver


class Sink(Protocol):
    """Where a collector leaves evidence and names what must never be shown."""

    def keep(self, content: bytes, *, media_type: str, source: str) -> str:
        """Redact and keep evidence; return the SHA-256 (hex) of what is kept.

        It belongs into ``origin.evidence`` and nowhere else: when a value in it turns out to be
        secret later, the evidence changes, and the origins follow.
        """
        ...

    def hide(self, values: Iterable[str]) -> None:
        """Register secret values: no output will contain them in any encoding."""
        ...

    def search(self, content: bytes) -> None:
        """Hide what looks secret in a source. ``keep`` does it too; search all sources first
        when what is named in one of them may stand unnamed in another."""
        ...

    def marker(self, value: str) -> str:
        """Return a keyed HMAC of a secret value, to recognise it again without keeping it."""
        ...


class Plan(Struct, frozen=True, kw_only=True):
    """A target split into units, with what could not even be listed."""

    units: tuple[Unit, ...]
    gaps: tuple[Gap, ...] = ()
    populations: tuple[Population, ...] = ()


class Permissions(Struct, frozen=True, kw_only=True):
    """What a collector has to be allowed, as documents that people can apply."""

    name: str
    """As after ``auditor permissions``: ``aws``."""
    forms: Mapping[str, Callable[[], str]]
    """Makers of the documents by form (``json``, ``cloudformation``); the first is the default."""


class Scene(Struct, frozen=True, kw_only=True):
    """What collectors are told about the run.

    ``base`` is the directory that paths in facts are relative to. ``exclude`` are glob
    patterns relative to it. ``options`` is the collector's own section of the configuration.
    """

    base: Path
    exclude: tuple[str, ...] = ()
    options: Mapping[str, Any] = {}


class Collector(Protocol):
    """Reads one kind of target into facts and gaps."""

    name: str
    schemes: tuple[str, ...]
    """Target prefixes it owns; empty when it only claims paths."""
    needs: Need
    emits: tuple[type[Fact], ...]
    options: type[Struct]
    """Shape of its section of the configuration (``[NAME]``), every field with a default."""

    def claims(self, path: Path) -> bool:
        """Say whether this existing file or directory may hold something of its kind."""
        ...

    def plan(self, target: Target, scene: Scene) -> Plan:
        """Split a target into units.

        :raises TargetError: when the target cannot mean anything.
        """
        ...

    def collect(self, unit: Unit, scene: Scene, sink: Sink) -> Iterator[Record]:
        """Read one unit. What cannot be read is a :class:`Gap`, never an exception."""
        ...
