"""One scan from beginning to end."""

from __future__ import annotations

import hashlib
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from sys import modules
from typing import Any

import msgspec
from msgspec import Struct

from auditor import __version__
from auditor.checking import Check
from auditor.collecting import Gap, InlineWaiver, Need, Population, Scene
from auditor.engine.adjudicate import Adjudicator
from auditor.engine.collect import UnitResult, collect_unit
from auditor.engine.guard import holds
from auditor.engine.judge import Judge
from auditor.engine.legible import legible, legible_text
from auditor.engine.plan import Job, plan
from auditor.engine.store import RunStore
from auditor.errors import ConfigError
from auditor.facts import Fact
from auditor.plugins import Plugins
from auditor.policy import Policy
from auditor.redaction.mask import Redactor
from auditor.reporting import Report, RunInfo

WORKERS = 8
"""Units of network collectors that are collected at once."""

Progress = Callable[[int, int, str], None]
"""Called with units done, units in all, and the scope just finished."""


class Request(Struct, frozen=True, kw_only=True):
    """What to scan and how."""

    targets: tuple[str, ...]
    base: Path
    policy: Policy
    exclude: tuple[str, ...] = ()
    options: Mapping[str, Mapping[str, Any]] = {}
    """Per collector: its section of the configuration."""
    keeping: bool = False
    """Keep facts and evidence for a bundle."""
    executor: str = ""
    """URL of a distributed executor, for the hook ``auditor_executor``."""


class Outcome(Struct, frozen=True, kw_only=True):
    """A finished scan: its report, its store (close it), and what masks late output."""

    report: Report
    store: RunStore
    base: Path
    """The directory that the report's paths are relative to."""
    policy: Policy
    redactor: Redactor
    """Masks what is shown late, such as code frames."""
    hidden: frozenset[str]
    """Values that no output may contain. Never written."""
    misuse: tuple[str, ...]
    """Targets that mean nothing, one clear line each."""


def scan(
    request: Request, plugins: Plugins, progress: Progress = lambda done, total, scope: None
) -> Outcome:
    """Plan, collect, judge and adjudicate.

    A value that one unit shows to be secret is hidden in all of them: when an earlier unit
    turns out to hold it, everything is read once more, with that knowledge from the start.

    :raises ConfigError: when settings do not fit their check or their collector.
    """
    outcome, late = _scan(request, plugins, progress, frozenset())
    if not late:
        return outcome
    outcome.store.close()
    return _scan(request, plugins, progress, outcome.hidden)[0]


def _scan(
    request: Request, plugins: Plugins, progress: Progress, known: frozenset[str]
) -> tuple[Outcome, bool]:
    """Scan with these values hidden; tell whether others stand in units read before they
    were known."""
    policy = request.policy
    judge = Judge(plugins.checks, policy)
    adjudicator = Adjudicator(judge.checks, policy)
    planned = plan(request.targets, plugins.collectors, _scenes(request, plugins))
    gaps, populations = list(planned.gaps), list(planned.populations)
    hidden: set[str] = set()
    common: frozenset[str] | None = None
    comments: list[InlineWaiver] = []
    store = RunStore()
    try:
        results = _collect(planned.jobs, request, plugins, known)
        for done, (job, result) in enumerate(zip(planned.jobs, results, strict=True), 1):
            facts = [record for record in result.records if isinstance(record, Fact)]
            notes = [record for record in result.records if isinstance(record, InlineWaiver)]
            gaps += [record for record in result.records if isinstance(record, Gap)]
            populations += [record for record in result.records if isinstance(record, Population)]
            hidden |= result.hidden
            common = result.hidden if common is None else common & result.hidden
            store.add_findings(adjudicator.unit(judge.unit(facts), notes))
            if request.keeping:
                name = legible_text(f"{job.unit.collector}:{job.unit.scope}")
                store.add_facts(name, facts, notes)
                store.add_evidence(name, result.blobs)
            comments += notes
            progress(done, len(planned.jobs), legible_text(job.unit.scope))
        store.add_findings(adjudicator.unit(judge.run(), comments))
        gaps += judge.gaps
        decision, waivers = adjudicator.decide(gaps, planned.misuse)
        store.flush()
    except BaseException:
        store.close()
        raise
    report = Report(
        run=RunInfo(
            version=__version__,
            moment=moment_text(policy),
            targets=tuple(legible_text(target) for target in request.targets),
            fail_on=policy.fail_on,
            strict=policy.strict,
            checks=len(judge.checks),
            rule_pack=rule_pack(judge.checks, policy),
            plugins=plugins.infos,
            data=plugins.data,
            baseline=policy.baseline_name,
        ),
        tally=adjudicator.tally,
        decision=decision,
        gaps=tuple(legible(gap) for gap in gaps),
        populations=tuple(legible(population) for population in populations),
        waivers=waivers,
        findings=store.findings,
        checks=judge.checks,
        objectives=plugins.objectives,
    )
    redactor = Redactor(None)
    redactor.hide(sorted(hidden))
    outcome = Outcome(
        report=report,
        store=store,
        base=request.base,
        policy=policy,
        redactor=redactor,
        hidden=frozenset(hidden),
        misuse=tuple(legible_text(redactor.clean(line)) for line in planned.misuse),
    )
    return outcome, holds(report, store, frozenset(hidden) - (common or frozenset()))


