"""A reporter for chat: one line."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.reporting import Canvas, Report


class HeadlineReporter:
    """``-o headline``: the counts and the exit code in one line."""

    name = "headline"
    title = "one line for chat"

    def render(self, report: Report, canvas: Canvas) -> Iterator[bytes]:
        """Yield the line."""
        tally = report.tally
        counts = f"{tally.failed} failed, {tally.unknown} unknown, {tally.passed} passed"
        yield f"auditor: {counts} (exit {report.decision.exit_code})\n".encode()
