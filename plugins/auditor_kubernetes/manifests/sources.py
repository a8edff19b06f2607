"""What holds the objects of a unit: files, charts and kustomizations that are rendered."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from auditor.collecting import Gap, Reason
from auditor.facts import Place
from auditor.files import lies_in, read_regular
from auditor.redaction import cleaned
from auditor_kubernetes.manifests.dependencies import CHART
from auditor_kubernetes.manifests.estate import Read, Written
from auditor_kubernetes.manifests.helm import (
    MissingCharts,
    ReachesBeyond,
    Release,
    bare,
    placed,
    render_chart,
)
from auditor_kubernetes.manifests.homes import Homes
from auditor_kubernetes.manifests.kept import contents
from auditor_kubernetes.manifests.kustomize import Change
from auditor_kubernetes.manifests.limits import MAX_FILE_BYTES
from auditor_kubernetes.manifests.reading import Document, Trouble
from auditor_kubernetes.manifests.rendering import RenderError, render
from auditor_kubernetes.manifests.sniff import normal
from auditor_kubernetes.manifests.text import parse
from auditor_kubernetes.manifests.unrolling import bodies

_APART = "made by a chart that is audited by itself"
_UNMADE = "not made by its chart with these values"
_LONGEST_REASON = 300
_LOGGED = re.compile(r"^[EFW]\d{4} [\d:.]+ +\d+ \S+\] (?:\"command failed\" err=)?")
"""What kubectl puts before its errors: severity, date, time, process and place in its code."""
_OWN_WORDS = re.compile(r"execution error at \([^()]*\)")
_QUOTED = re.compile(
    r'\[.*\]|\[.*\Z|(?:field )?"(?:\\.|[^"\\])*(?:"|\Z)|`[^`]*(?:`|\Z)'
    r"|(?<=literal source ).*?(?=, expected|\Z)"
)
_VALUES = "give it others with values_files in [manifests]"
_ADVICE = (
    ("execution error at", f" refuses its values (fail, required); {_VALUES}"),
    ("nil pointer evaluating", f"; {_VALUES}"),
    ("chart requires kubeVersion", "; name another one with kube_version in [manifests]"),
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

    :param folder: the directory of the chart.
    :param release: what it is rendered for.
    :param within: the tree that may be read.
    :param top: the target: other charts in it are audited by themselves.
    :param static: files of the chart that are read as they are, relative to the base.
    """

    change = Change()

    def __init__(
        self, scope: str, base: Path, folder: Path, helm: str, release: Release,
        within: Path, top: Path, static: frozenset[str],
    ) -> None:  # fmt: skip
        self.scope = scope
        self.base = base
        self.folder = Path(os.path.normpath(folder))
        self.helm = helm
        self.release = release
        self.within = within
        self.top = os.path.realpath(top)
        self.static = static
        self.name = self._told(str(self.folder / CHART))
        self._made: frozenset[str] | None = None
        self._first: Read | Gap | None = None

    def read(self) -> Read | Gap:
        """See :class:`auditor_kubernetes.manifests.estate.Source`."""
        found, self._first = self._first or self._read(), None
        return found

    def makes(self, name: str) -> bool:
        """Say whether objects come out of a file of the chart; all do that is not rendered."""
        if self._made is None:
            self._first = self._read()
        return self._made is None or name in self._made

    def _read(self) -> Read | Gap:
        try:
            found = render_chart(self.helm, self.folder, self.release, self.within)
        except ReachesBeyond as error:
            file = self._told(error.beyond.path)
            return _gap(self.scope, Reason.UNSUPPORTED, error.beyond.detail, file)
        except MissingCharts as error:
            what = f"{_elsewhere(error.missing)}; without it helm template"
            return _failed(self.scope, what, error, self.name, self.base)
        except RenderError as error:
            return _failed(self.scope, "helm template", error, self.name, self.base)
        content = normal(found.content)
        parsed = parse(content)
        troubles = _rendered(parsed.troubles)
        if found.missing:
            troubles.insert(0, Trouble("external", 1, _elsewhere(found.missing)))
        if found.trial:
            tested = self._told(str(found.trial))
            detail = f"its own values are not enough: {tested} was taken; {_VALUES}"
            troubles.insert(0, Trouble("template", 1, detail))
        written, made, excluded = [], set[str](), Counter[str]()
        for one in placed(content, parsed.documents, Homes(self.folder, found.beside)):
            name = self._told(one.file)
            document = Document(one.body, (one.line, one.line))
            made.add(name)
            if self._apart(one.file):
                excluded[_APART] += sum(1 for _ in bodies(document))
            elif name not in self.static:
                written.append(Written(name, document))
        if not parsed.troubles:
            self._made = frozenset(made)
        return Read(content, written, troubles, parsed.nodes, False, excluded)

    def _apart(self, file: str) -> bool:
        """Say whether a template is that of another chart in the target."""
        return lies_in(file, self.top) and not lies_in(file, str(self.folder))

    def _told(self, file: str) -> str:
        return file.removeprefix(f"{str(self.base).rstrip(os.sep)}{os.sep}")


class StaticSource(FileSource):
    """A file of a chart that is no template; its lines are known.

    :param chart: the chart, if it is rendered: what it does not make of the file is not judged.
    """

    def __init__(self, scope: str, name: str, path: str, chart: ChartSource | None) -> None:
        super().__init__(scope, name, path, Change())
        self.chart = chart

    def read(self) -> Read | Gap:
        """See :class:`auditor_kubernetes.manifests.estate.Source`."""
        found = super().read()
        if isinstance(found, Gap) or self.chart is None or self.chart.makes(self.name):
            return found
        unmade = sum(1 for _, document in found.written for _ in bodies(document))
        return found._replace(written=(), excluded={_UNMADE: unmade})


def _elsewhere(charts: Sequence[str]) -> str:
    """Tell charts that would have to be downloaded."""
    many = "it depends on charts that are" if charts[1:] else "it depends on a chart that is"
    return f"{many} not on this disk, and nothing is downloaded: {', '.join(charts)}"


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


def _failed(scope: str, what: str, error: RenderError, file: str, base: Path) -> Gap:
    """Tell what a renderer said, without the time and the directory of this run."""
    said = cleaned(_without_values(_LOGGED.sub("", str(error))).replace(f"{base}{os.sep}", ""))
    short = said if len(said) <= _LONGEST_REASON else f"{said[:_LONGEST_REASON]}…"
    advice = next((more for found, more in _ADVICE if found in said), "")
    return _gap(scope, Reason.UNSUPPORTED, f"{what} failed: {short}{advice}", file)


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
