"""Which accounts, regions and services a target leads to, and what happens on the way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auditor_aws.testing import ACCOUNT, Refusal, Server, access_key

NOW = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
Scan = Callable[..., Any]


@pytest.fixture
def scan(auditor: Any, tmp_path: Path, aws_environment: Server) -> Scan:
    """Scan with a configuration: ``scan("aws:", services=["kms"])``."""

    def run(target: str, *words: str, env: dict[str, str] | None = None, **options: Any) -> Any:
        options = {"regions": ["us-east-1"], "calls_per_second": 1000, **options}
        lines = [f"{key} = {json.dumps(value)}" for key, value in options.items()]
        (tmp_path / "auditor.toml").write_text("\n".join(["[aws]", *lines, ""]))
        return auditor(
            "scan", target, "-o", "json", "--moment", NOW, *words,
            XDG_CACHE_HOME=str(tmp_path / "cache"), AWS_MAX_ATTEMPTS="2", **(env or {}),
        )  # fmt: skip

    return run


def populations(ran: Any, source: str) -> list[dict[str, Any]]:
    found = ran.document["coverage"]["populations"]
    return [item for item in found if item["source"] == source]


def gaps(ran: Any) -> list[str]:
    return [gap["detail"] for gap in ran.document["gaps"]]


def test_a_profile_is_used(scan: Scan, aws: Server, tmp_path: Path) -> None:
    other = "111122223333"
    aws.client("kms", account=other).create_key()
    config = tmp_path / "config"
    config.write_text(
        f"[profile shop]\naws_access_key_id = {access_key(other)}\n"
        "aws_secret_access_key = test\nregion = us-east-1\n"
    )
    env = {"AWS_CONFIG_FILE": str(config)}
    ran = scan("aws:shop", services=["kms"], env=env)
    assert {item["scope"] for item in ran.findings()} == {other}
    wrong = scan("aws:shpo", services=["kms"], env=env)
    assert wrong.code == 2
    assert "no AWS profile 'shpo'" in wrong.text
    assert "did you mean aws:shop?" in wrong.text


def test_without_credentials_there_is_one_line(scan: Scan, monkeypatch: Any) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    ran = scan("aws:", services=["kms"])
    assert ran.code == 2
    (line,) = [line for line in ran.err.splitlines() if line.strip()]
    assert "NoCredentials" in line
    assert "aws sso login" in line


def test_an_unknown_service_is_refused(scan: Scan) -> None:
    ran = scan("aws:", services=["kmss"])
    assert ran.code == 2
    assert "did you mean 'kms'?" in ran.text


@pytest.fixture
def organisation(aws: Server) -> dict[str, str]:
    """Three members: one lets us in, one does not, one is suspended."""
    client = aws.client("organizations")
    client.create_organization(FeatureSet="ALL")
    members = {}
    for name in ("open", "shut", "gone"):
        made = client.create_account(AccountName=name, Email=f"{name}@example.com")
        members[name] = made["CreateAccountStatus"]["AccountId"]
    client.close_account(AccountId=members["gone"])
    for name in ("open", "shut"):
        aws.client("kms", account=members[name]).create_key()

    def assume(parameters: dict[str, Any], account: str, region: str) -> Refusal | None:
        shut = members["shut"] in parameters["RoleArn"]
        return Refusal("AccessDenied", f"not to {parameters['RoleArn']}", 403) if shut else None

    aws.stub("sts", "AssumeRole", assume)
    return members


def test_accounts_of_an_organisation_add_up(scan: Scan, organisation: dict[str, str]) -> None:
    ran = scan("aws://", services=["kms"])
    (accounts,) = populations(ran, "accounts")
    assert (accounts["listed"], accounts["evaluated"], accounts["errored"]) == (4, 2, 1)
    assert accounts["excluded"] == {"account suspended or being closed": 1}
    (gap,) = gaps(ran)
    role = f"arn:aws:iam::{organisation['shut']}:role/OrganizationAccountAccessRole"
    assert gap.endswith(f"let arn:aws:sts::{ACCOUNT}:user/moto assume {role}")
    assert {item["scope"] for item in ran.findings()} == {organisation["open"]}
    assert ran.code in (1, 3)
    alone = scan("aws://", services=["kms"], exclude_accounts=[organisation["shut"]])
    assert gaps(alone) == []
    wrong = scan("aws://o-aaaaaaaaaa", services=["kms"])
    assert wrong.code == 2
    assert "is not the organisation of account" in wrong.text


def test_regions_that_are_not_enabled_are_counted(scan: Scan, aws: Server) -> None:
    states = aws.client("ec2").describe_regions(AllRegions=True)["Regions"]
    off = [item["RegionName"] for item in states if item["OptInStatus"] == "not-opted-in"]
    ran = scan("aws:", services=["acmpca"], regions=["us-east-1", off[0]])
    (regions,) = populations(ran, "regions")
    assert (regions["listed"], regions["evaluated"]) == (len(states), 1)
    assert regions["excluded"] == {
        "region not enabled in the account": len(off),
        "not in regions of [aws]": len(states) - len(off) - 1,
    }
    assert any(f"{off[0]} is not a region that account" in gap for gap in gaps(ran))


def test_regions_that_cannot_be_listed_are_said(scan: Scan, aws: Server) -> None:
    with aws.faulty("ec2:DescribeRegions", "denied"):
        ran = scan("aws:", services=["acmpca"])
    (gap,) = gaps(ran)
    assert "only us-east-1 is read" in gap
    assert "grant ec2:DescribeRegions" in gap.lower().replace("describeregions", "DescribeRegions")
    assert ran.code == 3


def test_a_run_that_outlives_its_session_goes_on(scan: Scan, aws: Server) -> None:
    aws.client("kms").create_key()
    aws.stub("acm-pca", "ListCertificateAuthorities", {"CertificateAuthorities": []})
    words = {"services": ["acmpca", "kms", "ssm"]}
    with aws.faulty("kms:*", "expired"):
        ran = scan("aws:", **words)
    assert ran.code == 3
    assert any("sign in again and scan with --resume" in gap for gap in gaps(ran))
    before = aws.calls()
    aws.reset_calls()
    again = scan("aws:", "--resume", **words)
    assert "resuming: 2 of 3 units are done" in again.err
    assert gaps(again) == []
    assert not any(name.startswith(("acm-pca:", "ssm:")) for name in aws.calls())
    assert any(name.startswith(("acm-pca:", "ssm:")) for name in before)
    assert again.findings("secrets.key_rotation_disabled", "fail")


def test_clocks_that_disagree(scan: Scan, aws: Server) -> None:
    aws.client("kms").create_key()
    with aws.faulty("kms:*", "skewed"):
        ran = scan("aws:", services=["kms"])
    (gap,) = ran.document["gaps"]
    assert gap["reason"] == "stale"
    assert re.search(r"clock of this machine is 3[56]\d\d seconds behind", gap["detail"])
    assert ran.findings("secrets.key_rotation_disabled", "fail")
    with aws.faulty("kms:*", "too_skewed"):
        ran = scan("aws:", services=["kms"])
    assert {gap.partition(" in ")[0] for gap in gaps(ran)} == {"kms:ListAliases", "kms:ListKeys"}
    assert all("check the clock of this machine" in gap for gap in gaps(ran))
    assert ran.code == 3


def test_an_inventory_leaves_out_what_is_empty(scan: Scan, aws: Server) -> None:
    held = [
        {"OwningAccountId": ACCOUNT, "Service": "kms", "Region": "eu-west-1"},
        {"OwningAccountId": "999988887777", "Service": "kms", "Region": "us-east-1"},
    ]
    aws.stub("resource-explorer-2", "ListResources", {"Resources": held})
    regions = ["eu-west-1", "us-east-1"]
    ran = scan("aws:", services=["kms", "ssm"], regions=regions, inventory="explorer")
    (units,) = populations(ran, "units")
    assert (units["listed"], units["evaluated"]) == (4, 1)
    assert units["excluded"] == {"Resource Explorer lists nothing there": 3}
    assert [gap["reason"] for gap in ran.document["gaps"]] == ["stale"]
    rows = [json.dumps({"resourceType": "AWS::SSM::Document", "awsRegion": "us-east-1"})]
    aws.stub("config", "SelectAggregateResourceConfig", {"Results": rows})
    ran = scan("aws:", services=["kms", "ssm"], regions=regions, inventory="config:all")
    (units,) = populations(ran, "units")
    assert units["excluded"] == {"AWS Config aggregator all lists nothing there": 3}
    with aws.faulty("resource-explorer-2:*", "denied"):
        ran = scan("aws:", services=["kms"], regions=regions, inventory="explorer")
    (units,) = populations(ran, "units")
    assert units["evaluated"] == 2
    assert any("so every region is asked" in gap for gap in gaps(ran))
    assert scan("aws:", services=["kms"], inventory="guess").code == 2


def test_what_one_service_answers_wrongly_costs_no_other(scan: Scan, aws: Server) -> None:
    aws.client("kms").create_key()
    aws.stub("ssm", "DescribeParameters", {"Parameters": [{}]})
    ran = scan("aws:", services=["kms", "ssm"])
    assert ran.findings("secrets.key_rotation_disabled", "fail")
    (gap,) = ran.document["gaps"]
    assert gap["reason"] == "unparsable"
    assert "parameters is not as AWS documents it" in gap["detail"]
    assert gap["address"] == "parameters"
