"""Access Analyzer: at work in each region, and its findings settled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from auditor_aws.testing import ACCOUNT, Server

NOW = datetime.now(UTC)
FINDING = {
    "id": "1",
    "createdAt": NOW,
    "analyzedAt": NOW,
    "updatedAt": NOW,
    "resourceType": "AWS::S3::Bucket",
    "resourceOwnerAccount": ACCOUNT,
    "status": "ACTIVE",
}


def analyzer(name: str, kind: str = "ACCOUNT", status: str = "ACTIVE") -> dict[str, Any]:
    arn = f"arn:aws:access-analyzer:us-east-1:{ACCOUNT}:analyzer/{name}"
    return {"arn": arn, "name": name, "type": kind, "status": status, "createdAt": NOW}


def stubbed(aws: Server, *analyzers: dict[str, Any], **findings: list[dict[str, Any]]) -> None:
    """Stub analysers, and the findings that each has open."""

    def found(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        assert parameters["filter"] == {"status": {"eq": ["ACTIVE"]}}
        return {"findings": findings[parameters["analyzerArn"].rpartition("/")[2]]}

    aws.stub("accessanalyzer", "ListAnalyzers", {"analyzers": list(analyzers)})
    aws.stub("accessanalyzer", "ListFindingsV2", found)


@pytest.mark.parametrize(
    ("analyzers", "verdict"),
    [
        ([], "fail"),
        ([analyzer("own")], "pass"),
        ([analyzer("all", "ORGANIZATION")], "pass"),
        ([analyzer("own", status="DISABLED")], "fail"),
        ([analyzer("unused", "ACCOUNT_UNUSED_ACCESS")], "fail"),
    ],
)
def test_a_region_without_an_analyser(
    aws: Server, audited: Callable[..., Any], analyzers: list[dict[str, Any]], verdict: str
) -> None:
    stubbed(aws, *analyzers, own=[], all=[])
    assert audited("accessanalyzer").verdicts("access.analyzer_missing") == {"us-east-1": verdict}


def test_open_findings(aws: Server, audited: Callable[..., Any]) -> None:
    stubbed(aws, analyzer("busy"), analyzer("calm"), busy=[FINDING], calm=[])
    audit = audited("accessanalyzer")
    assert audit.verdicts("access.analyzer_findings_open") == {"busy": "fail", "calm": "pass"}


@pytest.mark.parametrize(
    ("operation", "missing", "findings"),
    [
        ("accessanalyzer:ListAnalyzers", "unknown", {}),
        ("accessanalyzer:ListFindingsV2", "pass", {"own": "unknown"}),
    ],
)
def test_a_refusal_is_unknown(
    aws: Server,
    audited: Callable[..., Any],
    operation: str,
    missing: str,
    findings: dict[str, str],
) -> None:
    stubbed(aws, analyzer("own"), own=[])
    with aws.faulty(operation, "denied"):
        audit = audited("accessanalyzer")
    assert audit.verdicts("access.analyzer_missing") == {"us-east-1": missing}
    assert audit.verdicts("access.analyzer_findings_open") == findings
    assert [gap.address for gap in audit.gaps] == [operation]
