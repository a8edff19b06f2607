"""One module directory: its files merged, blocks by kind and name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from auditor_terraform.syntax import AttributeSyntax, BlockSyntax, BodySyntax, FileSyntax

ResourceKey = tuple[str, str, str]
"""Mode (``managed``, ``data`` or ``ephemeral``), type and name."""
_Key = TypeVar("_Key")
_MODES = {"resource": "managed", "data": "data", "ephemeral": "ephemeral"}


@dataclass(slots=True)
class Configuration:
    """What the files of one directory declare, override files applied."""

    resources: dict[ResourceKey, BlockSyntax] = field(default_factory=dict)
    calls: dict[str, BlockSyntax] = field(default_factory=dict)
    variables: dict[str, BlockSyntax] = field(default_factory=dict)
    defaults: dict[str, list[AttributeSyntax]] = field(default_factory=dict)
    """All defaults of each variable, overridden ones too."""
    outputs: dict[str, BlockSyntax] = field(default_factory=dict)
    providers: dict[str, BlockSyntax] = field(default_factory=dict)
    """By name and alias: ``aws``, ``aws.west``."""
    locals: dict[str, AttributeSyntax] = field(default_factory=dict)
    local_blocks: list[BlockSyntax] = field(default_factory=list)
    requirements: dict[str, AttributeSyntax] = field(default_factory=dict)
    """What ``required_providers`` says, by the local name of the provider."""
    duplicates: list[BlockSyntax] = field(default_factory=list)
    """Blocks that declare again what another block declares; references mean the other."""

    def declared(self) -> Iterator[tuple[ResourceKey, BlockSyntax]]:
        """Yield every resource and data block, those that are declared twice too."""
        yield from self.resources.items()
        for block in self.duplicates:
            if block.type in _MODES:
                yield (_MODES[block.type], block.labels[0], block.labels[1]), block


def is_override(name: str) -> bool:
    """Tell whether a file's name makes it an override file."""
    stem = name.removesuffix(".json").removesuffix(".tf")
    return stem == "override" or stem.endswith("_override")


def provider_name(block: BlockSyntax) -> str:
    """Return name and alias of a provider block with one label."""
    alias = block.body.attributes.get("alias")
    name = block.labels[0]
    return name if alias is None else f"{name}.{alias.text.strip().strip(chr(34))}"


def _table(found: Configuration, block: BlockSyntax) -> tuple[dict[str, BlockSyntax], str] | None:
    if len(block.labels) != 1:
        return None
    if block.type == "provider":
        return found.providers, provider_name(block)
    tables = {"module": found.calls, "variable": found.variables, "output": found.outputs}
    table = tables.get(block.type)
    return None if table is None else (table, block.labels[0])


def _add(found: Configuration, block: BlockSyntax, override: bool) -> None:
    if block.type in _MODES and len(block.labels) == 2:
        key = (_MODES[block.type], block.labels[0], block.labels[1])
        _put(found.resources, key, block, found, override)
    elif block.type == "locals":
        found.local_blocks.append(block)
        found.locals.update(block.body.attributes)
    elif block.type == "terraform":
        for inner in block.body.blocks:
            if inner.type == "required_providers":
                found.requirements.update(inner.body.attributes)
    elif block.type == "check":
        for inner in block.body.blocks:
            if inner.type == "data":
                _add(found, inner, override)
    else:
        named = _table(found, block)
        if named is not None:
            table, name = named
            if block.type == "variable" and "default" in block.body.attributes:
                found.defaults.setdefault(name, []).append(block.body.attributes["default"])
            _put(table, name, block, found, override)


def _put(
    table: dict[_Key, BlockSyntax],
    key: _Key,
    block: BlockSyntax,
    found: Configuration,
    override: bool,
) -> None:
    present = table.get(key)
    if present is None:
        if not override:
            table[key] = block
    elif override:
        table[key] = _overridden(present, block)
    else:
        found.duplicates.append(block)


def _overridden(block: BlockSyntax, override: BlockSyntax) -> BlockSyntax:
    """Return the block with the attributes and block types of an override put in."""
    body = BodySyntax()
    body.attributes = {**block.body.attributes, **override.body.attributes}
    replaced = {_produces(inner) for inner in override.body.blocks} - {"lifecycle"}
    body.blocks = [inner for inner in block.body.blocks if _produces(inner) not in replaced]
    body.blocks += override.body.blocks
    return BlockSyntax(block.type, block.labels, block.place, body)


def _produces(block: BlockSyntax) -> str:
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type


def merge(files: Iterable[FileSyntax]) -> Configuration:
    """Merge the files of one directory, given in the order of their names."""
    found = Configuration()
    ordered = sorted(files, key=lambda syntax: is_override(syntax.file.rpartition("/")[2]))
    for syntax in ordered:
        override = is_override(syntax.file.rpartition("/")[2])
        for block in syntax.body.blocks:
            _add(found, block, override)
    return found
