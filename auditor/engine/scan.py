"""One scan from beginning to end."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from sys import modules
from typing import Any

import msgspec
from msgspec import Struct

from auditor import __version__
from auditor.checking import Check
from auditor.collecting import Gap, InlineWaiver, Need, Population, Reason, Scene
from auditor.drift import compare
from auditor.engine.adjudicate import Adjudicator
from auditor.engine.collect import UnitResult, collect_unit, masked_again
from auditor.engine.guard import holds
from auditor.engine.judge import Judge, fact_kinds
from auditor.engine.legible import legible, legible_text
from auditor.engine.plan import Job, Planned, plan
from auditor.engine.pool import Pool, Threads, completed
from auditor.engine.spool import KEPT_HOURS, Spool, digest_of, open_spool
from auditor.engine.store import RunStore
from auditor.errors import ConfigError
from auditor.facts import ClusterFact, Fact, Listing
from auditor.files import read_regular
from auditor.plugins import Plugins
from auditor.policy import Policy
from auditor.redaction.mask import Redactor
from auditor.reporting import Report, RunInfo

_LONGEST_SOURCE = 10_000_000
"""Bytes of a check's module."""

WORKERS = 8
"""Units of network collectors that are collected at once."""

PASSING = frozenset({Reason.THROTTLED, Reason.UNREACHABLE, Reason.EXPIRED})
"""Refusals that pass by themselves or with new credentials: a run that meets them is kept, so
that the next reads only what is missing."""
CURABLE = PASSING | {Reason.DENIED, Reason.CRASHED}
"""Reasons that may be gone when a run is resumed: such units are collected again."""

Progress = Callable[[int, int, str], None]
"""Called with units done, units in all, and the scope just finished."""

Tell = Callable[[str], None]
"""Called with one line for whoever waits."""


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
    resume: bool = False
    """Take up the same scan that was interrupted, if there is one."""
    drift: bool = False
    """Compare what is declared with what runs."""


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
    request: Request,
    plugins: Plugins,
    progress: Progress = lambda done, total, scope: None,
    tell: Tell = lambda line: None,
) -> Outcome:
    """Plan, collect, judge and adjudicate.

    A value that one unit shows to be secret is hidden in all of them. Files are judged while
    they are read: when an earlier unit turns out to hold the value, everything is read once
    more, with that knowledge from the start. What comes over the network is collected once,
    onto the disk, and judged when all of it is there.

    :raises ConfigError: when settings do not fit their check or their collector.
    """
    Judge(plugins.checks, request.policy)  # settings that do not fit are refused at once
    planned = plan(request.targets, plugins.collectors, _scenes(request, plugins))
    if request.executor or any(map(_remote, planned.jobs)):
        return _collected_first(request, plugins, planned, progress, tell)
    if request.resume:
        tell("nothing to resume: files are read anew")
    results = _streamed(planned.jobs, request, progress, frozenset())
    outcome, late = _judged(request, plugins, planned, results)
    if not late:
        return outcome
    outcome.store.close()
    results = _streamed(planned.jobs, request, progress, outcome.hidden)
    return _judged(request, plugins, planned, results)[0]


def _remote(job: Job) -> bool:
    return bool(job.collector.needs & Need.NETWORK)


def _streamed(
    jobs: list[Job], request: Request, progress: Progress, known: frozenset[str]
) -> Iterator[UnitResult]:
    """Collect one unit after the other, with these values hidden from the start."""
    key = secrets.token_bytes(32)
    for done, job in enumerate(jobs, 1):
        yield collect_unit(job.collector, job.unit, job.scene, key, request.keeping, known)
        progress(done, len(jobs), legible_text(job.unit.scope))


def _collected_first(
    request: Request, plugins: Plugins, planned: Planned, progress: Progress, tell: Tell
) -> Outcome:
    """Collect all units into the spool, then judge them; what is collected outlives an error."""
    jobs = planned.jobs
    pool = _pool(request, plugins)
    emitted = [kind for item in plugins.collectors.values() for kind in item.emits]
    kinds = fact_kinds(plugins.checks.values(), emitted)
    spool = open_spool(_run_key(request, plugins, jobs), kinds, request.resume)
    try:
        missing = [job for job in jobs if not spool.finished(job.unit)]
        resumed = len(jobs) - len(missing)
        if request.resume:
            tell(_resumption(resumed, len(jobs), spool.expired))
        progress(resumed, len(jobs), "")
        own = _collected(pool, jobs, missing, spool, progress)
        redactor = Redactor(None)
        redactor.hide(sorted(frozenset[str]().union(*own.values())))
        settled = (
            masked_again(spool.load(job.unit), redactor, own.get(digest_of(job.unit), frozenset()))
            for job in jobs
        )
        outcome, _ = _judged(request, plugins, planned, settled, resumed)
    except BaseException:
        spool.close(keep=True)
        if spool.kept:
            tell(
                f"{spool.kept} of {len(jobs)} units are done; "
                "the same command with --resume goes on from there"
            )
        raise
    outcome.store.spool = spool
    return outcome


