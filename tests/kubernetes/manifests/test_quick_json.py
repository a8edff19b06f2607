"""Reading JSON by its rows gives what reading the parser's events gives, or nothing at all."""

from __future__ import annotations

import json
import random
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from auditor_kubernetes.manifests.limits import MAX_DEPTH, MAX_NODES
from auditor_kubernetes.manifests.quick_json import read_json
from auditor_kubernetes.manifests.text import parse
from tests.kubernetes.manifests import test_quick

POD: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "a", "annotations": {}, "labels": {"app": "a", "it is": "quoted: #1"}},
    "spec": {
        "hostNetwork": False,
        "nodeName": None,
        "containers": [
            {
                "name": "c",
                "image": "example.com/c:1",
                "args": ["--x=1", "{{ y }}", ""],
                "ports": [{"containerPort": 80}, {"containerPort": 0.5}],
                "env": [],
            }
        ],
    },
}
LISTED = {"kind": "List", "apiVersion": "v1", "items": [POD, POD, [[], {}, [1, [2]]]]}


agrees = partial(test_quick.agrees, read=read_json)


def joined(text: str, chance: random.Random) -> str:
    """Return a text with some of its lines in one."""
    lines = text.split("\n")
    parts = [lines[0]]
    for before, line in pairwise(lines):
        apart = chance.random() < 0.6 or before.endswith('":')
        parts.append(f"\n{line}" if apart else line.strip(" "))
    return "".join(parts)


TAKEN = {
    "nothing in it": "{}",
    "nothing in a list": "[]",
    "blanks in what is empty": '{"a": { }, "b": [  ]}',
    "blanks around": '\n\n  {"a": 1}  \n\n',
    "two columns": json.dumps(LISTED, indent=2),
    "four columns": json.dumps(LISTED, indent=4) + "\n",
    "one column": json.dumps(LISTED, indent=1),
    "no columns": json.dumps(LISTED, indent=0),
    "wide": json.dumps(LISTED, indent=60),
    "one line": json.dumps(LISTED),
    "no blanks": json.dumps(LISTED, separators=(",", ":")),
    "some in a line": joined(json.dumps(LISTED, indent=2), random.Random(1)),
    "a bracket behind a bracket": '[{\n  "a": [{\n    "b": 1\n  }]\n}]\n',
    "blank lines": '{\n\n  "a": [\n\n    1,\n\n    2\n  ]\n\n}\n',
    "a blank before the colon": '{\n  "a" : 1,\n  "b" : {"c" : []}\n}',
    "escapes": r'["\n\t\b\f\r\"\\\/A\u003c\u2028\u0000", "\\u é😀"]',
    "keys that mean something": '{"<<": {"a": 1}, "": 2, "1": 3, "null": 4, "{{ x }}": 5}',
    "texts that look like values": '["1", "yes", "null", "~", "1.5", "- a", "a: b", "a #b", "{}"]',
    "words": "[true, false, null]",
    "whole numbers": f"[0, -0, 1, -17, {2**63}, {2**64 - 1}, {1 - 2**64}]",
    "large numbers": f"[{2**64}, -{2**64}, {'9' * 30}, {'9' * 100}, {'9' * 101}, {'9' * 5000}]",
    "fractions": "[0.5, 1.50, -0.0, 1e5, 1E-5, 1.5e+3, 1e-400, 123456789.123456789]",
    "fractions that stay text": f"[1e400, -1E400, 0.{'3' * 110}, 1.{'0' * 400}]",
    "long texts": json.dumps({"a": "x" * 199, "b": ["x" * 200, "x" * 401], "k" * 160: "x" * 900}),
    "letters": '{"é": "ü", "日本": ["😀"]}',
    "deepest": "[" * MAX_DEPTH + "]" * MAX_DEPTH,
}

