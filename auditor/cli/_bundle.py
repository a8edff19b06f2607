"""Writing a finished scan into an evidence bundle."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from auditor.archiving import Dossier, Evidence
from auditor.engine.guard import guard_of, leaks
from auditor.engine.scan import Outcome
from auditor.errors import ReportError
from auditor.plugins import Plugins
from auditor.reporting import Canvas

DOCUMENTS = {
    "report.pdf": "pdf",
    "findings.csv": "csv",
    "report.md": "markdown",
    "machine/results.sarif": "sarif",
}
"""Reports in a bundle, by file name: people open the first, machines read the last."""


def write_bundle(directory: Path, outcome: Outcome, plugins: Plugins) -> tuple[str, list[str]]:
    """Write the bundle; return its identity and notes on reports that could not be made.

    :raises EvidenceError: when it cannot be written or would leak a secret.
    """
    notes: list[str] = []
    documents: dict[str, Callable[[], Iterable[bytes]]] = {}
    for file, name in DOCUMENTS.items():
        reporter = plugins.reporters.get(name)
        if reporter is None:
            continue
        try:
            pieces = list(reporter.render(outcome.report, Canvas()))
        except ReportError as error:
            notes.append(f"the bundle holds no {file}: {error}")
        else:
            documents[file] = partial(iter, pieces)
    store = outcome.store
    evidence = tuple(
        Evidence(
            digest=note.digest,
            media_type=note.media_type,
            source=note.source,
            unit=note.unit,
            path=store.path / "evidence" / note.digest,
        )
        for note in store.notes
    )
    dossier = Dossier(
        report=outcome.report,
        policy=outcome.policy,
        misuse=outcome.misuse,
        lines=store.lines,
        evidence=evidence,
        documents=documents,
        leaks=partial(leaks, guard_of(outcome.report, store, outcome.hidden)),
    )
    return plugins.archivist.write(directory, dossier), notes
