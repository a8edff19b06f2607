"""A PDF that a manager reads and a reviewer signs."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.errors import ReportError
from auditor.reporting import Canvas, Report

_PIECE_BYTES = 64 * 1024


class PdfReporter:
    """Equal reports give equal bytes. Failures and waived findings are listed, passes counted."""

    name = "pdf"
    title = "PDF to read, sign and file (extra: pdf)"

    def render(self, report: Report, canvas: Canvas) -> Iterator[bytes]:
        try:
            import reportlab  # noqa: F401
        except ImportError as error:
            raise ReportError("PDF reports need the extra", "pip install 'auditor[pdf]'") from error
        from auditor_evidence.report.pdf.document import compose

        document = compose(report)
        for start in range(0, len(document), _PIECE_BYTES):
            yield document[start : start + _PIECE_BYTES]
