"""Plain words are remembered, and nothing that may be secret hides among them."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.redaction import encodings, formats
from auditor.redaction.words import PlainWords

ACCESS_KEY = "AKIA" + "Z7QX2M4P6R8T1V3W"
TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
ENCODED = base64.b64encode(b"the words of another text").decode()
HEXADECIMAL = b"a word of another text".hex()
WRAPPED = base64.encodebytes(b"a long text that goes on and on, " * 5).decode()


@pytest.mark.parametrize(
    "text",
    [
        ACCESS_KEY,
        TOKEN,
        f"url?a=b&sig={'aB3%2F' * 9}",
        ENCODED,
        WRAPPED,
        b"a word of another text".hex(),
    ],
    ids=["access key", "token", "signature", "base64", "wrapped base64", "hexadecimal"],
)
def test_what_may_be_secret_is_never_covered(text: str) -> None:
    words = PlainWords()
    for _ in range(2):
        assert not words.cover(f"name: {text}\n")
        assert not words.cover(f"terminationGracePeriodSeconds: 30\nname: {text}\n")
        assert words.cover("terminationGracePeriodSeconds: 30\n")


LOWER = "bkcqd1k0d0gsfmkmeyxvdipeekswblp+bj5ffi4xdlxafmkieic1byhhbktsfl8z\nTHQg"
"""Base64 in lines of which the first has no capital."""


def test_a_neighbour_that_is_no_ascii_and_a_line_without_capitals_hide_nothing() -> None:
    token = "eyJ6Bv²9bxc-qnqhEeYLXlG_w0OyrGPvh.eyJXhyzvwUJ5l.aoLxDp6tKN"
    for text in (f"‹{token}%", f"é{LOWER}"):
        found = [*formats.known(text), *encodings.in_words(text)]
        assert found
        assert not PlainWords().cover(text)


_PIECES = st.sampled_from(
    [ACCESS_KEY, TOKEN, ENCODED, *WRAPPED.splitlines(), "terminationGracePeriodSeconds"]
    + ["&sig=", "AccountKey=", "é", "-", "_", "\n", " ", "=", "a", "Z", "7", "/", ".", "~", "Q~"]
)


@given(st.lists(st.lists(_PIECES, max_size=12).map("".join), max_size=6))
def test_covered_texts_have_nothing_to_find(texts: list[str]) -> None:
    words = PlainWords(most=8)
    for text in texts:
        if words.cover(text):
            assert list(formats.known(text)) == []
            assert list(encodings.in_words(text)) == []
