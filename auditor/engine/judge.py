"""Facts in, findings out. The only maker of findings."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

import msgspec

from auditor.checking import Check, Gathered, Outcome, Span, Verdict, View
from auditor.collecting import Gap, Reason
from auditor.errors import ConfigError
from auditor.facts import Fact, Place, Setting
from auditor.findings import Enforce, Finding, VerdictWord, fingerprint
from auditor.policy import CheckPolicy, Policy

log = logging.getLogger(__name__)

_DEFAULT = CheckPolicy()
_PASS, _FAIL = Outcome.PASS, Outcome.FAIL
_WORDS: dict[Outcome, VerdictWord] = {outcome: outcome.value for outcome in Outcome}

_WITHIN_FILE = attrgetter("line", "check", "resource", "discriminator")


class Judge:
    """Applies the enabled checks to the facts of one unit after the other.

    :raises ConfigError: when a check's settings do not fit it.
    """

    def __init__(self, checks: Mapping[str, Check], policy: Policy) -> None:
        self._policy = policy
        self.checks = {
            check.id: check
            for check in checks.values()
            if policy.checks.get(check.id, _DEFAULT).enabled
        }
        self._settings = {check.id: _settings(check, policy) for check in self.checks.values()}
        self._weights = {check.id: _weight(check, policy) for check in self.checks.values()}
        self._by_kind: dict[tuple[type[Fact], str], list[Check]] = {}
        for check in self.checks.values():
            if check.span is Span.UNIT:
                self._by_kind.setdefault((check.facts, check.setting), []).append(check)
        self._wide = [check for check in self.checks.values() if check.span is not Span.UNIT]
        kinds = {kind for check in self._wide for kind in (check.facts, *check.also)}
        self._remembered: dict[type[Fact], list[Fact]] = {kind: [] for kind in kinds}
        self.gaps: list[Gap] = []
        """One for each check that failed; its verdict is unknown."""

    def unit(self, facts: Sequence[Fact]) -> Iterator[Finding]:
        """Judge the facts of one unit, in the order of places, checks and resources.

        Where nothing has a place, as in what an API answered, the findings of one check at a
        time are in memory, else those of the whole unit.
        """
        by_kind: dict[type[Fact], list[Fact]] = {}
        for fact in facts:
            by_kind.setdefault(type(fact), []).append(fact)
        for kind, remembered in self._remembered.items():
            remembered += by_kind.get(kind, ())
        return self._unit(facts, by_kind)

    def _unit(
        self, facts: Sequence[Fact], by_kind: Mapping[type[Fact], Sequence[Fact]]
    ) -> Iterator[Finding]:
        gathered = Gathered(by_kind)
        todo: dict[str, Sequence[Fact]] = {}
        for asked, listed in _by_name(by_kind).items():
            todo.update((check.id, listed) for check in self._by_kind.get(asked, ()))
        ordered = sorted(todo)
        placed = any(fact.places or fact.origin.place for fact in facts)
        apart = not placed and len({fact.origin.scope for fact in facts}) == 1
        for batch in [[name] for name in ordered] if apart else [ordered]:
            found: list[Finding] = []
            for name in batch:
                check = self.checks[name]
                self._judge(check, todo[name], self._view(check, gathered), found)
            yield from _in_order(found)

    def run(self) -> list[Finding]:
        """Judge what needs a whole scope or the whole run: call it after the last unit."""
        found: list[Finding] = []
        everything = Gathered(self._remembered)
        scopes = {scope: Gathered(facts) for scope, facts in _by_scope(self._remembered).items()}
        for check in self._wide:
            narrow = check.span is Span.SCOPE
            spans = scopes.values() if narrow else (everything,)
            for gathered in spans:
                facts = gathered.all(check.facts)
                if check.setting:
                    facts = [fact for fact in facts if getattr(fact, "name", "") == check.setting]
                self._judge(check, facts, self._view(check, gathered), found)
        return _in_order(found)

    def _view(self, check: Check, gathered: Gathered) -> View[Any]:
        return View(self._policy.moment, self._settings[check.id], check.also, gathered)

    def _judge(
        self, check: Check, facts: Iterable[Fact], view: View[Any], found: list[Finding]
    ) -> None:
        severity, enforce = self._weights[check.id]
        for fact in facts:
            try:
                verdicts = list(check.judge(fact, view))
            except (Exception, SystemExit) as error:
                log.debug("check %s failed on %s", check.id, fact.origin.address, exc_info=True)
                verdicts = [self._crashed(check, fact, error)]
            found += [_finding(check, severity, enforce, fact, verdict) for verdict in verdicts]

    def _crashed(self, check: Check, fact: Fact, error: BaseException) -> Verdict:
        """Note the gap that a check leaves; return its verdict."""
        problem = f"check {check.id} failed ({type(error).__name__})"
        self.gaps.append(
            Gap(
                scope=fact.origin.scope,
                address=fact.origin.address,
                reason=Reason.CRASHED,
                detail=f"{problem}; run with --debug and report it",
            )
        )
        return Verdict(Outcome.UNKNOWN, problem)


def _finding(
    check: Check, severity: str, enforce: Enforce, fact: Fact, verdict: Verdict
) -> Finding:
    origin, at, part = fact.origin, verdict.at, fact.part
    discriminator = f"{part}.{at}" if part and at else part or at
    place = _place(fact, at) if fact.places else origin.place
    outcome = verdict.outcome
    word = "pass" if outcome is _PASS else "fail" if outcome is _FAIL else _WORDS[outcome]
    return Finding(
        check=check.id,
        title=check.title,
        verdict=word,
        severity=severity,
        resource=origin.address,
        scope=origin.scope,
        kind=origin.kind,
        discriminator=discriminator,
        message=verdict.message,
        file=place.file if place else "",
        line=place.line if place else 0,
        end_line=place.end_line if place else 0,
        fingerprint=fingerprint(check.id, origin.scope, origin.address, discriminator),
        controls=check.controls,
        waived=False,
        evidence=origin.evidence,
        enforce=enforce,
        known=origin.unchanged and word == "fail",
        calls=origin.calls,
    )


def _by_name(
    facts: Mapping[type[Fact], Sequence[Fact]],
) -> dict[tuple[type[Fact], str], Sequence[Fact]]:
    """Return the facts of each kind under no name, and settings also under theirs."""
    named: dict[tuple[type[Fact], str], list[Fact]] = {}
    for fact in chain.from_iterable(facts.values()):
        if isinstance(fact, Setting):
            named.setdefault((type(fact), fact.name), []).append(fact)
    return {**named, **{(kind, ""): every for kind, every in facts.items()}}


def _by_scope(
    facts: Mapping[type[Fact], Sequence[Fact]],
) -> dict[str, dict[type[Fact], list[Fact]]]:
    scopes: dict[str, dict[type[Fact], list[Fact]]] = {}
    for kind, every in facts.items():
        for fact in every:
            scopes.setdefault(fact.origin.scope, {}).setdefault(kind, []).append(fact)
    return scopes


def _weight(check: Check, policy: Policy) -> tuple[str, Enforce]:
    """Return severity and enforcement of a check's findings."""
    own = policy.checks.get(check.id, _DEFAULT)
    return own.severity or check.severity.label, own.enforce


