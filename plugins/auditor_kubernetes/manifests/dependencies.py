"""Charts that a chart asks for, and how it is rendered without those that are not on this disk.

Helm renders no chart of which one is missing. Such a chart is set up a second time, of links to its
files: with the charts beside it that it names by ``file://``, and without those that would have to
be downloaded.
Source: Helm documentation, "Charts", dependencies and conditions.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from auditor.files import kind_of, lies_in, read_regular
from auditor_kubernetes.manifests.beyond import of_chart
from auditor_kubernetes.manifests.limits import MAX_FILE_BYTES
from auditor_kubernetes.manifests.reading import Document
from auditor_kubernetes.manifests.sniff import normal
from auditor_kubernetes.manifests.text import parse
from auditor_objects.model import Seq

CHART = "Chart.yaml"
_LISTS = (CHART, "requirements.yaml")
"""Files that list dependencies; the second one in charts for Helm 2."""
_BESIDE = "file://"


class Dependency(NamedTuple):
    """An entry of ``dependencies``; ``lines`` are those in its file."""

    name: str
    alias: str
    repository: str
    condition: str
    file: str
    lines: tuple[int, int] | None


class Staged(NamedTuple):
    """A chart that was set up again.

    ``beside`` are folders of charts by their names; ``missing`` the names of those that are not on
    this disk and that its values do not switch off.
    """

    folder: str
    beside: Mapping[str, Path]
    missing: tuple[str, ...]


def dependencies(folder: Path) -> Iterator[Dependency]:
    """Yield what a chart lists under a name; nothing that cannot be read."""
    for file in _LISTS:
        body = _body(folder / file)
        listed = body.get("dependencies") if isinstance(body, dict) else None
        if not isinstance(listed, list):
            continue
        lines = listed.lines if isinstance(listed, Seq) else [None] * len(listed)
        for item, at in zip(listed, lines, strict=True):
            if isinstance(item, dict):
                told = (item.get(key) for key in ("name", "alias", "repository", "condition"))
                texts = [text if isinstance(text, str) else "" for text in told]
                if texts[0] and "/" not in texts[0]:
                    yield Dependency(texts[0], texts[1], texts[2], texts[3], file, at)


def chart_name(folder: Path) -> str:
    """Return the name that a chart gives itself; nothing when there is none."""
    body = _body(folder / CHART)
    name = body.get("name") if isinstance(body, dict) else None
    return name if isinstance(name, str) else ""


def stage(
    folder: Path, missing: Collection[str], values: Sequence[Path], within: Path, into: Path
) -> Staged | None:
    """Set a chart up again; None when that cannot be done.

    :param missing: names of the dependencies that Helm does not find.
    :param values: further files of values.
    :param within: the tree that may be read.
    :param into: an empty directory.
    """
    listed = [one for one in dependencies(folder) if one.name in missing]
    beside = {one.name: place for one in listed if (place := _beside(folder, one, within))}
    dropped = [one for one in listed if one.name not in beside]
    bodies = [_body(file) for file in (folder / "values.yaml", *values)]
    try:
        for entry in sorted(folder.iterdir()):
            if entry.name not in ("charts", ".git", *_LISTS):
                (into / entry.name).symlink_to(entry.resolve())
        for file in _LISTS:
            if kind_of(folder / file) == "file":
                content = _without(folder / file, dropped)
                if parse(content).troubles:
                    return None
                (into / file).write_bytes(content)
        (into / "charts").mkdir()
        if kind_of(folder / "charts") == "directory":
            for entry in sorted((folder / "charts").iterdir()):
                (into / "charts" / entry.name).symlink_to(entry.resolve())
        for number, place in enumerate(beside.values()):
            (into / "charts" / f"{number}-beside").symlink_to(place)
    except OSError:
        return None
    told = dict.fromkeys(one.name for one in dropped if not _off(one.condition, bodies))
    return Staged(str(into), beside, tuple(told))


def _beside(folder: Path, one: Dependency, within: Path) -> Path | None:
    """Return the chart that a dependency names by a path, if it may be read."""
    if not one.repository.startswith(_BESIDE) or "\0" in one.repository:
        return None
    tree = os.path.realpath(within)
    place = Path(os.path.realpath(folder / one.repository.removeprefix(_BESIDE)))
    inside = lies_in(str(place), tree) and not lies_in(os.path.realpath(folder), str(place))
    if not inside or kind_of(place / CHART) != "file" or of_chart(str(place), (), within):
        return None
    return place if chart_name(place) == one.name else None


def _without(file: Path, dropped: Sequence[Dependency]) -> bytes:
    """Return a file without the entries of some dependencies.

    :raises OSError: when it cannot be read.
    """
    lines = normal(read_regular(file, MAX_FILE_BYTES)).splitlines(keepends=True)
    for one in dropped:
        if one.file == file.name and one.lines:
            for number in range(one.lines[0] - 1, min(one.lines[1], len(lines))):
                lines[number] = b"\n"
    return b"".join(lines)


def _off(condition: str, bodies: Sequence[Any]) -> bool:
    """Say whether values switch a dependency off: the first path of its condition that leads to a
    truth decides."""
    for path in condition.split(","):
        for body in reversed(bodies):
            value = body
            for key in path.strip().split("."):
                value = value.get(key) if isinstance(value, dict) else None
            if isinstance(value, bool):
                return not value
    return False


def _body(file: Path) -> Any:
    """Return the first document of a file; None when it cannot be read."""
    try:
        found: Sequence[Document] = parse(normal(read_regular(file, MAX_FILE_BYTES))).documents
    except OSError:
        return None
    return found[0].body if found else None