def moment_text(policy: Policy) -> str:
    """Return the moment as RFC 3339 in UTC, to the second."""
    return policy.moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def rule_pack(checks: Mapping[str, Check], policy: Policy) -> str:
    """Return a digest of everything that makes the verdicts besides facts and moment:
    the source of each check, its page, severity and settings."""
    digest = hashlib.sha256()
    for check in checks.values():
        overrides = policy.checks.get(check.id)
        parts = (check.id, check.severity.label, check.doc, _source(check.judge.__module__))
        for part in parts:
            digest.update(part.encode() + b"\x00")
        digest.update(msgspec.json.encode(overrides, order="deterministic"))
    return digest.hexdigest()


@cache
def _source(module: str) -> str:
    file = getattr(modules.get(module), "__file__", None)
    return hashlib.sha256(Path(file).read_bytes()).hexdigest() if file else module


def _scenes(request: Request, plugins: Plugins) -> dict[str, Scene]:
    scenes = {}
    for name, collector in plugins.collectors.items():
        raw = dict(request.options.get(name, {}))
        try:
            msgspec.convert(raw, collector.options)
        except msgspec.ValidationError as error:
            raise ConfigError(f"[{name}] {error}") from None
        scenes[name] = Scene(base=request.base, exclude=request.exclude, options=raw)
    return scenes


def _collect(
    jobs: list[Job], request: Request, plugins: Plugins, known: frozenset[str]
) -> Iterator[UnitResult]:
    """Yield the results in the order of the jobs, whoever finishes first."""
    key = secrets.token_bytes(32)

    def run(job: Job) -> tuple[Any, ...]:
        return (collect_unit, job.collector, job.unit, job.scene, key, request.keeping, known)

    if request.executor:
        executor = plugins.executor(request.executor)
        if executor is None:
            raise ConfigError(f"no plugin makes an executor for {request.executor!r}")
        with executor:
            yield from _windowed(executor, [run(job) for job in jobs])
        return
    if not any(job.collector.needs & Need.NETWORK for job in jobs):
        for job in jobs:
            yield collect_unit(job.collector, job.unit, job.scene, key, request.keeping, known)
        return
    with ThreadPoolExecutor(WORKERS) as pool:
        yield from _windowed(pool, [run(job) for job in jobs])


def _windowed(executor: Executor, calls: Iterable[tuple[Any, ...]]) -> Iterator[UnitResult]:
    """Keep a bounded number of calls under way, so that results do not pile up in memory."""
    waiting: deque[Future[UnitResult]] = deque()
    for call in calls:
        waiting.append(executor.submit(*call))
        if len(waiting) >= 2 * WORKERS:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
