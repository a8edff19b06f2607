"""Plain texts are told once, and only while there is room."""

from __future__ import annotations

import base64

import pytest

from auditor.redaction.plain import PlainTexts

TOKEN = "AKIA" + "Q3EGRLXBVOPJ2T6Z"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", True),
        ('resource "aws_s3_bucket" "logs" {\n  bucket = "logs-of-everything"\n}\n', True),
        (f"key_id = {TOKEN}", False),
        (base64.b64encode(f"key_id = {TOKEN}".encode()).decode(), False),
        ('password = "correct-horse-Battery"', False),
        ("lone \udc80 surrogate", True),
    ],
)
def test_a_text_is_plain_when_nothing_in_it_looks_secret_or_is_encoded(
    text: str, plain: bool
) -> None:
    texts = PlainTexts()
    assert [texts.has(text), texts.has(text)] == [plain, plain]


def test_answers_stay_right_when_more_texts_are_met_than_are_remembered() -> None:
    texts = PlainTexts(most=2)
    for _ in range(2):
        for number in range(5):
            assert texts.has(f"clean {number}")
            assert not texts.has(f'password = "correct-horse-{number}x"')
