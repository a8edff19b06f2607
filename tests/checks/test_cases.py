"""Every check keeps what its page promises, shown by cases that are data.

A case is ``<family>/<check>/<case>.json`` beside this file: a moment, settings, facts, and
what is expected: ``[outcome, at]`` for every verdict over the facts that the check judges, in
order. A case about a cluster may be ``<case>.yaml`` and give Kubernetes ``objects`` instead of
facts, and extra ``facts``, which come after theirs; its moment may be left out. Contributors
add a case without touching this file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Union, get_type_hints

import msgspec
import pytest
import yaml

import auditor.facts
from auditor.checking import Check, Gathered, Outcome, Settings, Verdict, View, card
from auditor.errors import UndeclaredFact
from auditor.facts import Fact, Setting, Unknown
from auditor_checks import _data, plugin
from auditor_objects.model import Object
from auditor_objects.translate import Context, translate

HERE = Path(__file__).parent
CHECKS = {check.id: check for check in plugin.auditor_checks()}
CASES = sorted([*HERE.glob("*/*/*.json"), *HERE.glob("*/*/*.yaml")])
MOMENT = "2026-11-24T00:00:00Z"
FACT_TYPES = {
    kind.__name__: kind
    for kind in vars(auditor.facts).values()
    if isinstance(kind, type) and issubclass(kind, Fact) and kind is not Fact
}
ANY_FACT = Union[tuple(FACT_TYPES.values())]  # type: ignore[valid-type]  # noqa: UP007
NOT_READ = Unknown("not read in this run")


class Case(msgspec.Struct, forbid_unknown_fields=True):
    """One file; ``live`` objects were found in a cluster."""

    moment: Annotated[datetime, msgspec.Meta(tz=True)]
    expect: list[tuple[Outcome, str]]
    facts: list[dict[str, Any]] = []
    settings: dict[str, Any] = {}
    objects: list[dict[str, Any]] = []
    live: bool = False


def named(path: Path) -> str:
    """``certificates/expiring/fail`` of a case's path."""
    return str(path.relative_to(HERE).with_suffix(""))


def check_of(path: Path) -> Check:
    return CHECKS[f"{path.parent.parent.name}.{path.parent.name}"]


@cache
def read(path: Path) -> Case:
    if path.suffix == ".json":
        return msgspec.json.decode(path.read_bytes(), type=Case)
    content = yaml.safe_load(path.read_bytes())
    return msgspec.convert({"moment": MOMENT, **content}, type=Case)


@cache
def facts_of(path: Path) -> tuple[Fact, ...]:
    case = read(path)
    given = [msgspec.convert(fact, type=ANY_FACT) for fact in case.facts]
    context = Context(marker=str.upper)
    found = [
        fact
        for body in case.objects
        for fact in translate(Object(body, scope="estate", live=case.live), context)
    ]
    return (*found, *given)


def judged_by(check: Check, fact: Fact) -> bool:
    """Say whether the engine would give this fact to the check."""
    if type(fact) is not check.facts:
        return False
    return not isinstance(fact, Setting) or fact.name == check.setting


def judge(check: Check, case: Case, facts: Sequence[Fact]) -> list[Verdict]:
    """Judge as the engine does, for facts that lie in one span."""

    by_kind: dict[type[Fact], list[Fact]] = {}
    for fact in facts:
        by_kind.setdefault(type(fact), []).append(fact)
    settings: Settings = msgspec.convert(case.settings, type=check.settings)
    view: View[Settings] = View(case.moment, settings, check.also, Gathered(by_kind))
    return [
        verdict for fact in facts if judged_by(check, fact) for verdict in check.judge(fact, view)
    ]


