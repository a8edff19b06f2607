"""Charts of Helm, rendered where Helm is installed.

What is rendered has no lines of its own: an object stands at the line of its template that says
its kind, or at the template's first line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from posixpath import normpath
from typing import Any, NamedTuple

from auditor.files import read_regular
from auditor_kubernetes.manifests.limits import MAX_FILE_BYTES
from auditor_kubernetes.manifests.reading import Document
from auditor_kubernetes.manifests.rendering import render

RELEASE = "release"
"""The name that rendered releases have."""
_SOURCE = re.compile(rb"^# Source: [^/\r\n]+/([^\r\n]+?)[ \t]*\r?$", re.MULTILINE)


class Rendered(NamedTuple):
    """An object that a template made; ``file`` is relative to the chart."""

    file: str
    body: Any
    line: int


def render_chart(helm: str, folder: str, values: Sequence[Path]) -> bytes:
    """Return what ``helm template`` writes.

    :raises RenderError: when it fails.
    """
    files = [word for path in values for word in ("--values", str(path))]
    return render([helm, "template", RELEASE, folder, *files])


def placed(content: bytes, documents: Sequence[Document], folder: str) -> Iterator[Rendered]:
    """Yield the objects of a rendering with the templates that made them."""
    sources = [
        (content.count(b"\n", 0, found.start()) + 1, found[1].decode("utf-8", "replace"))
        for found in _SOURCE.finditer(content)
    ]
    starts = [line for line, _ in sources]
    texts: dict[str, bytes] = {}
    for document in documents:
        index = bisect_left(starts, document.lines[0]) - 1
        file = normpath(sources[index][1]) if index >= 0 else "Chart.yaml"
        if file.startswith(("/", "..")):
            file = "Chart.yaml"
        if file not in texts:
            texts[file] = _template(folder, file)
        kind = document.body.get("kind") if isinstance(document.body, dict) else None
        yield Rendered(file, bare(document.body), _line(texts[file], kind))


def _template(folder: str, file: str) -> bytes:
    try:
        return read_regular(Path(folder, file), MAX_FILE_BYTES)
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
