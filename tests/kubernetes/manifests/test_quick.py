"""Reading line by line gives what reading the parser's events gives, or nothing at all."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_kubernetes.manifests.limits import MAX_DEPTH, MAX_NODES
from auditor_kubernetes.manifests.quick import Quick, read_quickly
from auditor_kubernetes.manifests.quick_lines import Lines
from auditor_kubernetes.manifests.reading import Reader
from auditor_kubernetes.manifests.text import parse
from auditor_objects.model import Map, Seq

ROOT = Path(__file__).parents[3]
FILES = sorted(
    path
    for folder in ("examples", "tests", "auditor", "ci", "plugins")
    for path in (ROOT / folder).rglob("*.y*ml")
)


def spelt(value: Any) -> Any:
    """Everything that can be told of a value: types, order and lines."""
    if type(value) is Map:
        inner = [(key, value.lines[key], spelt(value[key])) for key in value]
        return "Map", list(value.lines), inner
    if type(value) is Seq:
        return "Seq", value.lines, [spelt(inner) for inner in value]
    return type(value), repr(value)


def agrees(
    text: str,
    offset: int = 0,
    budget: int = MAX_NODES,
    read: Callable[[str, int, int], Quick | None] = read_quickly,
) -> bool:
    """Say whether a text is read; if so, both ways must give the same."""
    quick = read(text, offset, budget)
    if quick is None:
        return False
    reader = Reader(text, offset, budget)
    documents = reader.documents()
    assert [(spelt(one.body), one.lines) for one in quick.documents] == [
        (spelt(one.body), one.lines) for one in documents
    ]
    assert quick.nodes == reader.nodes
    assert reader.troubles == []
    return True


TAKEN = {
    "nothing": "",
    "a newline": "\n",
    "comments only": "# a\n\n  # b\n",
    "no newline at the end": "a: 1",
    "empty values": "a:\nb:\n  c:\nd: # why\ne:   \n",
    "scalars": "a: 1\nb: yes\nc: ~\nd: 0644\ne: 1.50\nf: x y\ng: 2026-01-01\nh: .inf\ni: null\n",
    "keys that look like values": "1: a\ntrue: b\n~: c\n1.50: d\nnull: e\n",
    "keys with signs": "a.b/c-d_e: 1\n$x: 2\na b: 3\n-x: 4\na[0]: 6\na,b: 7\n",
    "a colon within": "a:b: c\nd: e:f\ng: http://h:1/i\nj::  k\n",
    "a hash within": "a#b: c#d\ne: f#\n",
    "comments behind": "a: b # c: d\ne: 'f' # g\nh: [i] # j\nk: |  # l\n  m\nn: # o\n",
    "a comment with tabs": "a: 1\n#\tb\n",
    "quoted": "a: 'it''s'\nb: \"x\"\nc: ''\nd: \"\"\n'e': 1\n\"f g\": 2\n'h: i': 3\n",
    "quoted signs": "a: '# x: y'\nb: \"{}\"\nc: '- d'\ne: \"f: g\"\n",
    "escapes": 'a: "x\\n\\t\\"\\\\\\x41\\u00e9\\U0001f600\\r\\ "\n"b\\n": 1\n',
    "deeper": "a:\n  b:\n      c: 1\n  d: 2\ne: 3\n",
    "all of it indented": "  a: 1\n  b:\n   c: 2\n",
    "sequence": "- a\n- 1\n-\n- # c\n- 'x'\n- b\n",
    "sequence of mappings": "- a: 1\n  b: 2\n-   c: 3\n    d:\n      e: 4\n-\n  f: 5\n",
    "sequences in sequences": "- - a\n  - b\n- - - c\n- -\n-\n  - d\n",
    "a sequence under its key": "a:\n- b\n- c:\n  - d\n  e: 1\nf: 2\n",
    "a sequence further in": "a:\n  - b\n\n  # c\n  - d\ne:\n    - f\n",
    "a null before a dash": "a:\n  - b:\n  - c:\n",
    "literal": "a: |\n  b\n   c\n\n  d\ne: 1\n",
    "newlines at the end": "a: |\n  b\n\n\nc: |-\n  d\n\ne: |+\n  f\n\n\ng: |+\n  h\n \n\n",
    "literal without a newline at the end": "a: |\n  b",
    "literal and spaces at the end": "a: |+\n  b\n  \n   \n ",
    "literal after blank lines": "a: |\n\n \n  b\n",
    "literal with signs": "a: |\n  - b: c\n  # d\n  ---\n  {{ e }}\n  \tf\n# g\n",
    "literal in a sequence": "- |\n  a\n- b: |\n    c\n  d: 1\n",
    "folded": "a: >\n  b\n  c\n\n  d\n   e\n  f\n\n\n   g\n\n  h\nj: >-\n  k\n\n",
    "a text of several lines": "a: b\n  c\n\n\n  - d [\n   'e #f\n  #g\nh: 1\n  2 \n\n",
    "a text below its key": "a:\n  b c\nd:\n  e\n\n  f\ng:\n\n    h\n",
    "a text below its dash": "-\n  a\n- b\n  c\n- - d\n   e\n",
    "quoted on several lines": "a: 'b\n  c''\n\n  d'\ne:\n  \"f\"\n",
    "escaped newlines": "a: \"b\n  c\\n\\\n  \\ d \\\n\n  e\\\\\n  \"\n",
    "flow": "a: []\nb: {}\nc: [1, 'x', \"y\", z]\nd: {e: 1, 'f': [g, {h: i}]}\n",
    "flow in a sequence": "- []\n- {a: b}\n- [[c], {}]\n- d: [--e=f, -g]\n",
    "flow texts": "a: [x y, 10.0.0.0/8, a:b, $x, 1.5, ~, a@b]\n",
    "documents": "a: 1\n---\nb: 2\n--- # c\n---\n\n---\nd: 3\n",
    "ended documents": "---\na: 1\n...\n# b\n---\nc: 2\n...\n",
    "a marker first": "# a\n---\n- b\n",
    "carriage returns": "a: 1\r\nb: |\r\n  c\r\n  d\r\n---\r\n- e\r\n",
    "long texts": f"a: {'x' * 900}\n{'k' * 450}: 'y'\nb: [{'z' * 401}]\nc: |\n  {'v' * 999}\n",
    "letters": "é: ü\na: 日本\nb: 😀\n",
    "deepest": "".join(f"{' ' * n}a:\n" for n in range(MAX_DEPTH)),
}  # fmt: skip

LEFT = {
    "an anchor": "a: &x 1\n",
    "an alias": "a: *x\n",
    "a tag": "a: !!str 1\n",
    "a merge": "<<: {a: 1}\n",
    "a complex key": "? a\n: b\n",
    "an empty key": ": a\n",
    "a key twice": "a: 1\na: 2\n",
    "a key twice in a flow": "a: {b: 1, b: 2}\n",
    "a directive": "%YAML 1.1\n---\na: 1\n",
    "a tab before a key": "a:\n\tb: 1\n",
    "a tab in a line": "a:\t1\n",
    "a tab in a text of blanks": "a: |\n  b\n\t\nc: 1\n",
    "a tab before the first line of a literal": "a: |\n  \tb\n",
    "a key within a value": "a: b: c\n",
    "a key behind a text": "a: b\n  c: d\n",
    "a key below a text": "a: b\n c:\n",
    "a dash within a value": "a: - b\n",
    "a space before the colon": "a : b\n",
    "a text that is no key": "a: 1\nb\n",
    "a text alone": "abc\n",
    "a flow alone": "[a]\n",
    "JSON": '{"a": 1}\n',
    "a flow that goes on": "a: [b,\n  c]\n",
    "a flow that is not closed": "a: [b\n",
    "a flow with more behind it": "a: [b] c\n",
    "a flow as a key": "{a: b}: c\n",
    "a template": "a: {{ .b }}\n",
    "a pair in a list": "a: [b: c]\n",
    "a key alone in a flow": "a: {b}\n",
    "a comma at the end": "a: [b, ]\n",
    "a comma too many": "a: [b,, c]\n",
    "quotes with more behind them": "a: 'b' c\n",
    "quotes with a comment at once": "a: 'b'#c\n",
    "quotes that are not closed": "a: 'b\nc: 1\n",
    "an unknown escape": 'a: "\\q"\n',
    "half a pair of surrogates": 'a: "\\ud83d"\n',
    "a reserved sign": "a: @b\n",
    "a percent sign": "a: %b\n",
    "a bracket": "a: ]\n",
    "indented less than its first": "  a: 1\n b: 2\n",
    "between two columns": "a:\n    b: 1\n  c: 2\n",
    "a dash among keys": "a: 1\n- b\n",
    "a key among dashes": "- a\nb: 1\n",
    "a dash behind a sequence further in": "a:\n  - b\n- c\n",
    "a literal with its indentation": "a: |2\n  b\n",
    "a literal without lines": "a: |\nb: 1\n",
    "a literal that begins further in": "a: |\n    \n  b\n",
    "a text behind the marker": "--- a\n",
    "a mapping behind the marker": "--- {a: b}\n",
    "an end without a document": "...\na: 1\n",
    "more behind the end": "a: 1\n...\nb: 2\n",
    "a text behind a comment": "a: b # c\n  d\n",
    "a text below its key before a comment": "a:\n  b # c\n",
    "a text beyond a comment": "a: b\n  # c\n  d\n",
    "a text behind a literal": "a: |\n    b\n  c\n",
    "a carriage return alone": "a: 1\rb: 2\n",
    "a byte order mark": "\ufeffa: 1\n",
    "a line separator": "a: b\u2028c\n",
    "a next line": "a: b\x85c\n",
    "a control character": "a: \x01\n",
    "a control character in a comment": "# \x01\n",
    "a control character in a literal": "a: |\n  \x01\n",
    "a long key": f"{'k' * 1030}: 1\n",
    "too deep": "".join(f"{' ' * n}a:\n" for n in range(MAX_DEPTH)) + " " * MAX_DEPTH + "b: 1\n",
    "dashes": "- " * 30 + "a\n",
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_certain_is_read(name: str) -> None:
    assert agrees(TAKEN[name])
    assert agrees(TAKEN[name].replace("\n", "\r\n") if "\r" not in TAKEN[name] else "", 7)


@pytest.mark.parametrize("name", LEFT)
def test_what_is_not_certain_is_left(name: str) -> None:
    assert read_quickly(LEFT[name], 0, MAX_NODES) is None
    assert read_quickly(f"x: 1\n---\n{LEFT[name]}", 0, MAX_NODES) is None


@pytest.mark.parametrize("name", [*TAKEN, *LEFT])
def test_all_beginnings_of_a_text_are_read_alike(name: str) -> None:
    text = (TAKEN | LEFT)[name]
    for end in range(0, len(text), 1 + len(text) // 200):
        agrees(text[:end])


@pytest.mark.parametrize(
    "text", [TAKEN["deeper"], TAKEN["flow"], TAKEN["long texts"], "---\n---\n"]
)
def test_a_file_may_have_as_many_nodes_as_it_may(text: str) -> None:
    found = read_quickly(text, 0, MAX_NODES)
    assert found is not None
    assert not agrees(text, 0, found.nodes - 1)
    most = max(found.nodes, 2 * text.count("\n") + 2)
    assert agrees(text, 0, most)


def test_what_a_file_says_of_its_lines_does_not_depend_on_how_it_is_read() -> None:
    text = "a: 1\n---\nb:\n- c\n"
    plain, odd = parse(text.encode()), parse(b"x: &y 1\n---\n" + text.encode())
    assert [one.lines for one in plain.documents] == [(1, 1), (3, 4)]
    assert [one.lines for one in odd.documents] == [(1, 1), (3, 3), (5, 6)]


def test_manifests_of_this_repository_are_read_alike() -> None:
    read = [agrees(path.read_text()) for path in FILES]
    assert sum(read) > 0.9 * len(read) > 500


def test_only_so_many_lines_are_remembered() -> None:
    known = Lines()
    for number in range(20_000):
        assert known[f"a{number}: 1"][2] == f"a{number}"
    known.trim()
    assert len(known) < 10_000
    assert known["a: " + "x" * 500][3] == "x" * 500
    assert len(known) < 10_000
    assert not any(len(line) > 200 for line in known)


SIGNS = "ab1 :#-?,[]{}&*!|>'\"%@`\\~=<\n\t.é"
texts = st.text(alphabet=SIGNS, max_size=12)
names = st.sampled_from(["a", "b", "c d", "'e'", '"f"', "g.h/i", "-j", "1", "k:l", "<<", "m "])
scalars = st.one_of(
    texts,
    texts.map(lambda text: "'" + text.replace("'", "''") + "'"),
    texts.map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'),
    st.sampled_from(
        ["", "x", "1", "yes", "[]", "{}", "[a, 'b', 1]", "{a: b, c: [d]}", "|", "|-", ">", ">+",
         "x y", "# z", "x # y", "- x", "&a x", "0x1F", "x: y", '"\\n"', "{{ x }}"]
    ),
)  # fmt: skip
blanks = st.sampled_from(["", "", "", "", "\n", "  \n", "# x\n", "      # y\n", " \t\n"])


@st.composite
def manifests(draw: st.DrawFn) -> str:
    """Lines as manifests have them, some of them out of place."""
    lines: list[str] = []
    indents = [0]
    for _ in range(draw(st.integers(1, 12))):
        lines.append(draw(blanks))
        indent = draw(st.sampled_from(indents))
        dashes = draw(st.sampled_from(["", "", "", "- ", "- ", "-  ", "- - "]))
        colon = draw(st.sampled_from([": ", ": ", ": ", ":", ":  ", " : ", ""]))
        name = draw(names) if colon or draw(st.booleans()) else ""
        lines.append(f"{' ' * indent}{dashes}{name}{colon}{draw(scalars)}\n")
        indents = [*indents[-2:], indent, indent + len(dashes), indent + 2, indent + 4]
        if draw(st.integers(0, 9)) == 0:
            lines.append(draw(st.sampled_from(["---\n", "...\n", "--- # x\n", "--- x\n"])))
            indents = [0]
    text = "".join(lines)
    return text if draw(st.booleans()) else text[:-1]


calm = settings(max_examples=800, deadline=None, derandomize=True, database=None)


@calm
@given(manifests(), st.sampled_from([0, 3]))
def test_lines_of_any_kind_are_read_alike_or_left(text: str, offset: int) -> None:
    agrees(text, offset)


@calm
@given(st.text(alphabet=SIGNS, max_size=60))
def test_signs_of_any_kind_are_read_alike_or_left(text: str) -> None:
    agrees(text)
    agrees(f"a:\n  - b: {text}\n    c: 1\n")


PIECES = [
    " ", "  ", "\n", "\t", ":", ": ", " #", "- ", "? ", "'", '"', "\\", "[", "}", ", ", "&a ", "*a",
    "!t ", "|\n", ": >\n", "\n---\n", "\n...\n", "\r", "<<: ", "\n  x\n", "\n# x\n", "\x85",
]  # fmt: skip


def changed(text: str, chance: random.Random) -> str:
    """Return a text with a few pieces of it put in, taken out or moved."""
    for _ in range(chance.randint(1, 3)):
        lines = text.split("\n")
        at, line = chance.randrange(len(text) + 1), chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                text = text[:at] + chance.choice(PIECES) + text[at:]
                continue
            case 1:
                text = text[:at] + text[at + chance.randint(1, 3) :]
                continue
            case 2:
                lines[line] = " " * chance.randint(1, 3) + lines[line]
            case 3:
                lines[line] = lines[line].removeprefix(" " * chance.randint(1, 2))
            case _:
                del lines[line]
        text = "\n".join(lines)
    return text


def test_manifests_with_faults_are_read_alike_or_left() -> None:
    chance = random.Random(4)
    seeds = [text for path in FILES if len(text := path.read_text()) < 4000]
    assert sum(agrees(changed(chance.choice(seeds), chance)) for _ in range(3000)) > 500
