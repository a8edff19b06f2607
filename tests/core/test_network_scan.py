"""Scans over the network: collected once, masked everywhere, resumed after an interruption."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.checking import Settings
from auditor.cli._bundle import write_bundle
from auditor.collecting import Gap, Need, Plan, Reason, Record, Scene, Sink, Target, Unit
from auditor.engine.collect import collect_unit
from auditor.engine.judge import fact_kinds
from auditor.engine.replay import replay
from auditor.engine.scan import PASSING, Outcome, Request, scan
from auditor.errors import ConfigError
from auditor.facts import DataStore, Origin, Unknown
from auditor.hookspecs import hookimpl
from auditor.plugins import Plugins
from auditor.policy import CheckPolicy, Policy

MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
SECRET = "blue heron at noon"
ENCODED = base64.b64encode(SECRET.encode()).decode()

Behaviour = Callable[[str, Sink], Iterator[Record]]


def plain(scope: str, sink: Sink) -> Iterator[Record]:
    """One store that is not encrypted; its page of evidence mentions what others know."""
    page = json.dumps({"id": scope, "note": SECRET, "more": ENCODED}).encode()
    digest = sink.keep(page, media_type="application/json", source=f"list {scope}")
    origin = Origin(
        provider="aws",
        scope=scope,
        address=f'volume["{SECRET}"]',
        kind="aws_ebs_volume",
        evidence=digest,
    )
    yield DataStore(origin=origin, subject="volume", encrypted=False)
    origin = Origin(provider="aws", scope=scope, address="other", kind="x", evidence=digest)
    yield DataStore(origin=origin, subject="volume", encrypted=Unknown(f"why: {SECRET}"))


def hiding(scope: str, sink: Sink) -> Iterator[Record]:
    yield from plain(scope, sink)
    sink.hide([SECRET])


def marking(scope: str, sink: Sink) -> Iterator[Record]:
    sink.marker("abc")
    yield from plain(scope, sink)


def crashing(scope: str, sink: Sink) -> Iterator[Record]:
    yield from plain(scope, sink)
    raise RuntimeError(SECRET)


def meeting(reason: Reason) -> Behaviour:
    def behave(scope: str, sink: Sink) -> Iterator[Record]:
        yield from plain(scope, sink)
        yield Gap(scope=scope, reason=reason, detail="not read")

    return behave


class Probe:
    """``probe:N`` has N units; each behaves as told and is counted."""

    name = "probe"
    schemes = ("probe",)
    needs = Need.NETWORK
    emits = (DataStore,)
    options = Settings

    def __init__(self) -> None:
        self.behaviours: dict[str, Behaviour] = {}
        self.collected: list[str] = []

    def claims(self, path: Path) -> bool:
        return False

    def plan(self, target: Target, scene: Scene) -> Plan:
        return Plan(
            units=tuple(
                Unit(collector=self.name, scope=f"unit-{number}", detail={"number": number})
                for number in range(int(target.rest))
            )
        )

    def collect(self, unit: Unit, scene: Scene, sink: Sink) -> Iterator[Record]:
        self.collected.append(unit.scope)
        yield from self.behaviours.get(unit.scope, plain)(unit.scope, sink)

    @hookimpl
    def auditor_collectors(self) -> list[object]:
        return [self]


class Bench:
    """A probe, the plugins with it, and scans of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.probe = Probe()
        self.plugins = Plugins()
        self.plugins._manager.register(self.probe, name="zz-probe")
        self.told: list[str] = []

    def scan(self, target: str = "probe:4", stop_after: int = 0, **request: object) -> Outcome:
        """Scan; interrupt, as from the keyboard, once so many units are done."""

        def progress(done: int, total: int, scope: str) -> None:
            if stop_after and done >= stop_after:
                raise KeyboardInterrupt

        self.probe.collected.clear()
        self.told.clear()
        whole = {"base": self.folder, "policy": Policy(moment=MOMENT), **request}
        return scan(Request(targets=(target,), **whole), self.plugins, progress, self.told.append)

    def interrupted(self, stop_after: int = 4, **request: object) -> None:
        with pytest.raises(KeyboardInterrupt):
            self.scan(stop_after=stop_after, **request)

    @property
    def units(self) -> list[Path]:
        """The files of units in all spools."""
        return [file for file in self.folder.glob("cache/auditor/runs/*/*") if file.name != "lock"]

    @property
    def runs(self) -> list[Path]:
        return [entry for entry in self.folder.glob("cache/auditor/runs/*") if entry.is_dir()]


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Bench(tmp_path)


def findings(outcome: Outcome) -> list[object]:
    with outcome.store:
        return list(outcome.report.findings())


