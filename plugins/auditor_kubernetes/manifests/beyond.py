"""What a renderer would read beyond the tree that is audited: links, directories, the network.

Helm follows every link of a chart. kustomize keeps single files within the directory of their
kustomization, links followed, but takes directories from anywhere, and downloads what a URL
names. Whoever may change the tree could so bring files of this machine, or what it alone can reach
(``http://127.0.0.1``), into the evidence; such a tree is not rendered.
Source: Kustomize documentation, "kustomization.yaml"; Helm documentation, "Charts".
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from auditor.files import kind_of, lies_in, read_regular
from auditor_kubernetes.manifests.discover import KUSTOMIZATIONS
from auditor_kubernetes.manifests.limits import MAX_FILE_BYTES
from auditor_kubernetes.manifests.sniff import normal
from auditor_kubernetes.manifests.text import parse

MOST_FILES = 50_000
"""A chart or kustomization that has more is not rendered."""
_HISTORY = ".git"
"""What only git itself writes into; its thousands of files are not looked at."""
_OUTSIDE = "leads out of the directory; it was not rendered"
_ELSEWHERE = "refers to other files or hosts"
_URL = re.compile(r"\s*[a-z][a-z0-9+.-]*:/", re.IGNORECASE)
_REMOTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[^/=]*@[^/]*:|//)", re.IGNORECASE)
"""A URL, ``git::`` before one, or ``user@host:path``."""
_TAGGED = re.compile(rb"^%TAG|(?:^|[\s\[{,])!\S", re.MULTILINE)
_ROOTS = frozenset(("resources", "bases", "components", "generators", "transformers", "validators"))
"""Fields that name directories with further kustomizations, or files."""
_CONFIGURED = frozenset(("generators", "transformers", "validators"))
"""Those whose files name further files."""
_FILES = frozenset(
    ("configurations", "crds", "env", "envs", "files", "openapi", "patchesjson6902",
     "patchesstrategicmerge", "path", "paths", "valuesfile", "additionalvaluesfiles")
)  # fmt: skip
_PATCHES = frozenset(("patchesjson6902", "patchesstrategicmerge"))
_REFERENCES = frozenset(("$ref", "$dynamicRef", "$recursiveRef"))


class Beyond(NamedTuple):
    """Why something is not rendered: the file with the fault, absolute, and what is wrong."""

    path: str
    detail: str


def of_chart(folder: str, values: Sequence[Path], within: Path) -> Beyond | None:
    """Return the first file of a chart through which Helm would read something else.

    :param values: further files of values; those that lie in the tree have to end there.
    :param within: the tree that may be read.
    """
    tree = os.path.realpath(within)
    for file in values:
        if kind_of(file) not in ("file", ""):
            return Beyond(str(file), "it is no regular file; the chart was not rendered")
        if lies_in(os.path.normpath(file), tree) and not lies_in(os.path.realpath(file), tree):
            return Beyond(str(file), f"the link {_OUTSIDE}")
    try:
        for entry in _entries(folder):
            fault = _entry_fault(entry, tree)
            if fault:
                return Beyond(entry.path, fault)
    except _Unlisted as error:
        return error.beyond
    return None


def of_schemas(folder: str) -> Beyond | None:
    """Return the first schema of a chart through which a Helm that checks values would read
    something else, or may: archives are not looked into. The chart itself is :func:`of_chart`'s."""
    try:
        for entry in _entries(folder):
            if entry.name == "values.schema.json" and _leads_on(entry.path):
                detail = f"the schema {_ELSEWHERE}; the chart was not rendered"
                return Beyond(entry.path, detail)
            if entry.name.endswith(".tgz"):
                return Beyond(entry.path, f"it may hold a schema that {_ELSEWHERE}; use Helm 3.16")
    except _Unlisted as error:
        return error.beyond
    return None


