"""YAML and JSON are read as Kubernetes reads them, with the lines of every value."""

from __future__ import annotations

import time
from typing import Any

import pytest
import yaml

from auditor_kubernetes.manifests import reading
from auditor_kubernetes.manifests.limits import MAX_DEPTH
from auditor_kubernetes.manifests.sniff import is_manifest, normal
from auditor_kubernetes.manifests.text import Parsed, parse
from auditor_objects.model import Map, Seq


def read(text: str | bytes, **options: Any) -> Parsed:
    return parse(normal(text.encode() if isinstance(text, str) else text), **options)


def value(text: str) -> Any:
    (document,) = read(text).documents
    return document.body


def lines(value: Any, path: str = "") -> dict[str, tuple[int, int]]:
    """Lines of all that a collection holds, by path."""
    found: dict[str, tuple[int, int]] = {}
    if type(value) is Map:
        for key, inner in value.items():
            found |= {f"{path}{key}": value.lines[key], **lines(inner, f"{path}{key}.")}
    elif type(value) is Seq:
        for number, inner in enumerate(value):
            at = f"{path}{number}"
            found |= {at: value.lines[number], **lines(inner, f"{at}.")}
    return found


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers that PyYAML may have."""
    if request.param == "python":
        monkeypatch.setattr(reading, "_parser", lambda: yaml.SafeLoader)


SAMPLE = """\
# a comment
apiVersion: v1
kind: Pod
metadata: {name: web,
  labels: {app: "1"}}
spec:
  containers:
  - name: web
    command: ["sh",
      "-c"]
    args:
    - |
      one
      two
  # a remark

  - name: side
    image:
  empty: {}
