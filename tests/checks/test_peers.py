"""Ids of peers that checks claim to answer exist there, as listed in ``docs/peers``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from auditor_checks import plugin

LISTS = Path(__file__).parents[2] / "docs" / "peers"
PROWLER_ID = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
DOMAINS = {check.family for check in plugin.auditor_checks()} - {"encryption", "resilience"}
CLAIMED = {other for check in plugin.auditor_checks() for other in check.same_as}


def listed() -> list[dict[str, Any]]:
    document = json.loads((LISTS / "prowler_aws.json").read_text(encoding="utf-8"))
    assert document["source"]
    assert document["as_of"]
    checks: list[dict[str, Any]] = document["checks"]
    return checks


def test_every_id_is_listed_once_with_its_domain() -> None:
    ids = [entry["id"] for entry in listed()]
    assert len(ids) == len(set(ids)) == 668
    assert {entry["domain"] for entry in listed()} == DOMAINS | {"other"}


def test_a_check_claims_only_ids_that_exist() -> None:
    known = {entry["id"] for entry in listed()}
    assert {other for other in CLAIMED if PROWLER_ID.fullmatch(other)} <= known


@pytest.mark.parametrize("domain", sorted(DOMAINS))
def test_more_than_half_of_the_rules_of_each_domain_have_a_check(domain: str) -> None:
    ids = [entry["id"] for entry in listed() if entry["domain"] == domain]
    assert sum(name in CLAIMED for name in ids) > len(ids) / 2
