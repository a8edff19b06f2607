"""What the evaluation of one root module shares: files, limits, troubles, secrets."""

from __future__ import annotations

import os
from pathlib import Path

from auditor.files import lies_in
from auditor_resources.model import Place, Trouble, Unknown, Value
from auditor_resources.values import Failed, strings_in
from auditor_terraform.cache import FileCache, read_bytes
from auditor_terraform.configuration import Configuration, merge
from auditor_terraform.limits import MAX_CHAIN, MAX_READ_BYTES, Budget, Exhausted, allow_deep_calls
from auditor_terraform.nodes import Literal, Scope
from auditor_terraform.syntax import AttributeSyntax, FileSyntax

LEAST_SECRET = 4
"""Shorter strings are not registered as secrets: they would blot out ordinary text."""


class World:
    """One root module under evaluation.

    :param root: directory of the root module, which is also taken for the directory
        that Terraform runs in.
    :param base: directory that all paths are written relative to, and out of which
        no file function reads.
    :param files: names of the root module's configuration files that count; None for all.
    """

    def __init__(
        self,
        root: Path,
        base: Path,
        cache: FileCache | None = None,
        files: frozenset[str] | None = None,
    ) -> None:
        allow_deep_calls()
        self.root = root
        self.base = base
        self.cache = cache or FileCache()
        self._files = files
        self.budget = Budget()
        self.troubles: list[Trouble] = []
        self.sensitive: set[str] = set()
        self.sources: dict[str, bytes] = {}
        self.workspace = ""
        """Name of the workspace; empty when it is chosen when Terraform runs."""
        self.instances = 0
        """Instances of all blocks so far."""
        self._real_base = os.path.realpath(base)
        self._configurations: dict[str, Configuration] = {}
        self._depth = 0
        self._said: set[tuple[str, Place, str]] = set()

    def trouble(self, kind: str, place: Place, detail: str, address: str = "") -> None:
        """Record a part that could not be read, once."""
        key = (kind, place, detail)
        if key not in self._said:
            self._said.add(key)
            self.troubles.append(Trouble(kind, place, detail, address))

    def cycle(self, place: Place, what: str) -> Unknown:
        """Record that the value of ``what`` depends on itself."""
        detail = f"{what} depends on itself"
        self.trouble("cycle", place, detail)
        return Unknown(f"cycle: {detail}")

    def evaluate(self, attribute: AttributeSyntax, scope: Scope) -> Value:
        """Return the value of an attribute; what Terraform would refuse is Unknown."""
        if isinstance(attribute.node, Literal):
            return attribute.node.value
        cost = attribute.depth + 3
        if self._depth + cost > MAX_CHAIN:
            self.trouble("unresolved", attribute.place, "references nest too deeply")
            return Unknown("references nest too deeply")
        outermost = self._depth == 0
        if outermost:
            self.budget.begin()
        self._depth += cost
        try:
            return attribute.node.evaluate(scope)
        except Failed as failure:
            return Unknown(f"cannot be evaluated: {failure}", failure.refs)
        except Exhausted:
            self.trouble("unresolved", attribute.place, "the evaluation takes too many steps")
            return Unknown("too large: the evaluation takes too many steps")
        finally:
            self._depth -= cost
            if outermost:
                self.budget.end()

    def mark(self, value: Value) -> None:
        """Register the strings of a secret value."""
        for text in strings_in(value):
            if len(text) >= LEAST_SECRET:
                self.sensitive.add(text)

    def label(self, path: Path) -> str:
        """Return a path as places name it."""
        return os.path.relpath(path, self.base).replace(os.sep, "/")

    def relative(self, directory: Path) -> str:
        """Return a directory relative to the one Terraform runs in, as ``path.module`` is."""
        return os.path.relpath(directory, self.root).replace(os.sep, "/")

    def load(self, path: Path) -> FileSyntax:
        """Return a configuration file parsed, and record its bytes and troubles."""
        file = self.label(path)
        syntax = self.cache.load(path, file)
        if file not in self.sources:
            self.sources[file] = syntax.readable
            for found in syntax.troubles:
                self.trouble(found.kind, found.place, found.detail)
        return syntax

    def configuration(self, directory: Path) -> Configuration:
        """Return the merged configuration files of a directory."""
        key = str(directory)
        found = self._configurations.get(key)
        if found is None:
            paths = configuration_files(directory)
            if self._files is not None and directory == self.root:
                paths = [path for path in paths if path.name in self._files]
            files = [self.load(path) for path in paths]
            found = self._configurations[key] = merge(files)
            for block in found.duplicates:
                name = ".".join((block.type, *block.labels))
                self.trouble("unparsable", block.place, f"{name} is declared twice")
        return found

    def read(self, name: str) -> bytes:
        """Return the content of a file named in the configuration.

        :raises Failed: when there is none.
        :raises Withheld: when it lies outside the base or is too large.
        """
        path = self.root / name
        real = self.inside(name)
        if real is None:
            raise Withheld("it lies outside what is audited")
        content = read_bytes(Path(real), MAX_READ_BYTES)
        if isinstance(content, str):
            if os.path.lexists(path):
                raise Withheld(content)
            raise Failed("no such file")
        self.sources.setdefault(self.label(path), content)
        return content

    def inside(self, name: str) -> str | None:
        """Return the real path of a file or directory, or None when it is out of the base."""
        if "\0" in name:
            return None
        real = os.path.realpath(self.root / name)
        return real if lies_in(real, self._real_base) else None

    def exists(self, name: str) -> bool | Unknown:
        """Tell whether a file named in the configuration exists."""
        try:
            self.read(name)
        except Withheld as reason:
            return Unknown(str(reason))
        except Failed:
            return False
        return True


class Withheld(Exception):
    """A file is there, perhaps, but is not read."""


def configuration_files(directory: Path) -> list[Path]:
    """Return the ``.tf`` and ``.tf.json`` files of a directory by name.

    :raises OSError: when the directory cannot be listed.
    """
    return sorted(
        path
        for path in directory.iterdir()
        if path.name.endswith((".tf", ".tf.json")) and not path.name.startswith((".", "#", "~"))
    )
