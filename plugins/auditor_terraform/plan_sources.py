"""The configuration files that lie beside a plan document: places for what it lists."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from auditor_resources.model import Place
from auditor_terraform.configuration import Configuration
from auditor_terraform.plan_document import object_at, text_at
from auditor_terraform.syntax import BlockSyntax
from auditor_terraform.world import World

MODULE_STEP = re.compile(r'module\.([\w-]+)(\[(?:[0-9]+|"(?:[^"\\]|\\.)*")\])?\.?')
_ADDRESS = re.compile(rb'"address"\s*:\s*"((?:[^"\\]|\\.)*)"')


def module_names(address: str) -> tuple[str, ...]:
    """Return the names of the module calls in a module's address, indices left out."""
    return tuple(found[1] for found in MODULE_STEP.finditer(address))


class PlanSources:
    """Finds the block a plan's resource comes from.

    :param path: the plan document.
    :param calls: ``configuration.root_module`` of the plan.
    """

    def __init__(self, path: Path, base: Path, calls: Mapping[str, Any], content: bytes) -> None:
        self.world = World(path.parent, base)
        self.file = self.world.label(path)
        self._root = calls
        self._content = content
        self._configurations: dict[tuple[str, ...], Configuration | None] = {}
        self._lines: dict[str, int] | None = None

    def configuration(self, names: tuple[str, ...]) -> Configuration | None:
        """Return the configuration of the module that these calls lead to, if it is on disk."""
        if names not in self._configurations:
            directory = self._directory(names)
            found = None
            if directory is not None:
                try:
                    found = self.world.configuration(directory)
                except OSError:
                    found = None
            self._configurations[names] = found
        return self._configurations[names]

    def _directory(self, names: tuple[str, ...]) -> Path | None:
        directory = self.world.root
        module = self._root
        for name in names:
            call = object_at(object_at(module, "module_calls"), name)
            source = text_at(call, "source")
            if not source.startswith(("./", "../")) or "\0" in source:
                return None
            directory = Path(os.path.normpath(directory / source))
            module = object_at(call, "module")
        return directory

    def block(self, module: str, mode: str, type: str, name: str) -> BlockSyntax | None:
        """Return the block of a resource, if its file is on disk."""
        found = self.configuration(module_names(module))
        return None if found is None else found.resources.get((mode, type, name))

    def calls(self, module: str) -> tuple[Place, ...]:
        """Return the places of the module calls that lead to a module."""
        names = module_names(module)
        places = []
        for depth, name in enumerate(names):
            found = self.configuration(names[:depth])
            block = None if found is None else found.calls.get(name)
            if block is not None:
                places.append(block.place)
        return tuple(places)

    def in_plan(self, address: str) -> Place:
        """Return the line of the plan document that names a changed resource."""
        if self._lines is None:
            self._lines = {}
            start = self._content.find(b'"resource_changes"')
            if start >= 0 and self._content.count(b"\n") > 1:
                line, at = 1, 0
                for found in _ADDRESS.finditer(self._content, start):
                    line += self._content.count(b"\n", at, found.start())
                    at = found.start()
                    text = found[1].decode("utf-8", "replace").replace('\\"', '"')
                    self._lines.setdefault(text, line)
        line = self._lines.get(address, 1)
        return Place(self.file, line, line)
