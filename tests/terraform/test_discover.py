"""Root modules and plans are found in a tree, each once, and none is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from auditor_terraform.discover import find_roots

Tree = Callable[[Mapping[str, str | bytes]], Path]


def names(base: Path, found: list[Path]) -> list[str]:
    return [path.relative_to(base).as_posix() for path in found]


def call(source: str) -> str:
    return f'module "m" {{\n  source = "{source}"\n}}\n'


def test_directories_that_none_calls_are_roots(tree: Tree) -> None:
    base = tree(
        {
            "prod/main.tf": call("../modules/a"),
            "prod/other.tf": 'resource "x" "y" {}\n',
            "test/main.tf.json": '{"module": {"m": {"source": "../modules/b"}}}',
            "modules/a/main.tf": call("./inner") + call("terraform-aws-modules/vpc/aws"),
            "modules/a/inner/main.tf": "",
            "modules/b/main.tf": "",
            "modules/unused/main.tf": "",
            "not-a-module/readme.md": "",
        }
    )
    found = find_roots(base)
    assert names(base, found.roots) == ["modules/unused", "prod", "test"]
    assert found.plans == []
    assert found.troubles == []


def test_a_call_in_a_comment_or_a_heredoc_is_none(tree: Tree) -> None:
    base = tree(
        {
            "a/main.tf": '# module "m" {\n#   source = "../b"\n# }\n'
            '/* module "m" { source = "../b" } */\n'
            'locals {\n  text = <<EOT\nmodule "m" {\n  source = "../b"\n}\nEOT\n}\n'
            'resource "x" "y" {\n  source = "../b"\n}\n',
            "b/main.tf": "",
        }
    )
    assert names(base, find_roots(base).roots) == ["a", "b"]


def test_of_a_circle_that_none_calls_the_first_is_a_root(tree: Tree) -> None:
    base = tree(
        {
            "a/main.tf": call("../b"),
            "b/main.tf": call("../a"),
            "self/main.tf": call("./."),
            "c/main.tf": call("../d"),
            "d/main.tf": call("../e"),
            "e/main.tf": call("../d"),
        }
    )
    assert names(base, find_roots(base).roots) == ["a", "c", "self"]


def test_a_call_in_a_file_with_a_fault_still_counts(tree: Tree) -> None:
    base = tree({"a/main.tf": call("../b") + "resource {\n", "b/main.tf": ""})
    assert names(base, find_roots(base).roots) == ["a"]


def test_hidden_and_excluded_directories_are_passed_over(tree: Tree) -> None:
    base = tree(
        {
            "main.tf": "",
            ".terraform/modules/vpc/main.tf": "",
            ".git/main.tf": "",
            "node_modules/x/main.tf": "",
            "old/main.tf": "",
            "old/deep/main.tf": "",
            "keep/skip/main.tf": "",
        }
    )
    found = find_roots(base, ["old", "*/skip"])
    assert names(base, found.roots) == ["."]


def test_links_do_not_lead_in_circles_or_out_of_the_tree(tree: Tree, tmp_path: Path) -> None:
    base = tree({"tree/a/main.tf": "", "outside/main.tf": "", "docs/readme": ""}) / "tree"
    (base / "a" / "up").symlink_to("..")
    (base / "self").symlink_to(".")
    (base / "again").symlink_to(base / "a")
    (base / "out").symlink_to(tmp_path / "outside")
    (base / "docs").symlink_to(tmp_path / "docs")
    (base / "slash").symlink_to("/")
    (base / "broken.tf").symlink_to("nowhere")
    found = find_roots(base)
    assert names(base, found.roots) == [".", "a"]
    assert [(trouble.kind, trouble.place.file) for trouble in found.troubles] == [
        ("unsupported", "out")
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every directory")
def test_a_directory_that_may_not_be_read_is_a_trouble(tree: Tree) -> None:
    base = tree({"a/main.tf": "", "b/main.tf": ""})
    (base / "b").chmod(0)
    found = find_roots(base)
    (base / "b").chmod(0o700)
    assert [trouble.kind for trouble in found.troubles] == ["unreadable"]
    assert names(base, found.roots) == ["a"]


def test_a_directory_that_is_not_there_is_a_trouble(tmp_path: Path) -> None:
    found = find_roots(tmp_path / "none")
    assert [trouble.kind for trouble in found.troubles] == ["unreadable"]


def test_plans_are_recognised_by_their_content(tree: Tree) -> None:
    base = tree(
        {
            "plan.json": '{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{}}',
            "cut/any-name.json": '{\n  "format_version": "1.2",\n  "resource_changes": [',
            "state.json": '{"format_version":"1.0","terraform_version":"1.9.0","values":{}}',
            "package.json": '{"name": "x", "configuration": {}}',
            "schema.json": '{"format_version":"1.0","provider_schemas":{}}',
            "list.json": "[1]",
        }
    )
    assert names(base, find_roots(base).plans) == ["cut/any-name.json", "plan.json"]