"""


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_entries_reach_from_their_key_to_the_end_of_their_value(ending: str) -> None:
    parsed = read(SAMPLE.replace("\n", ending))
    (document,) = parsed.documents
    assert document.lines == (2, 19)
    found = lines(document.body)
    assert {key: found[key] for key in found if not key.startswith("metadata.")} == {
        "apiVersion": (2, 2),
        "kind": (3, 3),
        "metadata": (4, 5),
        "spec": (6, 19),
        "spec.containers": (7, 18),
        "spec.containers.0": (8, 14),
        "spec.containers.0.name": (8, 8),
        "spec.containers.0.command": (9, 10),
        "spec.containers.0.command.0": (9, 9),
        "spec.containers.0.command.1": (10, 10),
        "spec.containers.0.args": (11, 14),
        "spec.containers.0.args.0": (12, 14),
        "spec.containers.1": (17, 18),
        "spec.containers.1.name": (17, 17),
        "spec.containers.1.image": (18, 18),
        "spec.empty": (19, 19),
    }
    assert found["metadata.labels"] == (5, 5)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("Yes", True),
        ("y", True),
        ("on", True),
        ("OFF", False),
        ("n", False),
        ("'yes'", "yes"),
        ('"1"', "1"),
        ("~", None),
        ("", None),
        ("Null", None),
        ("12", 12),
        ("+12", 12),
        ("-7", -7),
        ("1_000", 1000),
        ("0644", 0o644),
        ("0o17", 0o17),
        ("0x1F", 31),
        ("0b11", 3),
        ("08", 8.0),
        ("1.10", 1.1),
        ("1e3", 1000.0),
        (".5", 0.5),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1" * 30, float("1" * 30)),
        ("1" * 5000, "1" * 5000),
        ("1e999", "1e999"),
        ("190:20:30", "190:20:30"),
        ("2026-11-24", "2026-11-24"),
        ("2026-11-24T00:00:00Z", "2026-11-24T00:00:00Z"),
        ("=", "="),
        ("-", [None]),
        ("100m", "100m"),
        ("1.2.3", "1.2.3"),
        ("${REPLICAS}", "${REPLICAS}"),
        ("{{ .Values.replicas }}", "{{ .Values.replicas }}"),
        ("{{ .Values.x | default 1 }}", "{{ .Values.x | default 1 }}"),
        ("!!str 12", "12"),
        ('!!int "12"', 12),
        ("!!binary YQ==", "YQ=="),
        ("!vault x", "x"),
        ("!!python/object/apply:os.system [id]", ["id"]),
    ],
)
def test_scalars_mean_what_they_mean_to_kubernetes(written: str, meant: Any) -> None:
    found = value(f"a: {written}\n" if written != "-" else "a:\n-\n")["a"]
    assert found == meant
    assert type(found) is type(meant) or isinstance(meant, list)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1: a\ntrue: b\n~: c\non: d\n2.50: e\n", {"1": "a", "true": "b", "~": "c", "on": "d",
                                                    "2.50": "e"}),
        ("{{ .key }}: a\n", {"{{ .key }}": "a"}),
        ("? a\n: b\n", {"a": "b"}),
        ("a: &x {k: 1}\nb: *x\n", {"a": {"k": 1}, "b": {"k": 1}}),
        ("a: &k v\n*k : w\n", {"a": "v", "v": "w"}),
        ("a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  l: 3\n",
         {"a": {"k": 1, "l": 2}, "b": {"l": 3, "k": 1}}),
        ("a: &x {k: 1}\nb: &y {k: 2, m: 4}\nc:\n  <<: [*x, *y]\n",
         {"a": {"k": 1}, "b": {"k": 2, "m": 4}, "c": {"k": 1, "m": 4}}),
        ("'<<': 1\n", {"<<": 1}),
        ("a: &x 1\nb: &x 2\nc: *x\n", {"a": 1, "b": 2, "c": 2}),
    ],
)  # fmt: skip
def test_keys_anchors_and_merges(text: str, meant: Any) -> None:
    assert value(text) == meant
    assert read(text).troubles == []


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\xef\xbb\xbfa: 1\n", {"a": 1}),
        ("a: é\n".encode("utf-16"), {"a": "é"}),
        ("\ufeffa: é\n".encode("utf-16-be"), {"a": "é"}),
        ("a: 😀\n".encode(), {"a": "😀"}),
    ],
    ids=["utf-8 bom", "utf-16-le", "utf-16-be", "beyond the bmp"],
)
def test_encodings(content: bytes, found: Any) -> None:
    (document,) = read(content).documents
    assert document.body == found


GOOD = "apiVersion: v1\nkind: Pod\n"


@pytest.mark.parametrize(
    ("text", "kind", "line", "said"),
    [
        ("a: 1\n\tb: 2\n", "unparsable", 2, "tab"),
        ("a: b: c\n", "unparsable", 1, "mapping values"),
        ("a: [1\nb: 2\n", "unparsable", 2, "YAML"),
        ("a: \x00\n", "unparsable", 1, "character"),
        ("a: *x\n", "unparsable", 1, "alias"),
        ("a: &x\n  b: *x\n", "unparsable", 2, "alias"),
        ("a: 1\na: 2\n", "doubtful", 2, "a is written twice"),
        ("a:\n  <<: 1\n", "doubtful", 2, "<<"),
        ("? [1]\n: 2\n", "doubtful", 1, "collection"),
        ("a: " + "[" * (MAX_DEPTH + 1) + "\n", "too-large", 1, "levels"),
        (GOOD + "{{- if .x }}\na: 1\n{{- end }}\n", "template", 3, "render"),
        (GOOD + "a: {{ .x }}:latest\n", "template", 3, "render"),
    ],
)
@pytest.mark.parametrize("before", ["", GOOD + "---\n"], ids=["alone", "second"])
def test_a_fault_is_told_with_its_line_and_the_other_documents_are_read(
    text: str, kind: str, line: int, said: str, before: str
) -> None:
    parsed = read(f"{before}{text}---\n{GOOD}")
    offset = before.count("\n")
    (trouble,) = parsed.troubles
    assert (trouble.kind, trouble.line) == (kind, line + offset)
    assert said in trouble.detail
    sound = [item for item in parsed.documents if item.body == {"apiVersion": "v1", "kind": "Pod"}]
    assert len(sound) == (2 if before else 1)
    line_after = offset + text.count("\n") + 2
    assert sound[-1].lines == (line_after, line_after + 1)


def test_text_that_is_none_is_told() -> None:
    (trouble,) = read(b"a: 1\nb: \xff\xfe\n").troubles
    assert (trouble.kind, trouble.line) == ("unparsable", 2)


def test_a_template_without_an_object_is_nothing() -> None:
    assert read(f"{GOOD}---\n{{{{- end }}}}\nx\n").troubles == []


BOMBS = {
    "aliases": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi",
                                                                        strict=True)),
    "merges": "a: &a {" + ",".join(f"k{n}: 1" for n in range(1000)) + "}\n"
    + "".join(f"m{n}: {{<<: *a}}\n" for n in range(1000)),
    "elements": "a: [" + "x," * 600_000 + "]",
    "brackets": "[" * 200_000,
    "braces": "{a: " * 200_000,
    "dashes": "- " * 200_000,
    "keys": "? " * 200_000,
    "tags": "a: !" + "x" * 200_000,
    "anchors": "".join(f"- &a{n} x\n" for n in range(100_000)),
    "quotes": '"' * 200_001,
    "long line": "a: " + "x" * 5_000_000,
    "documents": "---\n" * 100_000,
    "faulty documents": "---\n\t[\n" * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_soon(name: str) -> None:
    started = time.process_time()
    parsed = read(BOMBS[name])
    assert time.process_time() - started < 10
    assert parsed.nodes <= 600_000
    if name in ("aliases", "merges", "elements", "brackets", "braces", "dashes"):
        assert {trouble.kind for trouble in parsed.troubles} == {"too-large"}


@pytest.mark.parametrize(
    ("text", "found", "at"),
    [
        ('{"a": "\\ud83d\\ude00"}', [{"a": "😀"}], [(1, 1)]),
        ('{"a": 1}\n{"a":\n2}\n', [{"a": 1}, {"a": 2}], [(1, 1), (2, 3)]),
        ('{\n\t"a": 1\n}', [{"a": 1}], [(1, 3)]),
        ('{"a": "\\/"}', [{"a": "/"}], [(1, 1)]),
    ],
    ids=["surrogates", "one after the other", "tabs", "slash"],
)
def test_json(text: str, found: Any, at: Any) -> None:
    parsed = read(text, json=True)
    assert [item.body for item in parsed.documents] == found
    assert [item.lines for item in parsed.documents] == at
    assert parsed.troubles == []


def test_json_with_many_values_has_lines_for_the_whole_only() -> None:
    parsed = read('{"a": [\n' + "1,\n" * 600_000 + "1]}", json=True)
    (document,) = parsed.documents
    assert (len(document.body["a"]), document.lines) == (600_001, (1, 600_002))
    assert type(document.body) is dict


@pytest.mark.parametrize("start", ["[", '["\\ud83d\\ude00",'], ids=["yaml", "surrogates"])
@pytest.mark.parametrize("depth", [MAX_DEPTH + 2, 900, 100_000])
def test_json_that_nests_deeply_is_not_read(start: str, depth: int) -> None:
    parsed = read(start + "[" * depth + "]" * depth + "]", json=True)
    assert parsed.documents == []
    assert len(parsed.troubles) == 1


def test_json_with_a_fault_is_told() -> None:
    (trouble,) = read('{"a": 1,,}\n', json=True).troubles
    assert trouble.kind == "unparsable"


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        (GOOD, True),
        ("--- \n'kind': Pod\n\"apiVersion\" : v1\n", True),
        ("---\r\nkind: Pod\r\napiVersion: v1\r\n", True),
        ("{apiVersion: v1, kind: Pod}\n", True),
        ('{"kind":"Pod","apiVersion":"v1"}', True),
        ('{\n  "apiVersion": "v1",\n  "kind": "Pod"\n}', True),
        ("- apiVersion: v1\n  kind: Pod\n", True),
        ("-   kind: Pod\n    apiVersion: v1\n- {}\n", True),
        ('[{"apiVersion": "v1", "kind": "Pod"}]', True),
        ("- name: x\n  kind: Pod\n  apiVersion: v1\n", False),
        ("apiVersion: v2\nname: a-chart\n", False),
        ("spec:\n  apiVersion: v1\n  kind: Pod\n", False),
        ("# apiVersion: v1\n# kind: Pod\n", False),
        ("services:\n  web:\n    image: x\n", False),
        ('{"SchemaVersion": 2, "ArtifactName": "kind apiVersion"}', False),
    ],
)
def test_manifests_are_told_by_their_own_keys(text: str, ours: bool) -> None:
    assert is_manifest(text.encode()) is ours
