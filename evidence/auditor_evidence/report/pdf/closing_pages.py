"""Control objectives, waivers, unknown verdicts, and how all of it was found."""

from __future__ import annotations

from collections import Counter

from auditor.reporting import Objective, Report, WaiverState
from auditor_evidence.report.pdf.cover import moment_text
from auditor_evidence.report.pdf.grid import Cell, Column, Grid, Ink, address, number
from auditor_evidence.report.pdf.material import Material
from auditor_evidence.report.pdf.palette import BAD, DOUBT, GOOD, INK, MUTED, RULE
from auditor_evidence.report.pdf.paper import Paper
from auditor_evidence.report.wording import counted, position, severity_rank

_WAIVER_INK = {"used": GOOD, "unused": MUTED, "expired": DOUBT, "malformed": BAD}
_COUNTED = ("pass", "fail", "unknown", "waived", "known")


def draw_objectives(paper: Paper, report: Report, material: Material) -> None:
    """Draw the verdicts by control objective."""
    paper.section("Control objectives", "objectives", fresh=False)
    paper.text(
        "The auditor's own objectives, with the framework controls that they support. A verdict "
        "counts for every objective that its check names."
    )
    judged = sorted(material.controls)
    if judged:
        grid = Grid(
            paper,
            [
                Column("Objective", 1.3),
                Column("What is wanted", 3.4),
                Column("Supports", 3),
                *(number(word.capitalize(), 1.0) for word in _COUNTED),
            ],
        )
        for identifier in judged:
            objective = report.objectives.get(identifier)
            counts = material.controls[identifier]
            grid.row([identifier, *_objective_texts(objective), *_counts(counts)])
        grid.end()
    idle = sorted(set(report.objectives) - set(judged))
    if idle:
        paper.heading("Not judged in this run", outline=None)
        paper.text("No check gave a verdict for: " + ", ".join(idle) + ".")


def _objective_texts(objective: Objective | None) -> tuple[str, str]:
    if objective is None:
        return "not described by any plugin", ""
    frameworks = sorted(objective.frameworks.items())
    return objective.title, "; ".join(f"{name} {', '.join(ids)}" for name, ids in frameworks)


def _counts(counts: Counter[str]) -> list[Cell]:
    inks = {"fail": BAD, "unknown": DOUBT}
    return [
        Ink(f"{counts[word]:,}", inks.get(word, INK) if counts[word] else RULE) for word in _COUNTED
    ]


def draw_waivers(paper: Paper, report: Report, material: Material) -> None:
    """Draw the waivers with their state, and every finding that one accepts."""
    paper.section("Waivers", "waivers", fresh=False)
    if not report.waivers and not material.waived:
        paper.text("There are no waivers.")
        return
    grid = Grid(
        paper,
        [
            Column("State", 1.45),
            address("Check and resource", 3.4),
            Column("Reason", 2.8),
            Column("Owner", 1.5),
            Column("Approver", 1.5),
            Column("Until", 1.45),
            number("Used", 0.7),
            address("Source", 2.4),
        ],
    )
    grid.rows(_waiver_row(waiver) for waiver in report.waivers)
    grid.end()
    if material.waived:
        paper.heading(f"Accepted findings ({len(material.waived):,})")
        accepted = Grid(
            paper,
            [
                Column("Severity", 1),
                address("Check", 2),
                address("Resource", 3),
                address("Where", 2),
                Column("What is wrong", 2.6),
                address("Waiver", 1.7),
            ],
        )
        for finding in sorted(material.waived, key=lambda f: severity_rank(f.severity)):
            source = finding.waiver.source if finding.waiver else ""
            accepted.row(
                [
                    finding.severity,
                    finding.check,
                    finding.resource,
                    position(finding) or finding.scope,
                    finding.message,
                    source,
                ]
            )
        accepted.end()


