"""What is declared is what is called: reads, none of them of a secret, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from auditor_aws import permissions
from auditor_aws.actions import action_of
from auditor_aws.service import services
from auditor_aws.testing import Server
from tests.aws.estate import REGION, Auditor, estate, everything

READS = re.compile(r"(BatchGet|Describe|Get|Head|List|Search|Select)[A-Z]")
LIKE_READS = {
    "iam:GenerateCredentialReport",
    "iam:GenerateServiceLastAccessedDetails",
    "sts:AssumeRole",
}
"""Reports that IAM makes on request, and the way into another account: nothing is changed."""
TELL_SECRETS = re.compile(
    r"acm:(Export|GetCertificate)|apigateway:GetApiKey|appsync:ListApiKeys|athena:GetQueryResults"
    r"|cloudformation:GetTemplate$|codeartifact:GetAuthorizationToken|dynamodb:(BatchGetItem|GetItem)"
    r"|ec2:Get(ConsoleOutput|PasswordData)|ecr:GetAuthorizationToken|kms:GetParametersForImport"
    r"|lambda:GetFunction$|lightsail:(GetInstanceAccess|DownloadDefault|GetKeyPair)"
    r"|lightsail:GetRelationalDatabaseMasterUserPassword|redshift.*:GetCredentials|redshift:GetCluster"
    r"|s3:GetObject$|secretsmanager:(Batch)?GetSecretValue|sns:GetPlatform|ssm:GetParameter"
    r"|ssm:GetCommandInvocation|ssm:GetInventory|sts:Get(FederationToken|SessionToken|WebIdentity)"
)
"""Reads of which the answer is, or may hold, what somebody keeps secret."""
PREFIXES = {"cloudwatch": "monitoring"}
"""IAM prefixes that differ from the name that calls are signed for (Service Authorization
Reference)."""


def test_only_reads_are_declared() -> None:
    wrong = {
        name
        for name in permissions.operations() - LIKE_READS
        if not READS.match(name.partition(":")[2]) or TELL_SECRETS.match(name)
    }
    assert wrong == set()


def test_every_operation_exists() -> None:
    from botocore.session import Session

    session = Session()
    unknown = []
    for name in permissions.operations():
        service, _, operation = name.partition(":")
        if operation not in session.get_service_model(service).operation_names:
            unknown.append(name)
    assert unknown == []


def test_prefixes_are_those_that_calls_are_signed_for() -> None:
    from botocore.session import Session

    session = Session()
    wrong = set()
    for name in permissions.operations():
        prefix = action_of(name).partition(":")[0]
        signed = session.get_service_model(name.partition(":")[0]).signing_name
        if PREFIXES.get(prefix, prefix) != signed:
            wrong.add((name.partition(":")[0], prefix, signed))
    assert wrong == set()


def test_every_call_is_allowed(aws_environment: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor_aws.rates.SLOWER", {})
    estate().seed_all(aws_environment)
    aws_environment.reset_calls()
    auditor = Auditor(
        aws_environment,
        regions=[REGION],
        calls_per_second=1000,
        **everything(),
    )
    audit = auditor.audit(auditor.plan())
    called = aws_environment.calls()
    assert len(called) > len(services())
    assert {action_of(name) for name in called} - set(permissions.actions()) == set()
    assert [gap.detail for gap in audit.gaps if "AssertionError" in gap.detail] == []


def test_the_policy_is_one_document() -> None:
    document = json.loads(permissions.as_json())
    (statement,) = document["Statement"]
    assert statement["Action"] == permissions.actions() == sorted(set(permissions.actions()))
    assert not any("*" in action for action in statement["Action"])


def test_parts_fit_and_lose_nothing() -> None:
    parts = permissions.parts()
    assert [action for part in parts for action in part] == permissions.actions()
    for part in parts:
        text = json.dumps(permissions.policy(part), separators=(",", ":"))
        assert len(re.sub(r"\s", "", text)) <= permissions.LONGEST
    assert len(parts) <= 10, "a role takes ten managed policies"


def test_the_template_attaches_every_part() -> None:
    template = json.loads(permissions.as_cloudformation())
    resources = template["Resources"].values()
    policies = [item for item in resources if item["Type"] == "AWS::IAM::ManagedPolicy"]
    actions: list[str] = []
    for item in policies:
        properties: dict[str, Any] = item["Properties"]
        assert properties["Roles"] == [{"Ref": "Role"}]
        actions += properties["PolicyDocument"]["Statement"][0]["Action"]
    assert actions == permissions.actions()


def test_terraform_is_sound_in_our_own_eyes(auditor: Any, tmp_path: Path) -> None:
    done = auditor("permissions", "aws", "--terraform")
    (tmp_path / "role.tf").write_text(done.out)
    ran = auditor("scan", "role.tf", "-o", "json", "--fail-on", "high")
    assert ran.code == 0, ran.text
    serious = [
        (item["check"], item["resource"], item["message"])
        for item in ran.findings(verdict="fail")
        if item["severity"] in ("high", "critical")
    ]
    assert serious == []
    policies = {item["resource"] for item in ran.findings("access.admin_policy")}
    assert len(policies) == len(permissions.parts())
