"""Root modules and plan documents in a directory tree."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from auditor.files import kind_of, lies_in
from auditor_resources.model import Place, Trouble
from auditor_terraform.cache import open_now, read_bytes
from auditor_terraform.limits import MAX_FILE_BYTES
from auditor_terraform.syntax import local_sources

_LOCAL_SOURCE = re.compile(rb'source"?\s*[=:]\s*"\.{1,2}[/"]')
_SKIPPED = frozenset(("node_modules", "__pycache__", "venv"))
_PLAN_KEYS = re.compile(
    rb'"(?:planned_values|resource_changes|resource_drift|prior_state|configuration|variables)"'
)
_FOREIGN = re.compile(
    rb'\A\s*\{\s*"(?:matches|ignoredMatches|SchemaVersion|ClusterName|apiVersion|kind)"\s*:'
)
"""How reports of scanners and manifests of Kubernetes begin."""
_SNIFFED_BYTES = 65_536


@dataclass(slots=True)
class RootsFound:
    """What a tree holds: root module directories, plan documents, and what was not read."""

    roots: list[Path] = field(default_factory=list)
    plans: list[Path] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def find_roots(
    directory: Path, exclude: Sequence[str] = (), base: Path | None = None
) -> RootsFound:
    """Walk a tree for root modules: directories with configuration that no other one calls.

    Hidden directories and ``node_modules`` are passed over. Links to directories inside
    the tree are not followed, since the walk meets these directories anyway; a link out
    of the tree is not followed either, and becomes a trouble when it leads to
    configuration.

    :param exclude: patterns (``*``, ``?``) for paths relative to ``directory``; one that
        matches a directory excludes all below it.
    :param base: what places in troubles are relative to; ``directory`` by default.
    """
    return _Search(directory, exclude, base or directory).run()


class _Search:
    def __init__(self, directory: Path, exclude: Sequence[str], base: Path) -> None:
        self.directory = directory
        self.exclude = exclude
        self.base = base
        self.found = RootsFound()
        self.calls: dict[str, set[str]] = {}
        """Directories with configuration, and the real paths each calls."""

    def run(self) -> RootsFound:
        """Return what the tree holds."""
        todo = [str(self.directory)]
        while todo:
            todo.extend(self._visit(todo.pop()))
        self.found.roots = [Path(name) for name in _roots(self.calls)]
        self.found.plans.sort()
        return self.found

    def _trouble(self, kind: str, path: str, detail: str) -> None:
        file = os.path.relpath(path, self.base).replace(os.sep, "/")
        self.found.troubles.append(Trouble(kind, Place(file, 1, 1), detail))

    def _excluded(self, path: str) -> bool:
        name = os.path.relpath(path, self.directory).replace(os.sep, "/")
        return any(fnmatchcase(name, pattern.rstrip("/")) for pattern in self.exclude)

    def _visit(self, folder: str) -> Iterator[str]:
        """Record what a directory holds and yield the directories inside it."""
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            self._trouble("unreadable", folder, f"the directory cannot be read: {error.strerror}")
            return
        for entry in found:
            if self.exclude and self._excluded(entry.path):
                continue
            name = entry.name
            if entry.is_symlink() and kind_of(Path(entry.path)) == "directory":
                self._link(entry.path)
            elif entry.is_dir(follow_symlinks=False):
                if not name.startswith(".") and name not in _SKIPPED:
                    yield entry.path
            elif name.endswith((".tf", ".tf.json")):
                if not name.startswith("."):
                    calls = self.calls.setdefault(folder, set())
                    calls.update(_called(Path(entry.path)))
            elif name.endswith(".json") and is_plan(Path(entry.path)):
                self.found.plans.append(Path(entry.path))

    def _link(self, path: str) -> None:
        real = os.path.realpath(path)
        if lies_in(real, os.path.realpath(self.directory)):
            return
        try:
            names = [path.name for path in Path(real).iterdir()]
        except OSError:
            names = []
        if any(name.endswith((".tf", ".tf.json")) for name in names):
            detail = "the link leads out of the directory and was not followed; name its target"
            self._trouble("unsupported", path, detail)


def _called(path: Path) -> set[str]:
    """Return the real paths of the directories that a file's module calls name."""
    source = read_bytes(path, MAX_FILE_BYTES)
    if isinstance(source, str) or _LOCAL_SOURCE.search(source) is None:
        return set()
    folder = os.path.realpath(path.parent)
    found = {name for name in local_sources(source, path.name) if "\0" not in name}
    return {os.path.realpath(os.path.join(folder, name)) for name in found} - {folder}  # noqa: PTH118


def _roots(calls: dict[str, set[str]]) -> list[str]:
    """Return the directories that none calls, and one of each circle that none calls."""
    real = {os.path.realpath(folder): folder for folder in calls}
    called = {target for targets in calls.values() for target in targets}
    roots = [folder for key, folder in sorted(real.items()) if key not in called]
    reached: set[str] = set()

    def reach(start: str) -> None:
        todo = [start]
        while todo:
            key = todo.pop()
            if key not in reached and key in real:
                reached.add(key)
                todo.extend(calls[real[key]])

    for folder in roots:
        reach(os.path.realpath(folder))
    for key, folder in sorted(real.items()):
        if key not in reached:
            roots.append(folder)
            reach(key)
    return sorted(roots)


def is_plan(path: Path) -> bool:
    """Tell from a file's beginning whether it is a plan as ``terraform show -json`` writes it."""
    try:
        with open(path, "rb", opener=open_now) as stream:
            head = stream.read(1024)
            if b'"format_version"' not in head:
                return False
            head += stream.read(_SNIFFED_BYTES)
    except OSError:
        return False
    return _PLAN_KEYS.search(head) is not None


def is_foreign(path: Path) -> bool:
    """Tell from a file's beginning whether it is JSON that other collectors read."""
    try:
        with open(path, "rb", opener=open_now) as stream:
            head = stream.read(_SNIFFED_BYTES)
    except OSError:
        return False
    if b'"format_version"' in head:
        return False
    return _FOREIGN.match(head) is not None or (b'"apiVersion"' in head and b'"kind"' in head)
