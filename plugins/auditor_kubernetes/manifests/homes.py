"""Where the templates are that a rendering names: by the names of charts, not of directories."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from posixpath import normpath

from auditor.files import kind_of
from auditor_kubernetes.manifests.dependencies import CHART, chart_name, dependencies


class Homes:
    """The files of one chart and of the charts in it.

    :param folder: the chart's directory.
    :param beside: directories of charts that it names by their paths.
    """

    def __init__(self, folder: Path, beside: Mapping[str, Path]) -> None:
        self._folder = folder
        self._beside = beside
        self._charts: dict[tuple[Path, str], Path | None] = {}
        self._files: dict[str, Path] = {}

    def file(self, source: str) -> Path:
        """Return the file of a template (``shop/charts/sub/templates/pod.yaml``), or else that of
        the innermost chart around it that is on this disk. Helm before 3.7 leaves out the chart of
        what is in ``crds``."""
        if source not in self._files:
            self._files[source] = self._file(source)
        return self._files[source]

    def _file(self, source: str) -> Path:
        at = self._folder
        if source.startswith("crds/") and kind_of(at / normpath(source)) == "file":
            return at / normpath(source)
        first, *rest = normpath(source.partition("/")[2]).split("/")
        while first == "charts" and len(rest) > 1:
            inner = self._chart(at, rest[0])
            if inner is None:
                return at / CHART
            if kind_of(inner) == "file":
                return inner
            at, (first, *rest) = inner, rest[1:]
        file = at.joinpath(first, *rest)
        safe = first not in ("", "..") and kind_of(file) == "file"
        return file if safe else at / CHART

    def _chart(self, at: Path, name: str) -> Path | None:
        """Return the directory or archive of a chart in another one."""
        if (at, name) not in self._charts:
            self._charts[at, name] = self._found(at, name)
        return self._charts[at, name]

    def _found(self, at: Path, name: str) -> Path | None:
        names = [one.name for one in dependencies(at) if one.alias == name] or [name]
        for own in names:
            if at == self._folder and own in self._beside:
                return self._beside[own]
            if kind_of(at / "charts" / own / CHART) == "file":
                return at / "charts" / own
        try:
            listed = sorted(os.listdir(at / "charts"))  # noqa: PTH208
        except OSError:
            return None
        inner = [at / "charts" / item for item in listed]
        charts = (item for item in inner if kind_of(item) == "directory")
        archives = (
            item
            for item in inner
            if any(item.name.startswith(f"{own}-") for own in names) and item.suffix == ".tgz"
        )
        return next((item for item in charts if chart_name(item) in names), next(archives, None))
