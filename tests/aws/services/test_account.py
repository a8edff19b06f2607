"""Account contacts: named, distinct, and nowhere told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from auditor_aws.testing import ACCOUNT, Refusal, Server

KINDS = ("BILLING", "OPERATIONS", "SECURITY")
OWNER = {
    "FullName": "Example Limited",
    "PhoneNumber": "+44 20 7946 0000",
    "AddressLine1": "1 Example Street",
    "City": "London",
    "PostalCode": "N1 1AA",
    "CountryCode": "GB",
}


def contact(number: int) -> dict[str, str]:
    return {
        "Name": f"Team {number}",
        "Title": "Team",
        "EmailAddress": f"team{number}@example.com",
        "PhoneNumber": f"+44 20 7946 010{number}",
    }


def stubbed(aws: Server, contacts: Mapping[str, Mapping[str, str]]) -> None:
    def answer(parameters: dict[str, Any], account: str, region: str) -> Any:
        kind = parameters["AlternateContactType"]
        if kind not in contacts:
            return Refusal("ResourceNotFoundException", "no contact", 404)
        return {"AlternateContact": {**contacts[kind], "AlternateContactType": kind}}

    aws.stub("account", "GetAlternateContact", answer)
    aws.stub("account", "GetContactInformation", {"ContactInformation": OWNER})


def named(audit: Any) -> dict[str, str]:
    return {
        found.discriminator.partition(".")[0]: found.verdict
        for found in audit.findings
        if found.check == "access.contact_missing"
    }


ALL = {kind: contact(number) for number, kind in enumerate(KINDS)}


@pytest.mark.parametrize(
    ("contacts", "missing", "distinct"),
    [
        (ALL, set(), "pass"),
        ({}, {"billing", "operations", "security"}, "fail"),
        ({key: ALL[key] for key in KINDS[:2]}, {"security"}, "fail"),
        (ALL | {"SECURITY": contact(0)}, set(), "fail"),
        (ALL | {"SECURITY": contact(4) | {"PhoneNumber": "+442079460101"}}, set(), "fail"),
        (ALL | {"SECURITY": contact(4) | {"EmailAddress": "TEAM0@example.com"}}, set(), "fail"),
        (ALL | {"SECURITY": contact(4) | {"Name": "Example limited"}}, set(), "fail"),
    ],
)
def test_contacts(
    aws: Server,
    audited: Callable[..., Any],
    contacts: Mapping[str, Mapping[str, str]],
    missing: set[str],
    distinct: str,
) -> None:
    stubbed(aws, contacts)
    audit = audited("account")
    assert {kind for kind, verdict in named(audit).items() if verdict == "fail"} == missing
    assert audit.verdicts("access.contacts_not_distinct") == {ACCOUNT: distinct}
    assert audit.gaps == []
    kept = b"".join(audit.evidence)
    assert not any(text in kept for text in (b"example.com", b"7946", b"Team", b"London"))


@pytest.mark.parametrize(
    ("operation", "named_", "distinct"),
    [
        ("account:GetAlternateContact", "unknown", "unknown"),
        ("account:GetContactInformation", "pass", "unknown"),
    ],
)
def test_a_refusal_is_unknown(
    aws: Server, audited: Callable[..., Any], operation: str, named_: str, distinct: str
) -> None:
    stubbed(aws, ALL)
    with aws.faulty(operation, "denied"):
        audit = audited("account")
    assert set(named(audit).values()) == {named_}
    assert audit.verdicts("access.contacts_not_distinct") == {ACCOUNT: distinct}
    assert [gap.address for gap in audit.gaps] == [operation]
