"""The engine's promises: crashes are contained, undeclared facts refused, order kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.collecting import Need, Plan, Scene, Target, Unit
from auditor.engine.collect import collect_unit
from auditor.engine.judge import Judge
from auditor.engine.plan import parse_target
from auditor.errors import ConfigError, TargetError
from auditor.facts import Certificate, DataStore, Fact, Origin, Place, Unknown
from auditor.findings import fingerprint
from auditor.policy import CheckPolicy, Policy
from auditor.redaction.mask import Redactor

MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
DOC = "x\n\nWhy it matters\n    x\n\nVerdicts\n    x\n\nHow to mend it\n    x\n\nSources\n    x\n"


def store(
    address: str, encrypted: bool | Unknown = False, places: dict[str, Place] | None = None
) -> DataStore:
    origin = Origin(
        provider="aws", scope="s", address=address, kind="k", place=Place("main.tf", 1, 9)
    )
    return DataStore(origin=origin, subject="volume", encrypted=encrypted, places=places or {})


def check(judge, **fields) -> Check:
    base = {"id": "encryption.x", "title": "t", "severity": Severity.HIGH, "doc": DOC}
    return Check(**{**base, "facts": DataStore, "judge": judge, **fields})


def judged(one: Check, *facts: Fact, policy: Policy | None = None) -> list:
    judge = Judge({one.id: one}, policy or Policy(moment=MOMENT))
    return [*judge.unit(facts), *judge.run()]


def test_a_crash_of_a_check_is_unknown_and_told() -> None:
    def judge(fact: DataStore, view: View[Settings]) -> Iterator[Verdict]:
        raise ValueError("S3cret-value")
        yield

    one = check(judge)
    engine = Judge({one.id: one}, Policy(moment=MOMENT))
    (finding,) = engine.unit([store("a")])
    assert finding.verdict == "unknown"
    assert "S3cret" not in finding.message
    assert [gap.reason.value for gap in engine.gaps] == ["crashed"]


def test_other_facts_must_be_declared() -> None:
    def judge(fact: DataStore, view: View[Settings]) -> Iterator[Verdict]:
        yield Verdict(Outcome.PASS, str(len(view.all(Certificate))))

    (finding,) = judged(check(judge), store("a"))
    assert finding.verdict == "unknown"
    (finding,) = judged(check(judge, also=(Certificate,)), store("a"))
    assert finding.verdict == "pass"


def test_a_run_wide_check_sees_all_units() -> None:
    def judge(fact: DataStore, view: View[Settings]) -> Iterator[Verdict]:
        yield Verdict(Outcome.PASS, str(len(view.all(DataStore))))

    one = check(judge, also=(DataStore,), span=Span.RUN)
    engine = Judge({one.id: one}, Policy(moment=MOMENT))
    assert list(engine.unit([store("a")])) == []
    assert list(engine.unit([store("b")])) == []
    assert [finding.message for finding in engine.run()] == ["2", "2"]


def scope_of(fact: DataStore) -> str:
    return fact.origin.scope


def test_a_check_of_a_scope_sees_the_units_of_its_scope_and_groups_them_once() -> None:
    grouped: list[object] = []

    def judge(fact: DataStore, view: View[Settings]) -> Iterator[Verdict]:
        groups = view.by(DataStore, scope_of)
        grouped.append(groups)
        yield Verdict(Outcome.PASS, ", ".join(item.origin.address for item in groups["a"]))

    one = check(judge, also=(DataStore,), span=Span.SCOPE)
    engine = Judge({one.id: one}, Policy(moment=MOMENT))
    elsewhere = store("z")
    elsewhere = msgspec.structs.replace(
        elsewhere, origin=msgspec.structs.replace(elsewhere.origin, scope="b")
    )
    first, second = store("x"), store("y")
    first, second = (
        msgspec.structs.replace(item, origin=msgspec.structs.replace(item.origin, scope="a"))
        for item in (first, second)
    )
    assert list(engine.unit([first])) == []
    assert list(engine.unit([second])) == []
    assert [finding.message for finding in engine.run()] == ["x, y", "x, y"]
    assert grouped[0] is grouped[1]
    assert list(engine.unit([elsewhere])) == []
    assert [item.verdict for item in engine.run() if item.scope == "b"] == ["unknown"]


def test_the_line_is_that_of_the_judged_field() -> None:
    def judge(fact: DataStore, view: View[Settings]) -> Iterator[Verdict]:
        yield Verdict(Outcome.FAIL, "m", "encrypted")
        yield Verdict(Outcome.FAIL, "m", "backup_days")

    found = judged(check(judge), store("a", places={"encrypted": Place("main.tf", 4, 4)}))
    assert [(item.discriminator, item.line) for item in found] == [
        ("backup_days", 1),
        ("encrypted", 4),
    ]


def test_settings_that_do_not_fit_are_refused() -> None:
    one = check(lambda fact, view: iter(()))
    policy = Policy(moment=MOMENT, checks={one.id: CheckPolicy(settings={"nope": 1})})
    with pytest.raises(ConfigError, match="nope"):
        Judge({one.id: one}, policy)


def test_a_crash_of_a_collector_is_a_gap() -> None:
    class Broken:
        name = "broken"
        schemes = ("broken",)
        needs = Need.FILES
        emits = ()
        options = Settings

        def claims(self, path: object) -> bool:
            return False

        def plan(self, target: Target, scene: Scene) -> Plan:
            return Plan(units=())

        def collect(self, unit: Unit, scene: Scene, sink: object) -> Iterator[Fact]:
            yield store("a")
            raise RuntimeError("S3cret-value")

    from pathlib import Path

    unit = Unit(collector="broken", scope="s", detail={})
    result = collect_unit(Broken(), unit, Scene(base=Path()), b"k", False)
    assert [type(record).__name__ for record in result.records] == ["DataStore", "Gap"]
    assert "S3cret" not in str(result.records[1])


def test_hidden_values_leave_no_fact() -> None:
    class Leaky:
        name = "leaky"

        def collect(self, unit: Unit, scene: Scene, sink: object) -> Iterator[Fact]:
            yield store('x["S3cret-value"]', Unknown("S3cret-value is odd"))
            sink.hide(["S3cret-value"])

    from pathlib import Path

    unit = Unit(collector="leaky", scope="s", detail={})
    result = collect_unit(Leaky(), unit, Scene(base=Path()), b"k", False)
    assert "S3cret" not in str(result.records)
    assert result.hidden == {"S3cret-value"}


def test_markers_tell_equal_secrets_apart_from_others() -> None:
    one, two = Redactor(b"k"), Redactor(b"other")
    assert one.marker("a-secret") == one.marker("a-secret") != one.marker("b-secret")
    assert one.marker("a-secret") != two.marker("a-secret")
    assert "secret" not in one.marker("a-secret")


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("aws_x.y[0]", "aws_x.y[7]", True),
        ("aws_x.y", "aws_x.z", False),
        ('aws_x.y["a"]', 'aws_x.y["b"]', False),
        ("module.m[0].aws_x.y", "module.m[1].aws_x.y", True),
    ],
)
def test_fingerprints(one: str, two: str, same: bool) -> None:
    prints = {fingerprint("c", "s", address, "encrypted") for address in (one, two)}
    assert (len(prints) == 1) is same
    assert fingerprint("c", "s", one, "a") != fingerprint("c", "s", one, "b")
    assert fingerprint("c", "s", one, "a") != fingerprint("c", "t", one, "a")


def test_targets(tmp_path) -> None:
    assert parse_target("tls:example.org:443", ["tls"]).rest == "example.org:443"
    assert parse_target(str(tmp_path), ["tls"]).scheme == ""
    for text in ("nowhere", "tsl:x", ""):
        with pytest.raises(TargetError):
            parse_target(text, ["tls"])
