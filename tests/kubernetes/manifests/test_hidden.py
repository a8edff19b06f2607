"""What tells that a text may name a secret never misses what is then found in its documents."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from auditor.facts import ClusterFact
from auditor.redaction import names
from auditor_kubernetes.manifests.hidden import may_name, named_values
from auditor_kubernetes.manifests.text import parse
from tests.kubernetes.manifests.audited import collect, pod
from tests.kubernetes.manifests.conftest import Tree

HEADS = (
    *names._HEADS,
    *(ending for ending, _ in names._GLUED),
    *(f"{word}_key" for word in names._KEYS),
    *("_".join(words) for words in names._PHRASES),
    "pg_password",
    "x_api_key",
    "authorization",
    "proxy_authorization",
    "cookie",
)
VALUES = (
    "k3Fq9Zx2LmP7Rt",
    "hunter2-canary-91",
    "Bearer k3Fq9Zx2LmP7Rt",
    "a text with Basic dXNlcjpodW50ZXIy in it",
    '{"auths": {"example.com": {"auth": "dXNlcjpodW50ZXIy"}}}',
    "LS0tLS1CRUdJTi" + "BQUklWQVRFIEtFWS0tLS0tCk1JSUV2" * 6,
)


def camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


STYLES = (str, str.upper, camel_case, lambda name: name.replace("_", "-"))


def a_name() -> st.SearchStrategy[str]:
    return st.builds(
        lambda style, before, head, after: style(f"{before}{head}{after}"),
        st.sampled_from(STYLES),
        st.sampled_from(("", "db_", "my_app_")),
        st.sampled_from(HEADS),
        st.sampled_from(("", "_value", "_2", "_plaintext")),
    )


def a_document() -> st.SearchStrategy[dict[str, Any]]:
    value = st.sampled_from(VALUES)
    named = st.builds(lambda name, value: {"name": name, "value": value}, a_name(), value)
    plain = st.dictionaries(st.sampled_from(("path", "note", "image", "patch")), value, max_size=2)
    keyed = st.dictionaries(a_name(), value, max_size=2)
    return st.builds(
        lambda *parts: {"kind": "ConfigMap", "data": parts[0] | parts[1], "env": parts[2]},
        plain,
        keyed,
        st.lists(named, max_size=1),
    )


def written(document: dict[str, Any]) -> list[str]:
    return [
        json.dumps(document),
        yaml.safe_dump(document),
        yaml.safe_dump(document, default_style='"', width=20),
        yaml.safe_dump(document, default_style="|"),
    ]


@pytest.mark.parametrize("head", sorted(HEADS))
def test_no_secret_word_is_missed(head: str) -> None:
    for name in (f"{before}{head}{after}" for before in ("", "db_") for after in ("", "_value")):
        for style in STYLES:
            assert may_name(f"{style(name)}: text".encode()), style(name)


@given(a_document())
def test_no_secret_name_is_missed(document: dict[str, Any]) -> None:
    for text in written(document):
        source = text.encode()
        bodies = [read.body for read in parse(source).documents]
        assert bodies == [document]
        if any(list(named_values(body)) for body in bodies):
            assert may_name(source), text


def test_most_texts_name_none() -> None:
    assert not may_name(b"kind: Service\nspec:\n  path: /healthz\n  pattern: spwn\n  patch: 1\n")


NAMED_ALIKE = """\
apiVersion: v1
kind: Secret
metadata: {name: accounts}
stringData:
  POSTGRES_DB: accounts-db
  POSTGRES_USER: accounts-admin
  POSTGRES_PASSWORD: accounts-web
  REPLICATION_PASSWORD: accounts-pwd
---
apiVersion: v1
kind: Service
metadata: {name: accounts-db, annotations: {note: accounts-pwd}}
"""


def test_what_an_object_is_called_stays_legible_though_a_secret_says_the_same(tree: Tree) -> None:
    found = collect(tree({"a.yaml": NAMED_ALIKE, "b.yaml": pod("accounts-web")}))
    names = {fact.name for fact in found.all(ClusterFact)}
    assert {"accounts-db", "accounts-web"} <= names
    evidence = b"".join(blob.content for blob in found.blobs)
    for secret in (b"PASSWORD: accounts-web", b"accounts-pwd", b"accounts-admin"):
        assert secret not in evidence
    assert "accounts-pwd" not in repr(found.records)
