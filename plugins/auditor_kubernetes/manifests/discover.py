"""Manifests, kustomizations and charts in a directory tree."""

from __future__ import annotations

import errno
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from auditor.collecting import Reason
from auditor.files import kind_of, lies_in, read_regular
from auditor_kubernetes.manifests.kept import contents
from auditor_kubernetes.manifests.limits import MAX_FILE_BYTES, SNIFFED_BYTES
from auditor_kubernetes.manifests.sniff import is_manifest, is_template, normal

SUFFIXES = (".yaml", ".yml", ".json")
_TEMPLATES = tuple(
    f"{suffix}.{language}"
    for suffix in SUFFIXES
    for language in ("erb", "gotmpl", "in", "j2", "jinja2", "mustache", "template", "tmpl", "tpl")
)
"""Names of manifests that a program other than Helm fills in."""
KUSTOMIZATIONS = frozenset(("kustomization.yaml", "kustomization.yml", "Kustomization"))
_CHART = "Chart.yaml"
_LIBRARY = re.compile(rb"^type:[ \t]*[\"']?library", re.MULTILINE)
_DEPENDS = re.compile(rb"^[\"']?dependencies[\"']?[ \t]*:", re.MULTILINE)
_REQUIREMENTS = "requirements.yaml"
"""Where charts for Helm 2 list what they depend on."""
_SKIPPED = frozenset(("node_modules", "__pycache__", "venv"))
_INNER = frozenset(("templates", "crds", "charts"))


class Unread(NamedTuple):
    """A file or directory that stayed unread; ``path`` is absolute."""

    reason: Reason
    path: str
    detail: str
    directory: bool = False
    """Whether it is one that may hold nothing of ours."""


@dataclass(slots=True)
class Chart:
    """A chart of Helm with the charts inside it; paths are absolute."""

    folder: str
    library: bool = False
    """Whether it only lends templates to other charts, and makes no objects."""
    templates: list[str] = field(default_factory=list)
    static: list[str] = field(default_factory=list)
    """Manifests that are no templates."""
    depends: bool = False
    """Whether it asks for other charts, or has some as archives."""


@dataclass(slots=True)
class Found:
    """What a tree holds; paths are absolute."""

    manifests: list[str] = field(default_factory=list)
    kustomizations: list[str] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
    """Manifests outside of charts that are to be filled in first."""
    others: Counter[str] = field(default_factory=Counter)
    """Files by why they are none."""
    unread: list[Unread] = field(default_factory=list)


def find_manifests(
    directory: Path, exclude: Sequence[str] = (), within: Path | None = None
) -> Found:
    """Walk a tree for manifests, by their content.

    Hidden directories and ``node_modules`` are passed over, also links to what lies inside the
    tree, since the walk meets it anyway. A link that leads to a directory outside, or to a file
    outside of ``within`` (the tree itself by default), is not followed; it is told when there are
    manifests.

    :param exclude: patterns (``*``, ``?``) for paths relative to ``directory``; one that
        matches a directory excludes all below it.
    """
    return _Search(directory, exclude, within or directory).run()


def sniffed(path: str, found: Found) -> bytes | None:
    """Return the content of a file that is, or may be, a manifest; note what cannot be read."""
    try:
        content = normal(read_regular(path, MAX_FILE_BYTES))
    except OSError as error:
        if error.errno != errno.EFBIG:
            detail = f"the file cannot be read: {error.strerror}"
            found.unread.append(Unread(Reason.UNREADABLE, path, detail))
        elif _large_manifest(path):
            detail = f"the file has more than {MAX_FILE_BYTES} bytes and was not read"
            found.unread.append(Unread(Reason.TOO_LARGE, path, detail))
        else:
            found.others["not Kubernetes"] += 1
        return None
    return content


def _large_manifest(path: str) -> bool:
    with Path(path).open("rb") as stream:
        return is_manifest(normal(stream.read(SNIFFED_BYTES)))


def _is_definition(path: str, chart: Chart) -> bool:
    """Say whether a file is one that Helm installs as it is written, whatever stands in it."""
    parts = Path(path).relative_to(chart.folder).parts
    return "crds" in parts[:-1] and "templates" not in parts


