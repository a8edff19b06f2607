"""A file that is read in one pass reads as tree-sitter reads it; all others are its to judge."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from auditor_terraform.faults import read_faulty
from auditor_terraform.syntax import BodySyntax, FileSyntax, parse_structure

HERE = Path(__file__).parent
FILES = sorted(HERE.rglob("*.tf"))
PIECES = (
    "\n", '"', "{", "}", "(", ")", "[", "]", "=", "${", "%{", "~", "\\", "#", "//", "/*", "*/",
    ",", ".", "?", ":", "-", "!", "<<EOT\n", "EOT\n", " ", "\r\n", "é", "a", "1", "for", "in",
    "...", "[*]", "=>", "==", "|", "\0", "\x0b", "$", "a = 1\n", 'b "x" {\n', "::",
)  # fmt: skip


def shape(body: BodySyntax) -> Any:
    attributes = [(item.name, item.text, item.place) for item in body.attributes.values()]
    return attributes, [(b.type, b.labels, b.place, shape(b.body)) for b in body.blocks]


def by_tree_sitter(source: bytes) -> FileSyntax:
    syntax = FileSyntax("main.tf", source)
    read_faulty(syntax, source)
    return syntax


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.choice((1, 1, 2, 3))):
        at = chance.randrange(len(text) + 1)
        taken = chance.choice((0, 0, 1, 3))
        text = text[:at] + chance.choice((*PIECES, "")) + text[at + taken :]
    return text


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HERE)))
def test_the_same_is_read_of_a_file_and_of_what_typing_errors_make_of_it(path: Path) -> None:
    chance = random.Random(str(path.relative_to(HERE)))
    text = path.read_text()
    for written in (text, *(mutated(text, chance) for _ in range(20))):
        source = written.encode()
        read, expected = parse_structure(source, "main.tf"), by_tree_sitter(source)
        assert read.troubles == expected.troubles
        assert shape(read.body) == shape(expected.body)


@pytest.mark.parametrize(
    "text",
    [
        'a = "\\q"\n',
        'a = "x" b = 1\n',
        "a = 1\na = 2\n",
        "a {\n",
        "a = [for datin x : y]\n",
        "a = b c\n",
        "a = 1,\n",
        "}\n",
    ],
)
def test_a_file_with_a_fault_is_never_taken_for_whole(text: str) -> None:
    assert parse_structure(text.encode(), "main.tf").troubles
