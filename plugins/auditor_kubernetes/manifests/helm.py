"""Charts of Helm, rendered where Helm is installed.

What is rendered has no lines of its own: an object stands at the line of its template that says
its kind, or at the template's first line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from auditor.files import read_regular
from auditor_kubernetes.manifests.beyond import Beyond, of_schemas
from auditor_kubernetes.manifests.dependencies import stage
from auditor_kubernetes.manifests.homes import Homes
from auditor_kubernetes.manifests.limits import MAX_FILE_BYTES
from auditor_kubernetes.manifests.reading import Document
from auditor_kubernetes.manifests.rendering import RenderError, render

RELEASE = "release"
"""The name that rendered releases have."""
_SOURCE = re.compile(rb"^# Source: ([^\r\n]+?)[ \t]*\r?$", re.MULTILINE)
_MISSING = re.compile(r"missing in charts/ directory: (.+)")
_OTHER_VERSION = re.compile(r"chart requires kubeVersion: (.+) which is incompatible")
_VERSION = re.compile(r"\d+\.\d+(?:\.\d+)?")
_MOST_TRIALS = 3
_UNCHECKED = "--skip-schema-validation"
"""Values that break the chart's own schema are audited too; and a schema may refer to other hosts.
Helm knows this since 3.16."""


class Rendered(NamedTuple):
    """An object that a template made; ``file`` is its path."""

    file: str
    body: Any
    line: int


class Release(NamedTuple):
    """What a chart is rendered for."""

    values: Sequence[Path] = ()
    kube_version: str = ""
    """Empty for what Helm knows as its own, or else for what the chart asks for."""
    api_versions: Sequence[str] = ()


class Rendering(NamedTuple):
    """What Helm wrote.

    ``beside`` are directories of charts outside of the chart, by their names, ``missing`` the names
    of those that are not on this disk; ``trial`` is the file of values for tests that it took.
    """

    content: bytes
    beside: Mapping[str, Path]
    missing: tuple[str, ...]
    trial: Path | None


class ReachesBeyond(Exception):
    """Helm cannot be kept from reading something beyond the tree."""

    def __init__(self, beyond: Beyond) -> None:
        super().__init__(beyond.detail)
        self.beyond = beyond


class MissingCharts(RenderError):
    """Rendering failed without the charts that are not on this disk."""

    def __init__(self, said: str, missing: tuple[str, ...]) -> None:
        super().__init__(said)
        self.missing = missing


def render_chart(helm: str, folder: Path, release: Release, within: Path) -> Rendering:
    """Return what ``helm template`` writes.

    :param within: the tree that may be read.
    :raises RenderError: when it fails.
    :raises ReachesBeyond: when it would read more than the tree.
    """
    with TemporaryDirectory(prefix="auditor-chart-") as place:
        return _Attempt(helm, folder, release, within, Path(place)).rendering()


@dataclass(slots=True)
class _Attempt:
    """Renders a chart, again when Helm says what it lacks."""

    helm: str
    folder: Path
    release: Release
    within: Path
    place: Path
    source: str = ""
    checks: bool = False
    versions: list[str] | None = None
    """Versions of Kubernetes that the chart may accept."""
    trials: list[Path] | None = None
    """Values that the chart is tested with."""
    said: str = ""
    """What was wrong with its own values."""
    beside: Mapping[str, Path] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    def rendering(self) -> Rendering:
        """Return what Helm writes in the end.

        :raises RenderError: when it fails.
        :raises ReachesBeyond: when it would read more than the tree.
        """
        while True:
            try:
                content = render(self._command())
            except RenderError as error:
                if not self._mended(str(error)):
                    raise self._failure(self.said or str(error)) from None
            else:
                trial = self.trials[0] if self.trials else None
                return Rendering(content, self.beside, self.missing, trial)

    def _failure(self, said: str) -> RenderError:
        """Return an error that does not name the folder in which the chart was set up."""
        said = said.replace(str(self.place), str(self.folder))
        return MissingCharts(said, self.missing) if self.missing else RenderError(said)

    def _command(self) -> list[str]:
        release = self.release
        version = release.kube_version or (self.versions[0] if self.versions else "")
        values = (*release.values, *(self.trials or ())[:1])
        return [
            self.helm,
            "template",
            RELEASE,
            self.source or str(self.folder),
            "--include-crds",
            *(() if self.checks else (_UNCHECKED,)),
            *(word for path in values for word in ("--values", str(path))),
            *(("--kube-version", version) if version else ()),
            *(word for name in release.api_versions for word in ("--api-versions", name)),
        ]

    def _mended(self, said: str) -> bool:
        """Say whether something was changed so that Helm may not fail again as it did."""
        if f"unknown flag: {_UNCHECKED}" in said and not self.checks:
            self.checks = True
            self._refuse_schemas(self.folder)
            return True
        found = _MISSING.search(said)
        if found and not self.source:
            return self._staged(found[1].split(", "))
        found = _OTHER_VERSION.search(said)
        if found and not self.release.kube_version:
            if self.versions is None:
                self.versions = list(dict.fromkeys(_VERSION.findall(found[1])))[:_MOST_TRIALS]
            else:
                self.versions = self.versions[1:]
            return bool(self.versions)
        return self._tried(said)

    def _tried(self, said: str) -> bool:
        """Say whether there are further values that the chart is tested with.

        Source: chart-testing (``ct``), documentation of ``ct install``.
        """
        if self.release.values or not said.startswith("Error: "):
            return False
        if self.trials is None:
            self.trials = sorted(self.folder.glob("ci/*values.yaml"))[:_MOST_TRIALS]
            self.said = said
        else:
            self.trials = self.trials[1:]
        return bool(self.trials)

    def _staged(self, missing: Sequence[str]) -> bool:
        staged = stage(self.folder, missing, self.release.values, self.within, self.place)
        if staged is None:
            return False
        self.source, self.beside, self.missing = staged
        for place in self.beside.values() if self.checks else ():
            self._refuse_schemas(place)
        return True

    def _refuse_schemas(self, folder: Path) -> None:
        beyond = of_schemas(str(folder))
        if beyond:
            raise ReachesBeyond(beyond)


def placed(content: bytes, documents: Sequence[Document], homes: Homes) -> Iterator[Rendered]:
    """Yield the objects of a rendering with the templates that made them."""
    sources = [
        (content.count(b"\n", 0, found.start()) + 1, found[1].decode("utf-8", "replace"))
        for found in _SOURCE.finditer(content)
    ]
    starts = [line for line, _ in sources]
    texts: dict[str, bytes] = {}
    for document in documents:
        index = bisect_left(starts, document.lines[0]) - 1
        file = str(homes.file(sources[index][1] if index >= 0 else ""))
        if file not in texts:
            texts[file] = _template(file)
        kind = document.body.get("kind") if isinstance(document.body, dict) else None
        yield Rendered(file, bare(document.body), _line(texts[file], kind))


def _template(file: str) -> bytes:
    try:
        return read_regular(Path(file), MAX_FILE_BYTES)
    except OSError:
        return b""


def _line(template: bytes, kind: Any) -> int:
    """Return the line that names the kind, if only one does."""
    if not isinstance(kind, str):
        return 1
    wanted = re.escape(kind.encode("utf-8", "replace"))
    found = list(re.finditer(rb"^kind:[ \t]*[\"']?%b\b" % wanted, template, re.MULTILINE))
    return template.count(b"\n", 0, found[0].start()) + 1 if len(found) == 1 else 1


def bare(value: Any) -> Any:
    """Return a value without lines."""
    if isinstance(value, dict):
        return {key: bare(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [bare(inner) for inner in value]
    return value
