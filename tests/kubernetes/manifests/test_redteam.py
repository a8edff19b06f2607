"""Manifests, charts and kustomizations that are out to harm: time, memory, secrets, programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from auditor.collecting import Gap
from auditor_kubernetes.manifests import rendering
from auditor_kubernetes.manifests.hidden import named_values
from auditor_kubernetes.manifests.sources import _without_values
from auditor_kubernetes.manifests.text import parse
from auditor_objects.model import LAST_APPLIED
from tests.kubernetes.manifests.audited import collect, pod
from tests.kubernetes.manifests.conftest import Tree

MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n"
IGNORE = '# auditor:ignore=x until=2027-01-01 reason="a"\n'
SECRET = "Kx4fQz7TplW9"


def long_text_repeated() -> str:
    return f"{MAP}  a: &a {'abc defg ' * 100_000}\n" + "".join(
        f"  k{number}: *a\n" for number in range(1000)
    )


@pytest.mark.parametrize(
    "text",
    [
        long_text_repeated(),
        f"{MAP}  ? &k {'k' * 100_000}\n  : [{','.join(['*k'] * 2000)}]\n",
    ],
    ids=["values", "keys"],
)
def test_long_texts_that_aliases_repeat_are_bounded(tree: Tree, text: str) -> None:
    (gap,) = collect(tree({"a.yaml": text})).gaps
    assert gap[0] == "too-large"


@pytest.mark.parametrize(
    "text",
    [
        MAP + "".join(f"  {IGNORE}  k{number}: v\n" for number in range(20_000)),
        "".join(f"---\n{IGNORE}{MAP}  a: b\n" for _ in range(4000)),
        "".join(f"---\n{MAP}  a: b # checkov:skip=CKV_K8S_1: x\n" for _ in range(4000)),
    ],
    ids=["entries", "documents", "of checkov"],
)
def test_many_comments_are_found_their_regions_quickly(tree: Tree, text: str) -> None:
    base = tree({"a.yaml": text})
    start = process_time()
    found = collect(base)
    assert process_time() - start < 15
    assert len(found.waivers) == text.count("auditor:ignore") + text.count("checkov:skip")


def test_a_comment_is_read_up_to_a_length(tree: Tree) -> None:
    found = collect(tree({"a.yaml": f"{MAP}  a: b # auditor:ignore={'a,' * 100_000}\n"}))
    (waiver,) = found.waivers
    assert waiver.problem
    assert len(waiver.ids) < 2000


def test_lists_within_lists_hide_no_object(tree: Tree) -> None:
    around = "{apiVersion: v1, kind: List, items: ["
    inner = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: []}}"
    found = collect(tree({"a.yaml": around * 30 + inner + "]}" * 30}))
    assert found.pods == ["default/Pod/a at a.yaml:1-1"]


def test_a_long_key_is_told_short(tree: Tree) -> None:
    key = "k" * 5000
    (gap,) = collect(tree({"a.yaml": f"{MAP}  ? {key}\n  : a\n  ? {key}\n  : b\n"})).all(Gap)
    assert len(gap.detail) < 200


def test_utf_16_that_is_broken_is_told(tree: Tree) -> None:
    broken = b"\xff\xfe" + pod().encode("utf-16-le") + b"\x00\xd8"
    assert collect(tree({"a.yaml": broken})).gaps == [("unparsable", "a.yaml:8-8")]


@pytest.mark.parametrize(
    "text",
    [
        f"kind: Db\nspec: {{auth: {{token: {SECRET}}}}}\n",
        f"spec: {{csi: {{volumeAttributes: {{password: {SECRET}}}}}}}\n",
        f"metadata: {{labels: {{password: {SECRET}}}}}\n",
        f"httpHeaders: [{{name: Authorization, value: 'Bearer {SECRET}'}}]\n",
        f"staticPodURLHeader: {{Authorization: ['Bearer {SECRET}']}}\n",
        f"metadata: {{annotations: {{snippet: 'set Authorization \"Basic {SECRET}\";'}}}}\n",
        f'data: {{config.json: \'{{"auths": {{"r": {{"auth": "{SECRET}"}}}}}}\'}}\n',
        f"kind: Secret\nstringData: {SECRET}\n",
        f"kind: Secret\ndata: [{SECRET}]\n",
        f"providers: [{{aescbc: {{keys: [{{name: k, secret: {SECRET}}}]}}}}]\n",
        f"users: [{{user: {{client-key-data: x, token: {SECRET}}}}}]\n",
        f"kind: Db\nenv: [{{name: DB_PASSWORD, value: {{value: {SECRET}}}}}]\n",
        f"kind: Db\nenv: [{{name: DB_PASSWORD, value: [{{a: [{SECRET}]}}]}}]\n",
    ],
)
def test_what_stands_under_a_secret_name_is_hidden(text: str) -> None:
    (document,) = parse(text.encode()).documents
    assert SECRET in list(named_values(document.body))


@pytest.mark.parametrize(
    "text",
    [
        "volumes: [{name: v, secret: {secretName: web-tls-2}}]\n",
        "spec: {tokenSecret: db2-creds, credentials: {name: db2-creds, key: pw}}\n",
        "imagePullSecrets: [{name: registry-1}]\n",
        "kind: Secret\ntype: Opaque\n",
        "description: uses basic authentication for the endpoint\n",
        "description: Basic authentication. More info at the end\n",
        "description: defaults to Bearer authorization\n",
    ],
)
def test_names_and_prose_are_not_hidden(text: str) -> None:
    (document,) = parse(text.encode()).documents
    assert list(named_values(document.body)) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Error: execution error at (c/templates/a.yaml:1:2): hunter2 is bad",
         "Error: execution error at (c/templates/a.yaml:1:2)"),
        ('Error: template: a.yaml:1:3: executing "c/a.yaml" at <x>: parsing "hunter2": no',
         'Error: template: a.yaml:1:3: executing "c/a.yaml" at <x>: parsing …: no'),
        ("yaml: line 3: cannot unmarshal !!str `hunter2` into map",
         "yaml: line 3: cannot unmarshal !!str … into map"),
        ("literal sources [hunter2]: invalid literal source hunter2, expected key=value",
         "literal sources …: invalid literal source …, expected key=value"),
        ('"must specify a target [patch: \\"value: hunter2\\"]"', "must specify a target …"),
        ('Error: parsing "hunter2 that does not', "Error: parsing …"),
        ('unknown field "unknownField"', 'unknown field "unknownField"'),
    ],
)  # fmt: skip
def test_what_a_renderer_quotes_is_left_out(said: str, told: str) -> None:
    assert _without_values(said) == told


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], Path]:
    """Write a script of a shell; its path."""

    def write(script: str, name: str = "bin/helm") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    return write


def test_a_renderer_that_writes_without_end_is_stopped(
    program: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "MAX_RENDERED_BYTES", 1_000_000)
    for script in ("cat /dev/zero", "cat /dev/zero >&2"):
        with pytest.raises(rendering.RenderError, match="bytes were written"):
            rendering.render([str(program(script))])


def test_what_a_renderer_started_ends_with_it(
    program: Callable[[str], Path], tmp_path: Path
) -> None:
    late = tmp_path / "late"
    assert rendering.render([str(program(f"(sleep 1; touch {late}) &\necho done"))]) == b"done\n"
    rendering.render([str(program("sleep 1.3"))])
    assert not late.exists()


def test_a_program_of_the_scanned_tree_is_not_run(
    program: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = program("exit 0", "tree/bin/helm")
    monkeypatch.chdir(inside.parent)
    outside = program("exit 0", "usr/helm")
    tree = tmp_path / "tree"
    for path, expected in (
        (str(inside.parent), ""),
        (".:", ""),
        (f".:{inside.parent}:{outside.parent}", str(outside)),
    ):
        monkeypatch.setenv("PATH", path)
        assert rendering.renderer(tree, "helm") == expected


def test_a_secret_that_an_annotation_of_something_else_repeats_is_hidden() -> None:
    secret = {"kind": "Secret", "data": {"odd": "aHVudGVyMi1jYW5hcnktOTE="}}
    document = {"metadata": {"annotations": {LAST_APPLIED: json.dumps(secret)}}}
    assert {"aHVudGVyMi1jYW5hcnktOTE=", "hunter2-canary-91"} <= set(named_values(document))
