"""Reporters: one module a format, and the pieces they share.

Importing this package is cheap: what a format needs beyond the core is imported when a
report is rendered.
"""

from __future__ import annotations

from auditor.reporting import Reporter
from auditor_evidence.report.csv_table import CsvReporter
from auditor_evidence.report.github import GithubReporter
from auditor_evidence.report.gitlab import GitlabReporter
from auditor_evidence.report.json_document import JsonReporter
from auditor_evidence.report.json_lines import JsonLinesReporter
from auditor_evidence.report.junit import JunitReporter
from auditor_evidence.report.markdown import MarkdownReporter
from auditor_evidence.report.pdf import PdfReporter
from auditor_evidence.report.sarif import SarifReporter
from auditor_evidence.report.terminal import TerminalReporter

REPORTERS: tuple[Reporter, ...] = (
    TerminalReporter(),
    JsonReporter(),
    JsonLinesReporter(),
    SarifReporter(),
    JunitReporter(),
    GithubReporter(),
    GitlabReporter(),
    MarkdownReporter(),
    CsvReporter(),
    PdfReporter(),
)