def _collected(
    pool: Pool, jobs: list[Job], missing: list[Job], spool: Spool, progress: Progress
) -> dict[str, frozenset[str]]:
    """Collect the missing units into the spool; return what each of them hid.

    Nothing of what they yielded stays in memory.
    """
    own: dict[str, frozenset[str]] = {}
    key = secrets.token_bytes(32)
    calls = [(job.collector, job.unit, job.scene, key, True) for job in missing]
    with closing(completed(pool, collect_unit, calls, 2 * WORKERS)) as results:
        for done, (number, result) in enumerate(results, len(jobs) - len(missing) + 1):
            job = missing[number]
            spool.wanting = spool.wanting or _meets(result, PASSING)
            spool.add(job.unit, result, _lasting(job, result))
            own[digest_of(job.unit)] = result.hidden
            progress(done, len(jobs), legible_text(job.unit.scope))
    return own


def _pool(request: Request, plugins: Plugins) -> Pool:
    if not request.executor:
        return Threads(WORKERS)
    executor = plugins.executor(request.executor)
    if executor is None:
        raise ConfigError(f"no plugin makes an executor for {request.executor!r}")
    return executor


def _run_key(request: Request, plugins: Plugins, jobs: list[Job]) -> str:
    """Return a digest of what decides which units there are and what they yield."""
    scenes = {job.collector.name: job.scene for job in jobs if _remote(job)}
    versions = [(info.name, info.version) for info in plugins.infos]
    return digest_of(__version__, versions, request.targets, scenes)


def _lasting(job: Job, result: UnitResult) -> bool:
    """Say whether a later run may use a result: files may have changed, what failed may work
    then, and hidden values and markers are known to this run alone."""
    return _remote(job) and not (result.hidden or result.marked or _meets(result, CURABLE))


def _meets(result: UnitResult, reasons: frozenset[Reason]) -> bool:
    return any(isinstance(record, Gap) and record.reason in reasons for record in result.records)


def _resumption(resumed: int, total: int, expired: int) -> str:
    found = f"resuming: {resumed} of {total} units are done" if resumed else "nothing to resume"
    return f"{found} (ignored, {KEPT_HOURS} hours old: {expired})" if expired else found


def _judged(
    request: Request,
    plugins: Plugins,
    planned: Planned,
    results: Iterable[UnitResult],
    resumed: int = 0,
) -> tuple[Outcome, bool]:
    """Judge the results, which come in the order of the jobs; tell whether values that became
    known late stand in what was written of earlier ones."""
    policy = request.policy
    judge = Judge(plugins.checks, policy)
    adjudicator = Adjudicator(judge.checks, policy)
    gaps, populations = list(planned.gaps), list(planned.populations)
    hidden: set[str] = set()
    common: frozenset[str] | None = None
    comments: list[InlineWaiver] = []
    objects: list[ClusterFact | Listing] = []
    store = RunStore()
    try:
        for job, result in zip(planned.jobs, results, strict=True):
            facts = [record for record in result.records if isinstance(record, Fact)]
            notes = [record for record in result.records if isinstance(record, InlineWaiver)]
            gaps += [record for record in result.records if isinstance(record, Gap)]
            populations += [record for record in result.records if isinstance(record, Population)]
            hidden |= result.hidden
            common = result.hidden if common is None else common & result.hidden
            if not request.keeping:
                result.blobs.clear()
            store.add_findings(adjudicator.unit(judge.unit(facts), notes))
            if request.drift:
                objects += [fact for fact in facts if isinstance(fact, ClusterFact | Listing)]
            if request.keeping:
                name = legible_text(f"{job.unit.collector}:{job.unit.scope}")
                store.add_facts(name, facts, notes)
                store.add_evidence(name, result.blobs)
            comments += notes
        store.add_findings(adjudicator.unit(judge.run(), comments))
        redactor = Redactor(None)
        redactor.hide(sorted(hidden))
        gaps = [legible(redactor.mask(gap)) for gap in (*gaps, *judge.gaps)]
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
            resumed=resumed,
        ),
        tally=adjudicator.tally,
        decision=decision,
        gaps=tuple(gaps),
        populations=tuple(legible(redactor.mask(item)) for item in populations),
        waivers=waivers,
        findings=store.findings,
        encoded=store.encoded,
        checks=judge.checks,
        objectives=plugins.objectives,
        drift=compare(objects, store.findings()) if request.drift else None,
    )
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
    return hashlib.sha256(read_regular(file, _LONGEST_SOURCE)).hexdigest() if file else module


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
