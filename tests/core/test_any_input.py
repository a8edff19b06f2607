"""Any input whatsoever ends in findings, gaps and an exit code, and replays from its bundle."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.cli._bundle import write_bundle
from auditor.engine.judge import fact_kinds
from auditor.engine.replay import replay
from auditor.engine.scan import Request, scan
from auditor.plugins import Plugins
from auditor.policy import Policy

ESTATE = Path(__file__).parents[2] / "examples" / "estate"
SEEDS = [path.read_bytes() for path in sorted(ESTATE.rglob("*.tf"))]
MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
TOKENS = [
    b"{",
    b"}",
    b"${",
    b'"',
    b"<<EOT\n",
    b"null",
    b"\x00",
    b"\xff",
    b"[*]",
    b"?",
    b"for",
    b"#",
]

relaxed = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@cache
def plugins() -> Plugins:
    return Plugins()


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """Real Terraform with pieces cut out, doubled, or replaced by odd bytes."""
    content = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 60)))
        piece = draw(
            st.one_of(
                st.sampled_from(TOKENS),
                st.just(bytes(content[start:end]) * 2),
                st.binary(max_size=12),
            )
        )
        content[start:end] = piece
    return bytes(content)


def run(folder: Path, keeping: bool = False):
    request = Request(
        targets=(str(folder),), base=folder, policy=Policy(moment=MOMENT), keeping=keeping
    )
    return scan(request, plugins())


@relaxed
@given(content=st.one_of(spoilt(), st.binary(max_size=400)))
def test_whatever_a_file_holds(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "main.tf").write_bytes(content)
    outcome = run(tmp_path)
    with outcome.store:
        reasons = {gap.reason.value for gap in outcome.report.gaps}
        assert "crashed" not in reasons, outcome.report.gaps
        assert outcome.report.decision.exit_code in (0, 1, 2, 3)
        for population in outcome.report.populations:
            accounted = population.evaluated + population.errored
            assert population.listed == accounted + sum(population.excluded.values())


@settings(relaxed, max_examples=15)
@given(content=spoilt())
def test_every_bundle_replays(tmp_path_factory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    shutil.copytree(ESTATE, folder / "estate")
    (folder / "estate/prod/access.tf").write_bytes(content)
    outcome = run(folder / "estate", keeping=True)
    with outcome.store:
        write_bundle(folder / "b", outcome, plugins())
    archivist = plugins().archivist
    assert list(archivist.verify(folder / "b")) == []
    kinds = fact_kinds(
        plugins().checks.values(),
        [kind for item in plugins().collectors.values() for kind in item.emits],
    )
    result = replay(archivist.open(folder / "b", kinds), plugins())
    assert (result.different, result.differences) == (0, ())
    assert result.exit_code == outcome.report.decision.exit_code
    assert result.same_rules
