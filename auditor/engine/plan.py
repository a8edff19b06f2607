"""From the words on the command line to units of collection."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from auditor.collecting import Collector, Gap, Plan, Population, Reason, Scene, Target, Unit
from auditor.errors import AuditorError, TargetError
from auditor.files import kind_of, located

log = logging.getLogger(__name__)


class Job(Struct, frozen=True):
    """A unit, who collects it and what they are told."""

    collector: Collector
    unit: Unit
    scene: Scene


class Planned(Struct, kw_only=True):
    """All jobs of a run, what could not be listed, and targets that mean nothing."""

    jobs: list[Job]
    gaps: list[Gap]
    populations: list[Population]
    misuse: list[str]


def base_of(targets: Iterable[str]) -> Path:
    """Return the directory that the paths of a run are relative to.

    It is the work tree of git that holds the first existing path, so that fingerprints
    do not depend on where the command was typed; outside git the current directory if it
    holds the target, else the target's own directory.
    """
    for text in targets:
        path = Path(text)
        kind = kind_of(path)
        if kind:
            folder = path.resolve() if kind == "directory" else located(path).parent
            for parent in (folder, *folder.parents):
                if kind_of(parent / ".git"):
                    return parent
            here = Path.cwd()
            return here if folder.is_relative_to(here) else folder
    return Path.cwd()


def parse_target(text: str, schemes: Iterable[str]) -> Target:
    """Read one target.

    :raises TargetError: when it is neither a known scheme nor an existing path.
    """
    scheme, colon, rest = text.partition(":")
    known = sorted(schemes)
    if colon and scheme in known:
        return Target(text=text, scheme=scheme, rest=rest)
    if text and kind_of(Path(text)):
        return Target(text=text, scheme="", rest=text)
    if colon and "/" not in scheme and "\\" not in scheme:
        from difflib import get_close_matches

        close = get_close_matches(scheme, known, 1)
        hint = f"did you mean {close[0]}:{rest}?" if close else f"known: {', '.join(known)}"
        raise TargetError(f"no collector reads {scheme}: targets", hint)
    raise TargetError(f"{text or 'an empty target'} does not exist", "name a file or a directory")


def plan(
    texts: Iterable[str],
    collectors: Mapping[str, Collector],
    scenes: Mapping[str, Scene],
) -> Planned:
    """Ask the collectors to split every target. One bad target does not stop the others."""
    owners = {scheme: item for item in collectors.values() for scheme in item.schemes}
    planned = Planned(jobs=[], gaps=[], populations=[], misuse=[])
    for text in dict.fromkeys(texts):
        try:
            target = parse_target(text, owners)
            if target.scheme:
                claimants = [owners[target.scheme]]
            else:
                path = Path(target.rest)
                claimants = [item for item in collectors.values() if item.claims(path)]
            _plan_one(target, claimants, scenes, planned)
        except AuditorError as error:
            planned.misuse.append(str(error))
    return planned


def _split(collector: Collector, target: Target, scene: Scene) -> Plan:
    """Ask one collector. A crash of it becomes a gap."""
    try:
        return collector.plan(target, scene)
    except AuditorError:
        raise
    except (Exception, SystemExit) as error:
        log.debug("collector %s cannot plan %s", collector.name, target.text, exc_info=True)
        detail = f"the {collector.name} collector failed ({type(error).__name__}) at {target.text}"
        gap = Gap(
            scope=target.text,
            reason=Reason.CRASHED,
            detail=f"{detail}; run with --debug and report it",
        )
        return Plan(units=(), gaps=(gap,))


def _plan_one(
    target: Target, claimants: list[Collector], scenes: Mapping[str, Scene], planned: Planned
) -> None:
    found = False
    for collector in claimants:
        scene = scenes[collector.name]
        part = _split(collector, target, scene)
        known = {repr(job.unit) for job in planned.jobs}
        planned.jobs += [
            Job(collector, unit, scene) for unit in part.units if repr(unit) not in known
        ]
        planned.gaps += part.gaps
        planned.populations += part.populations
        found = found or bool(part.units or part.gaps)
    if not found:
        planned.gaps.append(
            Gap(
                scope=target.text,
                reason=Reason.EMPTY,
                detail=f"nothing to audit in {target.text}; is it the right directory?",
            )
        )