def test_a_late_secret_costs_no_second_collection_and_is_masked_in_all(bench, tmp_path):
    bench.probe.behaviours["unit-3"] = hiding
    outcome = bench.scan(keeping=True)
    assert sorted(bench.probe.collected) == [f"unit-{number}" for number in range(4)]
    bundle = tmp_path / "bundle"
    with outcome.store:
        write_bundle(bundle, outcome, bench.plugins)
        found = list(outcome.report.findings())
    for file in bundle.rglob("*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes(), file
            assert ENCODED.encode() not in file.read_bytes(), file
    raw = {file.name: file for file in (bundle / "data/raw").iterdir() if len(file.name) == 64}
    assert {finding.evidence for finding in found} == set(raw)
    for digest, file in raw.items():
        assert hashlib.sha256(file.read_bytes()).hexdigest() == digest
        assert json.loads(file.read_bytes())["id"].startswith("unit-")
    assert list(bench.plugins.archivist.verify(bundle)) == []
    kinds = fact_kinds(bench.plugins.checks.values(), bench.probe.emits)
    again = replay(bench.plugins.archivist.open(bundle, kinds), bench.plugins)
    assert again.findings == len(found) > 0
    assert again.different == 0


def test_evidence_kept_before_its_unit_hid_a_value_is_masked_and_keeps_its_facts():
    probe = Probe()
    probe.behaviours["s"] = hiding
    unit = Unit(collector="probe", scope="s", detail={})
    result, without = (
        collect_unit(probe, unit, Scene(base=Path()), b"k", keeping) for keeping in (True, False)
    )
    (digest, blob), *others = result.blobs.items()
    assert not others
    assert hashlib.sha256(blob.content).hexdigest() == digest
    assert SECRET not in blob.content.decode()
    assert ENCODED not in blob.content.decode()
    assert blob.source == "list s"
    assert {record.origin.evidence for record in result.records} == {digest}
    assert without.records == result.records
    assert without.blobs == {}


def test_an_interrupted_scan_goes_on_and_says_so(bench):
    whole = findings(bench.scan())
    bench.interrupted(stop_after=3)
    assert bench.told == [
        "3 of 4 units are done; the same command with --resume goes on from there"
    ]
    outcome = bench.scan(resume=True)
    assert len(bench.probe.collected) == 1
    assert bench.told == ["resuming: 3 of 4 units are done"]
    assert outcome.report.run.resumed == 3
    assert findings(outcome) == whole
    assert bench.runs == []


def test_an_interruption_waits_for_no_unit(bench):
    never = threading.Event()

    def waiting(scope: str, sink: Sink) -> Iterator[Record]:
        never.wait(30)
        yield from plain(scope, sink)

    bench.probe.behaviours = {f"unit-{number}": waiting for number in range(1, 40)}
    begun = time.monotonic()
    bench.interrupted(stop_after=1, target="probe:40")
    assert time.monotonic() - begun < 5
    assert len(bench.probe.collected) < 20
    never.set()


@pytest.mark.parametrize(
    ("behaviour", "again"),
    [
        (plain, False),
        (meeting(Reason.UNSUPPORTED), False),
        (meeting(Reason.DENIED), True),
        (meeting(Reason.THROTTLED), True),
        (meeting(Reason.UNREACHABLE), True),
        (meeting(Reason.EXPIRED), True),
        (crashing, True),
        (hiding, True),
        (marking, True),
    ],
    ids=[
        "plain",
        "unsupported",
        "denied",
        "throttled",
        "unreachable",
        "expired",
        "crash",
        "hide",
        "mark",
    ],
)
def test_what_a_resumed_run_may_use(bench, behaviour, again):
    bench.probe.behaviours["unit-1"] = behaviour
    bench.interrupted()
    (own,) = [content for file in bench.units if b"unit-1" in (content := file.read_bytes())]
    assert (SECRET.encode() in own) is (behaviour is not hiding)
    outcome = bench.scan(resume=True)
    assert bench.probe.collected == (["unit-1"] if again else [])
    if behaviour is hiding:
        assert all(SECRET not in str(finding) for finding in outcome.report.findings())
    outcome.store.close()
    passing = any(gap.reason in PASSING for gap in outcome.report.gaps)
    assert len(bench.runs) == (1 if passing else 0), "what may work later is left to resume"


def torn(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


def flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[40] ^= 1
    file.write_bytes(content)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def removed(file: Path) -> None:
    file.unlink()


def aged(file: Path) -> None:
    os.utime(file, (time.time() - 25 * 3600,) * 2)


@pytest.mark.parametrize("spoil", [torn, flipped, emptied, removed, aged])
def test_a_spoilt_unit_is_collected_again(bench, spoil):
    bench.interrupted()
    spoil(bench.units[0])
    findings(bench.scan(resume=True))
    assert len(bench.probe.collected) == 1
    older = " (ignored, 24 hours old: 1)" if spoil is aged else ""
    assert bench.told == [f"resuming: 3 of 4 units are done{older}"]


def test_nothing_to_resume_is_said_and_everything_collected(bench):
    findings(bench.scan(resume=True))
    assert bench.told == ["nothing to resume"]
    assert len(bench.probe.collected) == 4


@pytest.mark.parametrize(
    "other",
    [
        {"target": "probe:5"},
        {"exclude": ("x/**",)},
        {"base": Path("/")},
        {"resume": False},
    ],
    ids=lambda other: next(iter(other)),
)
def test_no_other_scan_takes_a_run_up(bench, other):
    bench.interrupted()
    outcome = bench.scan(**{"resume": True, **other})
    assert len(bench.probe.collected) == 5 - ("target" not in other)
    assert outcome.report.run.resumed == 0
    outcome.store.close()


def test_settings_of_checks_may_change_between_the_two(bench):
    bench.interrupted()
    later = Policy(moment=MOMENT.replace(hour=5), fail_on="critical")
    outcome = bench.scan(resume=True, policy=later, keeping=True)
    assert bench.probe.collected == []
    assert outcome.report.run.moment == "2026-11-24T05:00:00Z"
    assert len(outcome.store.notes) == 4
    outcome.store.close()


def test_runs_of_yesterday_are_removed(bench):
    bench.interrupted()
    aged(bench.runs[0])
    bench.interrupted(target="probe:5")
    assert len(bench.runs) == 1
    assert len(bench.units) >= 4


def test_two_scans_at_once_do_not_meet(bench, tmp_path):
    started, go = threading.Event(), threading.Event()

    def waiting(scope: str, sink: Sink) -> Iterator[Record]:
        started.set()
        go.wait(30)
        yield from plain(scope, sink)

    bench.probe.behaviours["unit-2"] = waiting
    first: list[object] = []
    thread = threading.Thread(target=lambda: first.extend(findings(bench.scan())))
    thread.start()
    assert started.wait(30)
    other = Bench(tmp_path)
    second = findings(other.scan(resume=True))
    assert len(other.probe.collected) == 4
    go.set()
    thread.join(30)
    assert first == second
    assert bench.runs == []


def test_only_the_user_can_read_what_is_kept(bench):
    bench.interrupted()
    assert len(bench.units) == 4
    assert {stat.S_IMODE(file.stat().st_mode) for file in bench.units} == {0o600}
    folders = [bench.runs[0], bench.runs[0].parent]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_a_report_that_fails_does_not_cost_what_was_collected(bench):
    outcome = bench.scan()
    with pytest.raises(OSError, match="full"), outcome.store:
        raise OSError("full")
    findings(bench.scan(resume=True))
    assert bench.probe.collected == []


def test_what_no_run_could_use_is_not_left_behind(bench):
    bench.probe.behaviours = {f"unit-{number}": hiding for number in range(4)}
    bench.interrupted()
    assert bench.told == []
    assert bench.runs == []


def test_settings_that_do_not_fit_cost_no_collection(bench):
    wrong = {"encryption.at_rest": CheckPolicy(settings={"nope": 1})}
    with pytest.raises(ConfigError, match="nope"):
        bench.scan(policy=Policy(moment=MOMENT, checks=wrong))
    assert bench.probe.collected == []


def test_without_a_cache_the_scan_runs_and_leaves_nothing(bench, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    assert findings(bench.scan())
    bench.interrupted()
    assert bench.told == []
    assert list((tmp_path / "temporary").iterdir()) == []


def test_files_beside_a_network_target_are_read_anew(bench, tmp_path):
    (tmp_path / "main.tf").write_text('resource "aws_ebs_volume" "v" {\n}\n')
    policy = Policy(moment=MOMENT)
    request = Request(targets=("probe:4", str(tmp_path / "main.tf")), base=tmp_path, policy=policy)

    def stop(done: int, total: int, scope: str) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan(request, bench.plugins, stop)
    (tmp_path / "main.tf").write_text('resource "aws_ebs_volume" "v" {\n  encrypted = true\n}\n')
    again = Request(targets=request.targets, base=tmp_path, policy=policy, resume=True)
    outcome = scan(again, Bench(tmp_path).plugins)
    assert outcome.report.run.resumed == 4
    verdicts = {
        finding.verdict
        for finding in findings(outcome)
        if finding.check == "encryption.at_rest" and finding.resource == "aws_ebs_volume.v"
    }
    assert verdicts == {"pass"}
