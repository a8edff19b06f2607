"""A hidden value is in no output, however it is encoded."""

from __future__ import annotations

import base64
import gzip
import json
import string
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.collecting import Gap, Population, Reason
from auditor.facts import Condition, DataStore, Grant, Origin, Place, Setting, Unknown
from auditor.findings import Finding
from auditor.redaction import REDACTED, Redactor

ENCODERS = {
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "urlsafe": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "gzip": lambda text: base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode(),
    "url": lambda text: quote(text, safe=""),
    "form": lambda text: quote_plus(text),
    "json": lambda text: json.dumps({"a": text}),
    "list": lambda text: json.dumps(["x", text], ensure_ascii=False),
}
SECRETS = st.text(
    string.ascii_letters + string.digits + "!$%&/=?+#\"'\\<> é", min_size=8, max_size=40
)


def redactor(*values: str) -> Redactor:
    found = Redactor(b"key")
    found.hide(values)
    return found


def finding(**changes: object) -> Finding:
    fields: dict[str, object] = {
        "check": "secrets.in_code", "title": "t", "verdict": "fail", "severity": "high",
        "resource": 'aws_instance.hunter2["hunter2"]', "scope": "hunter2", "kind": "aws_instance",
        "discriminator": "password", "message": "password is hunter2", "file": "hunter2.tf",
        "line": 1, "end_line": 2, "fingerprint": "hunter2", "controls": (), "waived": False,
        "evidence": "hunter2", "enforce": "block", "known": False,
    }  # fmt: skip
    return Finding(**(fields | changes))  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(SECRETS, st.lists(st.sampled_from(sorted(ENCODERS)), max_size=4))
def test_any_nesting_of_encodings_is_masked(secret: str, names: list[str]) -> None:
    secret = f"Zq{secret.strip()}9x"
    text = secret
    for name in names:
        text = ENCODERS[name](text)
    whole = f"before = {text}\nafter"
    for masked in (
        redactor(secret).mask_text(whole),
        redactor(secret).mask_bytes(whole.encode()).decode(),
    ):
        assert REDACTED in masked
        assert text not in masked
        assert masked.count("\n") == 1


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=8), st.binary(min_size=6, max_size=30), st.binary(max_size=8))
def test_base64_is_masked_at_every_offset(before: bytes, value: bytes, after: bytes) -> None:
    secret = base64.b32encode(value).decode()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        text = encode(before + secret.encode() + after).decode()
        masked = redactor(secret).mask_text(text)
        assert REDACTED in masked
        kept = masked.replace(REDACTED, "")
        assert len(kept) <= len(text) - len(secret)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the password is hunter2.", "the password is [redacted]."),
        ("hunter2hunter2", "[redacted][redacted]"),
        ("68756e74657232 68756E74657232", "[redacted] [redacted]"),
        ("aHVudGVyMg==", "[redacted]g=="),
        ("hunter", "hunter"),
    ],
)
def test_hidden_values_go(text: str, expected: str) -> None:
    assert redactor("hunter2").mask_text(text) == expected


def test_the_longest_hidden_value_goes_first() -> None:
    assert redactor("hunter2", "hunter2-and-more").mask_text("x hunter2-and-more") == "x [redacted]"


def test_short_and_ordinary_values_hide_nothing() -> None:
    text = "abc true null"
    assert redactor("abc", "true", "null", "").mask_text(text) is text


def test_each_long_line_of_a_value_goes() -> None:
    known = redactor("first line\nsecond line\nend")
    assert known.mask_text("a second line b end") == "a [redacted] b end"
    assert known.mask_text("first line\nsecond line\nend.") == "[redacted]\n\n."


def test_the_frame_of_a_private_key_is_no_secret() -> None:
    known = redactor("-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA04up\n-----END PRIVATE KEY-----")
    text = "a file begins with -----BEGIN PRIVATE KEY-----"
    assert known.mask_text(text) == text
    assert known.mask_text("MIIEpAIBAAKCAQEA04up") == REDACTED


def test_evidence_loses_what_looks_secret_and_keeps_its_lines() -> None:
    source = (
        b"key = <<EOT\n-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA04up\n"
        b"-----END PRIVATE KEY-----\n"
        b'EOT\npassword = "hunter2"\nuser_data = "'
        + base64.b64encode(b"TOKEN=AKIAIOSFODNN7EXAMPLE")
        + b'"\n'
    )
    masked = Redactor(b"key").mask_bytes(source)
    assert masked.count(b"\n") == source.count(b"\n")
    assert masked.splitlines()[5:] == [b'password = "[redacted]"', b'user_data = "[redacted]"']
    assert b"MII" not in masked


@given(st.binary(max_size=300))
def test_evidence_of_any_bytes_survives(source: bytes) -> None:
    assert redactor("hunter2-hunter2").mask_bytes(source).count(b"\n") == source.count(b"\n")


def test_free_text_of_records_is_masked_and_nothing_else() -> None:
    known = redactor("hunter2", "customer", "block")
    assert known.mask(finding()) == finding(
        message="password is [redacted]", resource='aws_instance.hunter2["[redacted]"]'
    )
    origin = Origin(provider="aws", scope="s", address='m["hunter2"].hunter2', kind="hunter2")
    place = Place("hunter2", 1, 1)
    store = DataStore(
        origin=origin,
        subject="store hunter2",
        key="customer",
        encrypted=Unknown("var.x hunter2"),
        places={"key": place},
    )
    masked = known.mask([store])[0]
    assert masked.key == "customer"
    assert masked.places == {"key": place}
    assert masked.origin.address == 'm["[redacted]"].hunter2'
    assert (masked.subject, masked.encrypted.reason) == ("store [redacted]", "var.x [redacted]")
    grant = Grant(
        resources=("hunter2", Unknown("hunter2")), conditions=(Condition("a", "b", ("hunter2",)),)
    )
    assert "hunter2" not in repr(known.mask({"g": (grant,)}))
    setting = Setting(origin=origin, subject="s", name="hunter2", value="hunter2")
    assert (known.mask(setting).name, known.mask(setting).value) == ("hunter2", REDACTED)
    gap = Gap(scope="s", reason=Reason.DENIED, detail="hunter2", address="hunter2")
    assert known.mask(gap) == Gap(
        scope="s", reason=Reason.DENIED, detail=REDACTED, address="hunter2"
    )
    population = Population(
        scope="s", source="files", query="q", listed=3, evaluated=2, excluded={"hunter2": 1}
    )
    assert known.mask(population) is population


def test_nothing_hidden_costs_nothing() -> None:
    text, record = "password = hunter2", finding()
    assert Redactor().mask_text(text) is text
    assert Redactor().mask(record) is record


def test_markers_depend_on_value_and_key() -> None:
    one = Redactor(b"key")
    assert one.marker("a") == Redactor(b"key").marker("a") != one.marker("b")
    assert Redactor().marker("a") != Redactor().marker("a")
    assert len(one.marker("a")) == 64


def test_what_names_a_thing_is_spared_and_nothing_else_is() -> None:
    token = "ghp_" + "a1B2" * 9
    found = redactor("accounts-db", "hunter2!")
    found.learn(f"TOKEN: {token}".encode())
    found.spare(("accounts-db", "accounts", token))
    text = f"accounts-db, hunter2!, {token}"
    assert found.mask_text(text) == f"accounts-db, {REDACTED}, {REDACTED}"
    assert found.values == {"hunter2!", token}
