"""Tables: keys, recovery, protection, policies, backup plans."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from auditor.facts import Setting, Unknown
from auditor_aws.testing import Server

ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/"
PUBLIC = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "dynamodb:GetItem", "Resource": "*"}
        ],
    }
)
EXPECTED = {
    "encryption.at_rest": {"bad": "pass", "good": "pass"},
    "encryption.customer_managed_key": {"bad": "fail", "good": "pass"},
    "resilience.no_point_in_time_recovery": {"bad": "fail", "good": "pass"},
    "resilience.no_deletion_protection": {"bad": "fail", "good": "pass"},
    "access.public_principal": {"bad": "fail"},
}


@pytest.fixture
def tables(aws: Server) -> Server:
    dynamodb = aws.client("dynamodb")
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    common = {
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    dynamodb.create_table(TableName="bad", **common)
    dynamodb.create_table(
        TableName="good",
        DeletionProtectionEnabled=True,
        SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key},
        **common,
    )
    dynamodb.update_continuous_backups(
        TableName="good", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    dynamodb.put_resource_policy(ResourceArn=f"{ARN}bad", Policy=PUBLIC)
    aws.stub("backup", "ListProtectedResources", {"Results": [{"ResourceArn": f"{ARN}good"}]})
    return aws


def test_tables(tables: Server, audited: Callable) -> None:
    audit = audited("dynamodb")
    assert audit.gaps == []
    assert {check: audit.verdicts(check) for check in EXPECTED} == EXPECTED
    assert audit.settings("backup_plan") == {f"{ARN}bad": False, f"{ARN}good": True}
    assert not [f for f in audit.of(Setting) if isinstance(f.value, Unknown)]
    assert all(fact.origin.evidence for fact in audit.facts)


def test_refused(tables: Server, audited: Callable) -> None:
    for operation in (
        "dynamodb:DescribeTable",
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:GetResourcePolicy",
        "backup:ListProtectedResources",
    ):
        tables.fault(operation, "denied")
    audit = audited("dynamodb")
    for check in EXPECTED:
        if check != "encryption.at_rest":
            assert audit.verdicts(check) == {"bad": "unknown", "good": "unknown"}, check
    assert {type(value) for value in audit.settings("backup_plan").values()} == {Unknown}
    assert len(audit.gaps) == 4
