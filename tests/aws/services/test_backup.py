"""Vaults, recovery points, plans, and regions that use none of them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from auditor.facts import DataStore, Setting, Unknown
from auditor_aws.testing import Refusal, Server

ARN = "arn:aws:backup:us-east-1:123456789012:"
ANYONE = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "backup:*", "Resource": "*"}],
    }
)


@pytest.fixture
def region(aws: Server) -> Server:
    """A region without backups and without anything to back up."""
    aws.stub("backup", "ListBackupVaults", {"BackupVaultList": []})
    aws.stub("backup", "ListBackupPlans", {"BackupPlansList": []})
    aws.stub("backup", "ListReportPlans", {"ReportPlans": []})
    return aws


@pytest.fixture
def used(region: Server) -> Server:
    vault = {
        "BackupVaultName": "main",
        "BackupVaultArn": f"{ARN}backup-vault:main",
        "EncryptionKeyArn": "arn:aws:kms:us-east-1:123456789012:key/1",
        "NumberOfRecoveryPoints": 2,
    }
    empty = {
        "BackupVaultName": "empty",
        "BackupVaultArn": f"{ARN}backup-vault:empty",
        "NumberOfRecoveryPoints": 0,
    }
    points = [
        {"RecoveryPointArn": f"{ARN}recovery-point:{name}", "IsEncrypted": name == "good"}
        for name in ("bad", "good")
    ]
    plan = {"BackupPlanId": "1", "BackupPlanArn": f"{ARN}backup-plan:daily"}
    rules = [
        {"RuleName": name, "TargetBackupVaultName": "main", "Lifecycle": {"DeleteAfterDays": days}}
        for name, days in {"short": 1, "long": 90}.items()
    ]
    region.stub("backup", "ListBackupVaults", {"BackupVaultList": [vault, empty]})
    region.stub("backup", "GetBackupVaultAccessPolicy", policy)
    region.stub("backup", "ListRecoveryPointsByBackupVault", {"RecoveryPoints": points})
    region.stub("backup", "ListBackupPlans", {"BackupPlansList": [plan]})
    region.stub(
        "backup", "GetBackupPlan", {"BackupPlan": {"BackupPlanName": "daily", "Rules": rules}}
    )
    return region


def policy(parameters: dict, account: str, region: str) -> dict | Refusal:
    if parameters["BackupVaultName"] == "main":
        return {"Policy": ANYONE}
    return Refusal("ResourceNotFoundException", "none", 400)


def parts(audit: object) -> dict:
    return {
        fact.part: fact.value
        for fact in audit.of(Setting)  # type: ignore[attr-defined]
        if fact.name == "backup_service"
    }


def test_vaults_and_plans(used: Server, audited: Callable) -> None:
    used.reset_calls()
    audit = audited("backup")
    assert audit.gaps == []
    assert audit.verdicts("encryption.at_rest") == {
        "bad": "fail",
        "good": "pass",
        "main": "pass",
        "empty": "pass",
    }
    assert audit.verdicts("access.public_principal") == {"main": "fail"}
    days = {fact.part: fact.backup_days for fact in audit.of(DataStore) if fact.part}
    assert days == {"rule[0]": 1, "rule[1]": 90}
    assert parts(audit) == {"plans": True, "vaults": True, "reports": False}
    assert used.calls()["backup:ListRecoveryPointsByBackupVault"] == 1


def test_a_region_with_nothing_to_back_up_needs_no_plan(region: Server, audited: Callable) -> None:
    assert parts(audited("backup")) == {}


def test_a_region_with_something_to_back_up_needs_a_plan(region: Server, audited: Callable) -> None:
    region.client("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)
    assert parts(audited("backup")) == {"plans": False, "vaults": False, "reports": False}


def test_refused(used: Server, audited: Callable) -> None:
    for operation in ("backup:GetBackupVaultAccessPolicy", "backup:GetBackupPlan"):
        used.fault(operation, "denied")
    audit = audited("backup")
    assert audit.verdicts("access.public_principal") == {"main": "unknown", "empty": "unknown"}
    plans = [fact for fact in audit.of(DataStore) if fact.subject == "backup plan"]
    assert [type(fact.backup_days) for fact in plans] == [Unknown]


def test_nobody_knows_whether_there_is_something_to_back_up(
    region: Server, audited: Callable
) -> None:
    with region.faulty("ec2:DescribeVolumes", "denied"):
        audit = audited("backup")
    assert [type(value) for value in parts(audit).values()] == [Unknown] * 3