class _Search:
    def __init__(self, directory: Path, exclude: Sequence[str], within: Path) -> None:
        self.directory = str(directory)
        self.top = os.path.realpath(directory)
        self.within = os.path.realpath(within)
        self.exclude = exclude
        self.found = Found()

    def run(self) -> Found:
        """Return what the tree holds."""
        todo: list[tuple[str, Chart | None, bool]] = [(self.directory, None, False)]
        while todo:
            todo.extend(self._visit(*todo.pop()))
        found = self.found
        found.charts = [one for one in found.charts if one.templates or one.static or one.depends]
        found.manifests.sort()
        found.kustomizations.sort()
        found.templates.sort()
        return found

    def _visit(
        self, folder: str, chart: Chart | None, inside: bool
    ) -> Iterator[tuple[str, Chart | None, bool]]:
        """Take in what a directory holds; yield those inside it with the chart that they belong to.

        :param inside: whether it is one of the directories that Helm reads.
        """
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            detail = f"the directory cannot be read: {error.strerror}"
            self.found.unread.append(Unread(Reason.UNREADABLE, folder, detail, directory=True))
            return
        if chart is None and any(entry.name == _CHART for entry in listed):
            chart = self._chart(folder)
        for entry in listed:
            if self.exclude and self._excluded(entry.path):
                continue
            if entry.is_symlink() and kind_of(Path(entry.path)) == "directory":
                self._linked(entry.path)
            elif entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and entry.name not in _SKIPPED:
                    read = inside or (chart is not None and entry.name in _INNER)
                    yield entry.path, chart if read else None, read
            elif entry.name in KUSTOMIZATIONS:
                self.found.kustomizations.append(entry.path)
            elif entry.name.endswith(SUFFIXES) and not entry.name.startswith("."):
                self._file(entry, chart if inside else None)
            elif entry.name.endswith(_TEMPLATES) and not inside:
                self._template(entry)
            if chart is not None and (entry.name == _REQUIREMENTS or entry.name.endswith(".tgz")):
                chart.depends = chart.depends or inside or entry.name == _REQUIREMENTS

    def _excluded(self, path: str) -> bool:
        name = os.path.relpath(path, self.directory).replace(os.sep, "/")
        return any(fnmatchcase(name, pattern.rstrip("/")) for pattern in self.exclude)

    def _chart(self, folder: str) -> Chart:
        chart = Chart(folder)
        try:
            content = read_regular(Path(folder, _CHART), MAX_FILE_BYTES)
            chart.library = _LIBRARY.search(content) is not None
            chart.depends = _DEPENDS.search(content) is not None
        except OSError as error:
            detail = f"the file cannot be read: {error.strerror}"
            unread = Unread(Reason.UNREADABLE, os.path.join(folder, _CHART), detail)  # noqa: PTH118
            self.found.unread.append(unread)
        self.found.charts.append(chart)
        return chart

    def _template(self, entry: os.DirEntry[str]) -> None:
        if entry.is_file(follow_symlinks=False):
            content = sniffed(entry.path, self.found)
            if content is not None and is_manifest(content):
                self.found.templates.append(entry.path)

    def _file(self, entry: os.DirEntry[str], chart: Chart | None) -> None:
        path = entry.path
        if kind_of(Path(path)) != "file" if entry.is_symlink() else not entry.is_file():
            self.found.others["not a regular file"] += 1
            return
        if entry.is_symlink() and self._met(path):
            self.found.others["a link to a file of the tree"] += 1
            return
        if entry.is_symlink() and not lies_in(os.path.realpath(path), self.within):
            self._tell_manifest_beyond(path, path)
            return
        content = sniffed(path, self.found)
        if content is None:
            return
        ours = is_manifest(content)
        if chart is not None and is_template(content) and not _is_definition(path, chart):
            chart.templates.append(path)
        elif not ours:
            self.found.others["not Kubernetes"] += 1
        else:
            contents.keep(path, content)
            (self.found.manifests if chart is None else chart.static).append(path)

    def _met(self, path: str) -> bool:
        """Say whether the walk meets what a link leads to."""
        if not lies_in(os.path.realpath(path), self.top):
            return False
        parts = Path(os.path.relpath(os.path.realpath(path), self.top)).parts
        return not any(part.startswith(".") or part in _SKIPPED for part in parts)

    def _linked(self, path: str) -> None:
        if lies_in(os.path.realpath(path), self.top):
            return
        try:
            files = sorted(item for item in Path(path).iterdir() if item.suffix in SUFFIXES)
        except OSError:
            files = []
        for file in files:
            if kind_of(file) == "file" and self._tell_manifest_beyond(str(file), path):
                return

    def _tell_manifest_beyond(self, file: str, link: str) -> bool:
        """Say so when a file that is outside of the tree is a manifest, or may be one."""
        beyond = Found()
        content = sniffed(file, beyond)
        if not beyond.unread and (content is None or not is_manifest(content)):
            return False
        detail = "the link leads out of the directory and was not followed; name its target"
        self.found.unread.append(Unread(Reason.UNSUPPORTED, link, detail))
        return True