def _settings(check: Check, policy: Policy) -> Any:
    raw = policy.checks.get(check.id, _DEFAULT).settings
    try:
        return msgspec.convert(raw, check.settings)
    except msgspec.ValidationError as error:
        raise ConfigError(f'[checks."{check.id}"] {error}') from None


def _place(fact: Fact, at: str) -> Place | None:
    """Return where the judged field is written, else where the thing itself is."""
    places = fact.places
    place = places.get(at)
    if place is None and at:
        place = places.get(at.partition(".")[0]) or places.get(at.partition("[")[0])
    return place or fact.origin.place


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by scope, file, line, check, resource and discriminator; to sort those of
    each file costs less than to sort them all."""
    by_file: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_file.setdefault((finding.scope, finding.file), []).append(finding)
    for placed in by_file.values():
        placed.sort(key=_WITHIN_FILE)
    return [finding for _, placed in sorted(by_file.items()) for finding in placed]


def fact_kinds(checks: Iterable[Check], emitted: Iterable[type[Fact]]) -> tuple[type[Fact], ...]:
    """Return every kind of fact that checks judge or collectors emit, by name."""
    kinds = {kind for check in checks for kind in (check.facts, *check.also)} | set(emitted)
    return tuple(sorted(kinds, key=lambda kind: kind.__name__))