class _Unlisted(Exception):
    """A chart cannot be listed to its end."""

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(detail)
        self.beyond = Beyond(path, detail)


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield all that is in a chart, each directory once; what is in one that is a link only after
    the link itself.

    :raises _Unlisted: when there is too much, or a directory cannot be read.
    """
    todo, seen = [folder], set[str]()
    count = 0
    while todo:
        at = todo.pop()
        real = os.path.realpath(at)
        if real in seen:
            continue
        seen.add(real)
        try:
            with os.scandir(at) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            detail = f"it cannot be read ({error.strerror}); it was not rendered"
            raise _Unlisted(at, detail) from None
        count += len(listed)
        if count > MOST_FILES:
            detail = f"the chart has more than {MOST_FILES} files and was not rendered"
            raise _Unlisted(folder, detail)
        for entry in listed:
            yield entry
            if entry.is_dir() and entry.name != _HISTORY:
                todo.append(entry.path)


def _entry_fault(entry: os.DirEntry[str], tree: str) -> str:
    """Say what is wrong with a file or directory of a chart; nothing when it may be read."""
    if entry.is_symlink():
        real = os.path.realpath(entry.path)
        if not lies_in(real, tree):
            return f"the link {_OUTSIDE}"
        if lies_in(os.path.realpath(os.path.dirname(entry.path)), real):  # noqa: PTH120
            return "the link leads back to where it is; it was not rendered"
    kind = kind_of(Path(entry.path))
    if kind == "other" and entry.is_symlink() and not os.path.exists(entry.path):  # noqa: PTH110
        return "the link leads to nothing; the chart was not rendered"
    return "it is no regular file; the chart was not rendered" if kind == "other" else ""


def _leads_on(schema: str) -> bool:
    """Say whether a JSON schema has references to something else than itself, or may have."""
    try:
        todo = [json.loads(read_regular(Path(schema), MAX_FILE_BYTES))]
    except (OSError, ValueError, RecursionError):
        return True
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            references = (node.get(key) for key in _REFERENCES)
            if any(isinstance(to, str) and not to.startswith("#") for to in references):
                return True
            todo += node.values()
        elif isinstance(node, list):
            todo += node
    return False


class _Name(NamedTuple):
    """What a kustomization names; the field is in lower case, as kustomize minds none."""

    field: str
    text: str


class _Unsure(Exception):
    """It cannot be told what a file names."""


def of_kustomization(path: str, within: Path) -> Beyond | None:
    """Return the first file through which kustomize would read something beyond the tree.

    :param within: the tree that may be read.
    """
    tree = os.path.realpath(within)
    todo, seen = [path], set[str]()
    while todo:
        file = todo.pop()
        if os.path.realpath(file) in seen:
            continue
        seen.add(os.path.realpath(file))
        if len(seen) > MOST_FILES:
            return Beyond(path, f"it has more than {MOST_FILES} files and was not rendered")
        try:
            names = _names(file)
        except _Unsure:
            return Beyond(file, "it cannot be told what it reads; it was not rendered")
        folder = os.path.dirname(file)  # noqa: PTH120
        for name in names:
            place = os.path.join(folder, name.text)  # noqa: PTH118
            fault = _name_fault(name, place, tree)
            if fault:
                return Beyond(file, fault)
            if name.field in _CONFIGURED and kind_of(Path(place)) == "file":
                todo.append(place)
            elif name.field in _ROOTS:
                inner = (os.path.join(place, own) for own in KUSTOMIZATIONS)  # noqa: PTH118
                todo += [own for own in inner if os.path.lexists(own)]
    return None


def _name_fault(name: _Name, place: str, tree: str) -> str:
    """Say what is wrong with something that a kustomization names; nothing when it may be read."""
    kind = kind_of(Path(place))
    if _URL.match(name.text) or (not kind and _REMOTE.match(name.text)):
        return "it lists what is not on this disk, and nothing is downloaded; not rendered"
    if kind == "other":
        return "it lists what is no regular file; it was not rendered"
    if kind and name.field in _ROOTS and not lies_in(os.path.realpath(place), tree):
        return f"what it lists {_OUTSIDE}"
    if kind == "directory" and name.field in _CONFIGURED:
        return "it is configured by a kustomization of its own; it was not rendered"
    return ""


def _names(file: str) -> list[_Name]:
    """Return what a kustomization, or the configuration of a plugin, names.

    :raises _Unsure: when it cannot be read for certain.
    """
    try:
        content = normal(read_regular(Path(file), MAX_FILE_BYTES))
    except OSError:
        raise _Unsure from None
    return list(_named(_bodies(content)))


def _bodies(content: bytes) -> list[Any]:
    """Return the documents of a text; kustomize may make another thing of what has a tag."""
    parsed = parse(content)
    if parsed.troubles or _TAGGED.search(content):
        raise _Unsure
    return [document.body for document in parsed.documents]


def _named(value: Any) -> Iterator[_Name]:
    todo = [value]
    while todo:
        node = todo.pop()
        if isinstance(node, list):
            todo += node
        elif isinstance(node, dict):
            for key, inner in node.items():
                field = key.lower()
                if field in _ROOTS or field in _FILES:
                    for item in inner if isinstance(inner, list) else [inner]:
                        yield from _paths(field, item)
                todo.append(inner)


def _paths(field: str, item: Any) -> Iterator[_Name]:
    """Yield the paths that a text may mean: ``key=path`` as it is and without its key. What a
    generator or transformer is configured with, and patches, may also stand there itself."""
    if not isinstance(item, str):
        return
    if "\n" in item and field in _CONFIGURED:
        yield from _named(_bodies(item.encode("utf-8", "replace")))
    elif "\n" not in item or field not in _PATCHES:
        yield _Name(field, item)
        _, equals, path = item.partition("=")
        if equals:
            yield _Name(field, path)