LEFT = {
    "nothing": "",
    "blanks": " \n ",
    "a text alone": '"a"',
    "a number alone": "1",
    "a key twice": '{\n  "a": 1,\n  "a": 2\n}',
    "a key twice in a line": '{"a": 1, "b": {"c": [1], "c": []}}',
    "a key that two escapes spell": r'{"a": 1, "\u0061": 2}',
    "two documents": '{"a": 1}\n---\n{"b": 2}',
    "a marker": '---\n{"a": 1}',
    "two values": '{"a": 1} {"b": 2}',
    "more behind it": '{"a": 1} b',
    "a colon behind it": '{"a": 1}: b',
    "a comment": '{"a": 1} # b',
    "a comment within": '{\n  // a\n  "b": 1\n}',
    "not closed": '{"a": [1',
    "closed otherwise": '{"a": [1}]',
    "a comma at the end": '{"a": 1,}',
    "a comma first": '{\n  "a": 1\n  , "b": 2\n}',
    "a comma too many": "[1,, 2]",
    "no comma": '["a" "b"]',
    "a key alone": '{"a"}',
    "a value below its key": '{\n  "a":\n    1\n}',
    "a colon below its key": '{\n  "a"\n    : 1\n}',
    "an empty list in two lines": '{\n  "a": [\n  ]\n}',
    "keys without quotes": "{a: 1}",
    "single quotes": "{'a': 'b'}",
    "texts without quotes": '{"a": b}',
    "an anchor": '{"a": &x 1}',
    "a tag": '{"a": !!str 1}',
    "a template": "{{ .a }}",
    "a template within": '{"a": {{ .b }}}',
    "a template around": '{{ if .a }}\n{"b": 1}\n{{ end }}',
    "a zero first": "[01]",
    "a sign": "[+1]",
    "no fraction": "[1.]",
    "no number": "[NaN, Infinity]",
    "an unknown escape": r'["\q"]',
    "an escape of YAML": r'["\x41"]',
    "a pair of surrogates": r'["\ud83d\ude00"]',
    "half a pair of surrogates": r'["\uD83D"]',
    "a tab between": '{\t"a": 1}',
    "a tab before": '{\n\t"a": 1\n}',
    "a tab in a text": '["a\tb"]',
    "a newline in a text": '["a\n  b"]',
    "a carriage return alone": '{\r"a": 1}',
    "a byte order mark": '\ufeff{"a": 1}',
    "a byte order mark within": '["\ufeff"]',
    "a next line": '["a\x85b"]',
    "a line separator": '["a\u2028b"]',
    "a control character": '["\x01"]',
    "a delete": '["\x7f"]',
    "no character": '["\ufffe"]',
    "a long key": json.dumps({"k" * 161: 1}),
    "a key far from its colon": '{"a"' + " " * 1100 + ": 1}",
    "too deep": "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
    "much too deep": "[" * 200_000,
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_certain_is_read(name: str) -> None:
    assert agrees(TAKEN[name])
    assert agrees(TAKEN[name].replace("\n", "\r\n"), 7)


@pytest.mark.parametrize("name", LEFT)
def test_what_is_not_certain_is_left(name: str) -> None:
    assert read_json(LEFT[name], 0, MAX_NODES) is None


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_may_have_as_many_nodes_as_it_may(name: str) -> None:
    found = read_json(TAKEN[name], 0, MAX_NODES)
    assert found is not None
    assert agrees(TAKEN[name], 0, found.nodes)
    assert not agrees(TAKEN[name], 0, found.nodes - 1)


@pytest.mark.parametrize(
    "text",
    [
        "[" + "0," * 600_000 + "0]",
        "[" + "{}," * 600_000 + "0]",
        "[" * 90 + "0," * 200_000 + "0" + "]" * 90,
        f'["{"x" * 6_000_000}"]',
    ],
    ids=["many numbers", "many mappings", "much indentation", "a very long text"],
)
def test_what_would_take_much_memory_is_left(text: str) -> None:
    assert read_json(text, 0, MAX_NODES) is None


def test_json_is_read_whatever_its_layout() -> None:
    text = '\n[{"apiVersion": "v1", "kind": "Pod"},\n {"spec":\n  {"a": 1e3}}]\n'
    found = parse(text.encode(), json=True)
    assert found.troubles == []
    assert [one.lines for one in found.documents] == [(2, 4)]
    assert found.documents[0].body.lines == [(2, 2), (3, 4)]


CHANGES = [
    " ", "\n", "\t", ":", ",", "[", "]", "{", "}", '"', "\\", "/", "#", "-", "0", "1e5", "null",
    '"a": 1, ', '"<<": {"a": 1}, ', "\\ud83d", "\\u00e9", "&a ", "*a", "!!str ", "\x85", "\r", "é",
    "\n---\n", "\n...\n", "'", "true", "~", "{{ x }}",
]  # fmt: skip
LAYOUTS: list[dict[str, Any]] = [
    {"indent": 2}, {"indent": 4}, {"indent": 0}, {}, {"separators": (",", ":")},
    {"separators": (",\n", ": ")}, {"indent": 2, "separators": (" ,", " : ")},
]  # fmt: skip


def changed(text: str, chance: random.Random) -> str:
    """Return a text with a few signs of it put in, taken out or written twice."""
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(len(text) + 1)
        lines = text.split("\n")
        match chance.randrange(4):
            case 0:
                text = text[:at] + chance.choice(CHANGES) + text[at:]
            case 1:
                text = text[:at] + text[at + chance.randint(1, 3) :]
            case 2:
                lines.insert(chance.randrange(len(lines)), chance.choice(lines))
                text = "\n".join(lines)
            case _:
                del lines[chance.randrange(len(lines))]
                text = "\n".join(lines)
    return text


def test_manifests_with_faults_are_read_alike_or_left() -> None:
    chance = random.Random(4)
    read = 0
    for _ in range(3000):
        text = json.dumps(POD, **chance.choice(LAYOUTS), ensure_ascii=chance.random() < 0.5)
        read += agrees(changed(joined(text, chance), chance))
    assert read > 300


TEXTS = [
    "", "a", "b", "c", "name", "<<", "{{ x }}", "a: b", "a #b", "\n", "é", "😀", '"', "\\",
    "\u2028", "\x7f", "yes", "1", " :", "  :", "x" * 199, "x" * 200, "x" * 401, "k" * 160,
    "k" * 161,
]  # fmt: skip
OTHERS = [
    "0", "-0", "01", "17", "1.50", "0.0", "-0.0", "1e5", "1E+5", "1e-400", "1e400", "9" * 30,
    str(2**64), str(2**64 - 1), str(-(2**64)), "0." + "3" * 98, "0." + "3" * 99, "null", "true",
    "false", "~",
]  # fmt: skip
BLANKS = ["", "", "", "", " ", "\n", "\n  ", " \r\n\n "]
COLONS = [":", ":", ":", ": ", ": ", ": ", " : ", ":\n"]
DEEPEST = 4


def collection(chance: random.Random, depth: int) -> str:
    """Return a collection with blanks anywhere."""
    keyed = chance.random() < 0.5
    parts: list[str] = []
    for _ in range(chance.randint(0, 3)):
        key = f"{text(chance)}{chance.choice(COLONS)}" if keyed else ""
        below = depth < DEEPEST and chance.random() < 0.6
        if below:
            value = collection(chance, depth + 1)
        else:
            value = text(chance) if chance.random() < 0.5 else chance.choice(OTHERS)
        parts.append(f"{chance.choice(BLANKS)}{key}{value}{chance.choice(BLANKS)}")
    return f"{{{','.join(parts)}}}" if keyed else f"[{','.join(parts)}]"


def text(chance: random.Random) -> str:
    """Return a text, quoted."""
    return json.dumps(chance.choice(TEXTS), ensure_ascii=chance.random() < 0.7)


def test_values_of_any_kind_are_read_alike_or_left() -> None:
    chance = random.Random(4)
    read = [agrees(collection(chance, 0), chance.choice([0, 3])) for _ in range(5000)]
    assert sum(read) > 1500
