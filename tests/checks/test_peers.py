"""Rules of peers, as listed in ``docs/peers``: most have a check, and no check claims another."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from auditor_checks import plugin

LISTS = Path(__file__).parents[2] / "docs" / "peers"
PROWLER_ID = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
FAMILIES = {check.family for check in plugin.auditor_checks()}
PROWLER_DOMAINS = FAMILIES - {"encryption", "readiness", "resilience", "workloads"}
CLAIMED = {other for check in plugin.auditor_checks() for other in check.same_as}


def listed(name: str, entries: str) -> list[dict[str, Any]]:
    document = json.loads((LISTS / name).read_text(encoding="utf-8"))
    assert document["source"]
    assert document["as_of"]
    found: list[dict[str, Any]] = document[entries]
    return found


def of_prowler() -> list[dict[str, Any]]:
    return listed("prowler_aws.json", "checks")


def test_every_id_of_prowler_is_listed_once_with_its_domain() -> None:
    ids = [entry["id"] for entry in of_prowler()]
    assert len(ids) == len(set(ids)) == 668
    assert {entry["domain"] for entry in of_prowler()} == PROWLER_DOMAINS | {"other"}


def test_a_check_claims_only_ids_of_prowler_that_exist() -> None:
    known = {entry["id"] for entry in of_prowler()}
    assert {other for other in CLAIMED if PROWLER_ID.fullmatch(other)} <= known


@pytest.mark.parametrize("domain", sorted(PROWLER_DOMAINS))
def test_more_than_half_of_the_rules_of_each_domain_have_a_check(domain: str) -> None:
    ids = [entry["id"] for entry in of_prowler() if entry["domain"] == domain]
    assert sum(name in CLAIMED for name in ids) > len(ids) / 2


def test_a_rule_that_tools_for_kubernetes_share_is_answered_by_an_id_of_each_of_them() -> None:
    rules = listed("kubernetes.json", "rules")
    assert len({rule["rule"] for rule in rules}) == len(rules) == 79
    unanswered = [
        (rule["rule"], tool)
        for rule in rules
        for tool, ids in rule["ids"].items()
        if ids and not CLAIMED & {name for one in ids for name in (one, f"{tool}:{one}")}
    ]
    assert unanswered == []