def _waiver_row(waiver: WaiverState) -> list[Cell]:
    subject = " on ".join(part for part in (waiver.check, waiver.resource) if part)
    reason = f"{waiver.reason} ({waiver.problem})" if waiver.problem else waiver.reason
    return [
        Ink(waiver.state, _WAIVER_INK.get(waiver.state, MUTED)),
        subject,
        reason.strip(),
        waiver.owner,
        waiver.approver,
        waiver.until,
        f"{waiver.matched:,}",
        waiver.source,
    ]


def draw_unknowns(paper: Paper, material: Material) -> None:
    """Draw the unknown verdicts, one row a check and reason."""
    total = sum(untold.count for untold in material.unknowns.values())
    paper.section("Unknown verdicts", "unknowns", fresh=False)
    if not total:
        paper.text("Every verdict could be told.")
        return
    paper.text(
        f"{counted(total, 'verdict')} could not be told. Each row is one check and one reason, "
        "with one resource as an example."
    )
    grid = Grid(
        paper,
        [
            address("Check", 2.4),
            Column("Reason", 4),
            number("Count", 0.8),
            address("For example", 3),
        ],
    )
    for untold in sorted(
        material.unknowns.values(), key=lambda item: (-item.count, item.check, item.reason)
    ):
        grid.row([untold.check, untold.reason, f"{untold.count:,}", untold.example.resource])
    grid.end()


def draw_method(paper: Paper, report: Report, material: Material) -> None:
    """Draw what judged, by which data and settings."""
    run = report.run
    paper.section("Method and versions", "method")
    paper.text(
        "Collectors read, checks judge. A check is a pure function of what was read, its settings "
        "and the one moment below, so equal evidence gives equal verdicts on any machine."
    )
    grid = Grid(paper, [Column("Setting", 1.4), address("Value", 6)])
    settings = [
        ("Tool", f"auditor {run.version}"),
        ("Moment of judging", moment_text(run.moment)),
        ("Command", run.command or "not recorded"),
        ("Targets", ", ".join(run.targets)),
        ("Gate fails on", run.fail_on),
        ("Strict", "yes" if run.strict else "no"),
        ("Baseline", run.baseline or "none"),
        ("Rule pack (SHA-256)", run.rule_pack or "none"),
    ]
    grid.rows(list(row) for row in settings)
    grid.end()
    _data_sets(paper, report)
    _plugins(paper, report)
    _checks(paper, report, material)


def _data_sets(paper: Paper, report: Report) -> None:
    paper.heading("Data sets")
    if not report.run.data:
        paper.text("No data set was used.")
        return
    grid = Grid(paper, [Column("Data set", 4), Column("As of", 1.5)])
    grid.rows([name, date] for name, date in sorted(report.run.data.items()))
    grid.end()


def _plugins(paper: Paper, report: Report) -> None:
    paper.heading("Plugins")
    if not report.run.plugins:
        paper.text("None is recorded.")
        return
    grid = Grid(paper, [Column("Plugin", 2), Column("Version", 1), Column("State", 4)])
    for plugin in report.run.plugins:
        state = Ink(plugin.problem, BAD) if plugin.problem else Ink("took part", GOOD)
        grid.row([plugin.name, plugin.version, state])
    grid.end()


def _checks(paper: Paper, report: Report, material: Material) -> None:
    paper.heading(f"Checks ({len(report.checks):,})")
    grid = Grid(
        paper,
        [
            address("Check", 3),
            Column("Title", 4),
            Column("Severity", 1.2),
            *(number(word.capitalize(), 1.0) for word in _COUNTED),
        ],
    )
    for identifier in sorted({*report.checks, *material.checks}):
        check = report.checks.get(identifier)
        title, severity = material.titles.get(
            identifier, (check.title, check.severity.label) if check else ("", "")
        )
        counts = material.checks.get(identifier, Counter())
        grid.row([identifier, title, severity, *_counts(counts)])
    grid.end()
