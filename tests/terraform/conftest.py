"""Small Terraform trees written, loaded and evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from auditor_resources.model import Estate, Value
from auditor_terraform.evaluate import Module
from auditor_terraform.expressions import parse_expression
from auditor_terraform.modules import load_root
from auditor_terraform.variables import Inputs
from auditor_terraform.world import World

Tree = Callable[[Mapping[str, str | bytes]], Path]
Load = Callable[..., Estate]
Evaluate = Callable[[str], Value]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Write files into a directory and return it."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


@pytest.fixture
def load(tree: Tree) -> Load:
    """Write files (one string: ``main.tf``) and load the directory as a root module."""

    def read(files: str | Mapping[str, str | bytes], root: str = ".", **given: str) -> Estate:
        base = tree({"main.tf": files} if isinstance(files, str) else files)
        return load_root(base / root, base, Inputs(vars=given))

    return read


@pytest.fixture
def evaluate(tmp_path: Path) -> Evaluate:
    """Evaluate one expression in an empty module."""

    def value(text: str) -> Value:
        world = World(tmp_path, tmp_path)
        return parse_expression(text).evaluate(Module(world, tmp_path, "", {}).scope)

    return value
