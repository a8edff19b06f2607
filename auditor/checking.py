"""The contract of a check: a card, and a pure function from a fact to verdicts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum, IntEnum
from typing import Any, Generic, TypeVar

from msgspec import Struct, field

from auditor.errors import PluginError, UndeclaredFact
from auditor.facts import Fact, Setting, Unknown


class Severity(IntEnum):
    """How bad a failure is; the order is that of the numbers."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """The word used in configuration and reports: ``high``."""
        return self.name.lower()


class Outcome(Enum):
    """What a check says of a fact. Fail is always bad."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


class Verdict(Struct, frozen=True, gc=False):
    """One judgement. ``at`` names the field or part judged; it finds the line and
    tells apart several verdicts of one check about one thing."""

    outcome: Outcome
    message: str
    at: str = ""


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Thresholds of a check, each with its default; overridable in ``auditor.toml``."""


SettingsT = TypeVar("SettingsT", bound=Settings)
FactT = TypeVar("FactT", bound=Fact)


class Gathered:
    """Facts by kind that checks compare, with the groupings they asked for."""

    __slots__ = ("_facts", "_groups")

    def __init__(self, facts: Mapping[type[Fact], Sequence[Fact]]) -> None:
        self._facts = facts
        self._groups: dict[tuple[type[Fact], Any], dict[Any, list[Fact]]] = {}

    def all(self, kind: type[Fact]) -> Sequence[Fact]:
        """Return the facts of one kind."""
        return self._facts.get(kind, ())

    def by(self, kind: type[Fact], key: Callable[[Any], Hashable]) -> Mapping[Any, list[Fact]]:
        """Return the facts of one kind grouped by ``key``; each grouping is made once."""
        groups = self._groups.get((kind, key))
        if groups is None:
            groups = self._groups[kind, key] = {}
            for fact in self.all(kind):
                groups.setdefault(key(fact), []).append(fact)
        return groups

    def by_each(
        self, kind: type[Fact], keys: Callable[[Any], Iterable[Hashable]]
    ) -> Mapping[Any, list[Fact]]:
        """Return the facts of one kind under every one of their ``keys``, made once."""
        groups = self._groups.get((kind, keys))
        if groups is None:
            groups = self._groups[kind, keys] = {}
            for fact in self.all(kind):
                for key in keys(fact):
                    groups.setdefault(key, []).append(fact)
        return groups


_NOTHING = Gathered({})


class View(Generic[SettingsT]):
    """What a check may see beside the fact: the moment, its settings, declared other facts."""

    __slots__ = ("_also", "_others", "moment", "settings")

    def __init__(
        self,
        moment: datetime,
        settings: SettingsT,
        also: tuple[type[Fact], ...] = (),
        others: Gathered = _NOTHING,
    ) -> None:
        self.moment = moment
        self.settings = settings
        self._also = also
        self._others = others

    def all(self, kind: type[FactT]) -> Sequence[FactT]:
        """Return every fact of a kind in the check's span.

        :raises UndeclaredFact: when the check does not name the kind in ``also``.
        """
        self._declared(kind)
        return self._others.all(kind)  # type: ignore[return-value]

    def by(self, kind: type[FactT], key: Callable[[FactT], Hashable]) -> Mapping[Any, list[FactT]]:
        """Return the facts that :meth:`all` gives, grouped by ``key``.

        ``key`` is a function of a module or class, not made anew for each call: a grouping is
        made once for all checks that ask with the same function.

        :raises UndeclaredFact: as :meth:`all`.
        """
        self._declared(kind)
        return self._others.by(kind, key)  # type: ignore[return-value]

    def by_each(
        self, kind: type[FactT], keys: Callable[[FactT], Iterable[Hashable]]
    ) -> Mapping[Any, list[FactT]]:
        """Return the facts that :meth:`all` gives under every one of their ``keys``; as
        :meth:`by` for all else.

        :raises UndeclaredFact: as :meth:`all`.
        """
        self._declared(kind)
        return self._others.by_each(kind, keys)  # type: ignore[return-value]

    def _declared(self, kind: type[Fact]) -> None:
        if kind not in self._also:
            raise UndeclaredFact(f"a check asked for {kind.__name__} without naming it in also=")


class Span(Enum):
    """How far a check that compares facts has to look."""

    UNIT = "unit"
    SCOPE = "scope"
    """All facts of the same ``origin.scope``: an account, a cluster, a tree of manifests."""
    RUN = "run"


class Check(Struct, frozen=True, kw_only=True):
    """A check's card and its judgement.

    ``doc`` is the page: the module's docstring with the sections *Why it matters*,
    *Verdicts*, *How to mend it* and *Sources*. ``same_as`` lists the ids that other
    tools give the same rule. ``setting`` narrows a check of :class:`Setting` facts to
    one name. A check with ``also`` compares facts within its ``span``.
    """

    id: str
    title: str
    severity: Severity
    doc: str
    facts: type[Fact]
    judge: Callable[[Any, Any], Iterable[Verdict]]
    settings: type[Settings] = Settings
    controls: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    setting: str = ""
    also: tuple[type[Fact], ...] = ()
    span: Span = Span.UNIT

    @property
    def family(self) -> str:
        """The first part of the id: ``certificates`` of ``certificates.expiring``."""
        return self.id.partition(".")[0]


class Card(Struct, frozen=True, kw_only=True):
    """The sections of a check's page, as plain text."""

    summary: str
    why: str = ""
    verdicts: str = ""
    mend: str = ""
    sources: tuple[str, ...] = field(default_factory=tuple)


