"""What tells that a text may name a secret never misses what is then found in its documents."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from auditor.redaction import names
from auditor_kubernetes.manifests.hidden import may_name, named_values
from auditor_kubernetes.manifests.text import parse

HEADS = (
    *names._HEADS,
    *(ending for ending, _ in names._GLUED),
    *(f"{word}_key" for word in names._KEYS),
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