class Guard:
    """Refuses files, sockets and processes while it is on."""

    watched = ("open", "socket.", "subprocess.", "os.", "shutil.", "glob.", "urllib.", "import")

    def __init__(self) -> None:
        self.on = False
        sys.addaudithook(self._refuse)

    def _refuse(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and event.startswith(self.watched):
            raise AssertionError(f"a judgement did {event}")

    @contextmanager
    def watching(self) -> Iterator[None]:
        self.on = True
        try:
            yield
        finally:
            self.on = False


GUARD = Guard()


def with_answer(fact: Fact, name: str, value: object) -> Fact:
    return msgspec.structs.replace(fact, **{name: value})


def questions(kind: type[Fact]) -> Iterator[str]:
    """Yield the fields of a kind of fact whose answer may be an Unknown."""
    for name, hint in get_type_hints(kind).items():
        if Unknown in getattr(hint, "__args__", ()):
            yield name


def unread_variants(path: Path) -> Iterator[tuple[str, list[Verdict]]]:
    """Yield each answer of a case and the verdicts when just that answer could not be had."""
    check, case, facts = check_of(path), read(path), facts_of(path)
    for position, fact in enumerate(facts):
        if not judged_by(check, fact):
            continue
        for name in questions(type(fact)):
            if name != "unread" and getattr(fact, name) is None:
                continue
            changed = [*facts]
            changed[position] = with_answer(fact, name, NOT_READ)
            yield name, judge(check, case, changed)


@pytest.mark.parametrize("path", CASES, ids=named)
def test_the_verdicts_are_the_expected_ones(path: Path) -> None:
    check, case, facts = check_of(path), read(path), facts_of(path)
    verdicts = judge(check, case, facts)
    assert [(verdict.outcome, verdict.at) for verdict in verdicts] == case.expect
    assert all(verdict.message.strip() for verdict in verdicts), "a verdict says nothing"


@pytest.mark.parametrize("path", CASES, ids=named)
def test_a_judgement_reads_nothing_and_repeats_itself(path: Path) -> None:
    check, case, facts = check_of(path), read(path), facts_of(path)
    primed = judge(check, case, facts)
    with GUARD.watching():
        again = judge(check, case, facts)
    assert again == primed


@pytest.mark.parametrize("path", CASES, ids=named)
def test_an_answer_that_cannot_be_had_never_passes(path: Path) -> None:
    passed = set(judge(check_of(path), read(path), facts_of(path)))
    for name, verdicts in unread_variants(path):
        fresh = [verdict for verdict in verdicts if verdict not in passed]
        assert all(verdict.outcome is not Outcome.PASS for verdict in fresh), name


@pytest.mark.parametrize("path", CASES, ids=named)
def test_a_case_names_only_fields_that_exist(path: Path) -> None:
    for fact in read(path).facts:
        known = set(FACT_TYPES[fact["fact"]].__struct_fields__)
        assert set(fact) - {"fact"} <= known


def test_every_case_belongs_to_a_check() -> None:
    assert {f"{path.parent.parent.name}.{path.parent.name}" for path in CASES} <= set(CHECKS)


def cases_of(check: Check) -> list[Path]:
    family, _, name = check.id.partition(".")
    return sorted((HERE / family / name).glob("*.*"))


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_check_has_a_failing_and_a_passing_case(check: Check) -> None:
    shown = {outcome for path in cases_of(check) for outcome, _ in read(path).expect}
    assert {Outcome.FAIL, Outcome.PASS} <= shown


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_check_has_an_unknown_case_when_an_answer_it_weighs_may_be_missing(check: Check) -> None:
    may_not_know = any(
        verdict.outcome is Outcome.UNKNOWN
        for path in cases_of(check)
        for _, verdicts in unread_variants(path)
        for verdict in verdicts
    )
    shown = {outcome for path in cases_of(check) for outcome, _ in read(path).expect}
    assert not may_not_know or Outcome.UNKNOWN in shown


def test_ids_are_unique_and_equal_the_paths() -> None:
    paths = [name.removeprefix("auditor_checks.") for name in plugin.check_modules()]
    assert [check.id for check in plugin.auditor_checks()] == paths
    assert len(CHECKS) == len(paths)


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_the_page_is_complete(check: Check) -> None:
    page = card(check)
    assert page.summary.endswith(".")
    assert page.why and page.verdicts and page.mend and page.sources
    advice = page.mend.partition("\n\n")[0]
    assert advice.endswith("."), "the advice for terminals is one sentence"
    assert check.title and not check.title.endswith(".")


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_controls_exist(check: Check) -> None:
    objectives = {objective.id for objective in plugin.auditor_objectives()}
    assert check.controls
    assert set(check.controls) <= objectives


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_the_ids_of_other_tools_are_named_once(check: Check) -> None:
    folded = [other.lower() for other in check.same_as]
    assert len(folded) == len(set(folded))


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_check_of_settings_names_the_setting_it_judges(check: Check) -> None:
    assert bool(check.setting) == (check.facts is Setting)


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_every_threshold_has_a_default(check: Check) -> None:
    assert isinstance(check.settings(), Settings)


@pytest.mark.parametrize("name", _data.names())
def test_data_says_where_and_when_it_is_from(name: str) -> None:
    data = _data.load(name)
    assert data["source"]
    assert datetime.fromisoformat(data["as_of"])
    assert (name, data["as_of"]) in plugin.auditor_data()


def test_objectives_have_ids_of_their_own_titles_and_frameworks() -> None:
    objectives = plugin.auditor_objectives()
    assert len({objective.id for objective in objectives}) == len(objectives)
    assert all(objective.title and objective.frameworks for objective in objectives)


def test_a_setting_is_a_switch_for_one_check_only() -> None:
    """One name means one thing: only thresholds, which are settings, may share a number."""
    plain = [check.setting for check in CHECKS.values() if check.settings is Settings]
    switches = [name for name in plain if name]
    assert len(switches) == len(set(switches))


def test_a_view_refuses_facts_that_the_check_does_not_name() -> None:
    view: View[Settings] = View(datetime.fromisoformat("2026-11-24T00:00:00+00:00"), Settings())
    with pytest.raises(UndeclaredFact):
        view.all(Setting)
