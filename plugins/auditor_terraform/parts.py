"""Files of one directory that are no module together.

Terraform refuses a directory in which two files declare the same thing; examples and
snippets are kept that way all the same. Such files are audited one by one, each with the
files that are in nobody's way, so that none of them is lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from auditor.facts import Origin
from auditor_resources.model import Place, Trouble
from auditor_terraform.cache import FileCache
from auditor_terraform.configuration import is_override, provider_name
from auditor_terraform.syntax import FileSyntax
from auditor_terraform.world import configuration_files

_NAMED = ("resource", "data", "ephemeral", "module", "variable", "output")


class Part(NamedTuple):
    """Files that are read together, and those of them whose content is told.

    ``files`` are names within the directory, ``wanted`` paths as places have them; None
    stands for all.
    """

    scope: str
    files: frozenset[str] | None = None
    wanted: frozenset[str] | None = None

    def tells(self, origin: Origin) -> bool:
        """Say whether a thing, or the outermost call that leads to it, is in a wanted file."""
        place = origin.calls[0] if origin.calls else origin.place
        return self.wanted is None or (place is not None and place.file in self.wanted)


def parts(
    directory: Path, base: Path, cache: FileCache, scope: str, only: str
) -> tuple[list[Part], list[Trouble]]:
    """Return the parts of a root module: one, unless its files are in each other's way.

    :param only: the name of the one file whose content is told; empty for all.
    """
    try:
        paths = configuration_files(directory)
    except OSError:
        return [Part(scope)], []
    names = {path.name: os.path.relpath(path, base).replace(os.sep, "/") for path in paths}
    syntaxes = {name: cache.load(directory / name, file) for name, file in names.items()}
    clashes = _clashes(syntaxes)
    wanted = frozenset((names.get(only, only),)) if only else None
    if not clashes:
        return [Part(scope, None, wanted)], []
    common = frozenset(names) - clashes.keys()
    found = [Part(scope, common, frozenset(names[name] for name in common))] if common else []
    for name in sorted(clashes):
        own = names[name]
        found.append(Part(own, common | {name}, frozenset((own,))))
    if only:
        found = [part for part in found if part.wanted and names.get(only) in part.wanted]
        found = [part._replace(wanted=wanted) for part in found]
    first = min(clashes)
    detail = (
        f"{clashes[first]} is declared in several files, which are no module together; "
        f"{len(clashes)} files were audited one by one"
    )
    return found, [Trouble("unparsable", Place(names[first], 1, 1), detail)]


def _clashes(syntaxes: dict[str, FileSyntax]) -> dict[str, str]:
    """Return what each file declares that another declares too, by file name."""
    owner: dict[str, str] = {}
    found: dict[str, str] = {}
    for name, syntax in sorted(syntaxes.items()):
        if is_override(name):
            continue
        for declared in _declared(syntax):
            earlier = owner.setdefault(declared, name)
            if earlier != name:
                found.setdefault(earlier, declared)
                found.setdefault(name, declared)
    return found


def _declared(syntax: FileSyntax) -> Iterator[str]:
    for block in syntax.body.blocks:
        if block.type in _NAMED:
            kind = () if block.type == "resource" else (block.type,)
            yield ".".join((*kind, *block.labels))
        elif block.type == "provider" and len(block.labels) == 1:
            yield f"provider.{provider_name(block)}"
        elif block.type == "locals":
            yield from (f"local.{name}" for name in block.body.attributes)
