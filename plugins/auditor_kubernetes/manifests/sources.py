"""What holds the objects of a unit: files, charts and kustomizations that are rendered."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from auditor.collecting import Gap, Reason
from auditor.facts import Place
from auditor.files import read_regular
from auditor.redaction import cleaned
from auditor_kubernetes.manifests.estate import Read, Written
from auditor_kubernetes.manifests.helm import bare, placed, render_chart
from auditor_kubernetes.manifests.kept import contents
from auditor_kubernetes.manifests.kustomize import Change
from auditor_kubernetes.manifests.limits import MAX_FILE_BYTES
from auditor_kubernetes.manifests.reading import Document, Trouble
from auditor_kubernetes.manifests.rendering import RenderError, render
from auditor_kubernetes.manifests.sniff import normal
from auditor_kubernetes.manifests.text import parse

_LONGEST_REASON = 300
_LOGGED = re.compile(r"^[EFW]\d{4} [\d:.]+ +\d+ \S+\] (?:\"command failed\" err=)?")
"""What kubectl puts before its errors: severity, date, time, process and place in its code."""
_OWN_WORDS = re.compile(r"execution error at \([^()]*\)")
_QUOTED = re.compile(
    r'\[.*\]|\[.*\Z|(?:field )?"(?:\\.|[^"\\])*(?:"|\Z)|`[^`]*(?:`|\Z)'
    r"|(?<=literal source ).*?(?=, expected|\Z)"
)
_HARMLESS = re.compile(r'"[\w./-]+\.(?:ya?ml|tpl|json)"|field "\w+"')
"""A file or a field that an error names."""


class FileSource:
    """A file; ``name`` is its path as places tell it."""

    def __init__(self, scope: str, name: str, path: str, change: Change) -> None:
        self.scope = scope
        self.name = name
        self.path = path
        self.change = change

    def read(self) -> Read | Gap:
        """See :class:`auditor_kubernetes.manifests.estate.Source`."""
        content = contents.take(self.path)
        if content is None:
            try:
                content = normal(read_regular(self.path, MAX_FILE_BYTES))
            except OSError as error:
                detail = f"the file cannot be read: {error.strerror}"
                return _gap(self.scope, Reason.UNREADABLE, detail, self.name)
        parsed = parse(content, json=self.name.endswith(".json"))
        written = [Written(self.name, document) for document in parsed.documents]
        return Read(content, written, parsed.troubles, parsed.nodes, True)


class ChartSource:
    """A chart, as Helm renders it.

    :param static: files of the chart that are read as they are, relative to it.
    """

    change = Change()

    def __init__(
        self, scope: str, folder: str, base: Path, helm: str, values: Sequence[Path],
        static: frozenset[str],
    ) -> None:  # fmt: skip
        self.scope = scope
        self.folder = folder
        self.base = base
        self.path = base / folder
        self.helm = helm
        self.values = values
        self.static = static
        self.name = _below(folder, "Chart.yaml")

    def read(self) -> Read | Gap:
        """See :class:`auditor_kubernetes.manifests.estate.Source`."""
        try:
            content = normal(render_chart(self.helm, str(self.path), self.values))
        except RenderError as error:
            return _failed(self.scope, "helm template", error, self.name, self.base)
        parsed = parse(content)
        written = [
            Written(_below(self.folder, one.file), Document(one.body, (one.line, one.line)))
            for one in placed(content, parsed.documents, str(self.path))
            if one.file not in self.static
        ]
        return Read(content, written, _rendered(parsed.troubles), parsed.nodes, False)


class KustomizationSource:
    """A kustomization, as ``kustomize build`` renders it; ``name`` is its file."""

    change = Change()

    def __init__(self, scope: str, name: str, base: Path, program: Sequence[str]) -> None:
        self.scope = scope
        self.name = name
        self.base = base
        self.program = program

    def read(self) -> Read | Gap:
        """See :class:`auditor_kubernetes.manifests.estate.Source`."""
        try:
            content = normal(render([*self.program, str((self.base / self.name).parent)]))
        except RenderError as error:
            return _failed(self.scope, "kustomize", error, self.name, self.base)
        parsed = parse(content)
        written = [
            Written(self.name, Document(bare(document.body), (1, 1)))
            for document in parsed.documents
        ]
        return Read(content, written, _rendered(parsed.troubles), parsed.nodes, False)


def _rendered(troubles: Sequence[Trouble]) -> list[Trouble]:
    """Tell troubles of what was rendered: its lines are those of no file."""
    return [
        one._replace(line=1, detail=f"line {one.line} of what was rendered: {one.detail}")
        for one in troubles
    ]


def _below(folder: str, file: str) -> str:
    return file if folder in ("", ".") else f"{folder}/{file}"


def _failed(scope: str, what: str, error: RenderError, file: str, base: Path) -> Gap:
    """Tell what a renderer said, without the time and the directory of this run."""
    said = cleaned(_without_values(_LOGGED.sub("", str(error))).replace(f"{base}{os.sep}", ""))
    short = said if len(said) <= _LONGEST_REASON else f"{said[:_LONGEST_REASON]}…"
    return _gap(scope, Reason.UNSUPPORTED, f"{what} failed: {short}", file)


def _without_values(said: str) -> str:
    """Leave out of an error what it quotes, which may be a secret, and what a template says in
    words of its own (``fail``, ``required``)."""
    if said.startswith('"') and said.endswith('"'):
        said = said[1:-1].replace('\\"', '"')
    own = _OWN_WORDS.search(said)
    if own is not None:
        said = said[: own.end()]
    return _QUOTED.sub(lambda found: found[0] if _HARMLESS.fullmatch(found[0]) else "…", said)


def _gap(scope: str, reason: Reason, detail: str, file: str) -> Gap:
    return Gap(scope=scope, reason=reason, detail=detail, place=Place(file, 1, 1))