_SECTIONS = ("Why it matters", "Verdicts", "How to mend it", "Sources")


def card(check: Check) -> Card:
    """Read the card out of the check's docstring.

    :raises PluginError: when a section is missing.
    """
    lines = check.doc.strip().splitlines()
    sections: dict[str, list[str]] = {"": []}
    current = ""
    for line in lines:
        if line.strip() in _SECTIONS and not line.startswith(" "):
            current = line.strip()
            sections[current] = []
        else:
            sections[current].append(line)
    missing = [name for name in _SECTIONS if name not in sections]
    if missing:
        raise PluginError(f"check {check.id} has no section {missing[0]!r} in its docstring")

    def text(name: str) -> str:
        body = sections[name]
        return "\n".join(line.removeprefix("    ") for line in body).strip()

    sources = tuple(line.strip().lstrip("- ") for line in text("Sources").splitlines() if line)
    return Card(
        summary=text("").replace("\n", " "),
        why=text("Why it matters"),
        verdicts=text("Verdicts"),
        mend=text("How to mend it"),
        sources=sources,
    )


def wanted(value: bool | Unknown | None, at: str, good: str, bad: str) -> Iterator[Verdict]:
    """Judge a switch that should be on: nothing for None, unknown for Unknown."""
    if value is None:
        return
    if isinstance(value, Unknown):
        yield Verdict(Outcome.UNKNOWN, value.reason, at)
    elif value:
        yield Verdict(Outcome.PASS, good, at)
    else:
        yield Verdict(Outcome.FAIL, bad, at)


def unwanted(value: bool | Unknown | None, at: str, good: str, bad: str) -> Iterator[Verdict]:
    """Judge a switch that should be off."""
    flipped = value if value is None or isinstance(value, Unknown) else not value
    return wanted(flipped, at, good, bad)


def switch(
    name: str,
    *,
    id: str,
    title: str,
    severity: Severity,
    doc: str,
    good: str,
    bad: str,
    controls: tuple[str, ...] = (),
    same_as: tuple[str, ...] = (),
) -> Check:
    """Return the check for a :class:`Setting` that should be on, with no logic of its own.

    ``good`` and ``bad`` follow the subject: ``"{subject} records traces"``.
    """

    def judge(setting: Setting, view: View[Settings]) -> Iterator[Verdict]:
        value = setting.value
        if isinstance(value, int | str) and not isinstance(value, bool):
            raise PluginError(f"setting {name} of {setting.origin.address} is not a switch")
        subject = setting.subject
        yield from wanted(value, name, f"{subject} {good}", f"{subject} {bad}")

    return Check(
        id=id,
        title=title,
        severity=severity,
        doc=doc,
        facts=Setting,
        setting=name,
        judge=judge,
        controls=controls,
        same_as=same_as,
    )
