"""Warehouses: clusters, their parameter groups, and serverless ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.facts import DataStore, Setting, Unknown
from auditor_aws.testing import Server

EXPECTED = {
    "encryption.at_rest": {"bad": "fail", "good": "pass"},
    "exposure.public_data_store": {"bad": "fail", "good": "pass"},
    "resilience.no_backup": {"bad": "fail", "good": "pass"},
    "resilience.single_zone": {"bad": "fail", "good": "pass"},
    "patching.auto_minor_upgrade": {"bad": "fail", "good": "pass"},
    "logging.service_logs_disabled": {"bad": "fail", "good": "pass"},
    "encryption.in_transit": {"default.redshift-1.0": "fail", "strict": "pass"},
}
SETTINGS = {
    "own_administrator_name": {"bad": False, "good": True},
    "private_network": {"bad": False, "good": True},
}


@pytest.fixture
def clusters(aws: Server) -> Server:
    bad = {
        "ClusterIdentifier": "bad",
        "MasterUsername": "awsuser",
        "Encrypted": False,
        "PubliclyAccessible": True,
        "AutomatedSnapshotRetentionPeriod": 0,
        "AllowVersionUpgrade": False,
        "EnhancedVpcRouting": False,
        "MultiAZ": "Disabled",
        "ClusterParameterGroups": [{"ParameterGroupName": "default.redshift-1.0"}],
    }
    good = {
        "ClusterIdentifier": "good",
        "MasterUsername": "warehouse_owner",
        "Encrypted": True,
        "KmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/1",
        "PubliclyAccessible": False,
        "AutomatedSnapshotRetentionPeriod": 14,
        "AllowVersionUpgrade": True,
        "EnhancedVpcRouting": True,
        "MultiAZ": "Enabled",
        "ClusterParameterGroups": [{"ParameterGroupName": "strict"}],
    }
    aws.stub("redshift", "DescribeClusters", {"Clusters": [bad, good]})
    aws.stub(
        "redshift",
        "DescribeLoggingStatus",
        lambda asked, *_: {"LoggingEnabled": asked["ClusterIdentifier"] == "good"},
    )
    aws.stub(
        "redshift",
        "DescribeClusterParameterGroups",
        {
            "ParameterGroups": [
                {"ParameterGroupName": "strict", "ParameterGroupFamily": "redshift-1.0"}
            ]
        },
    )
    aws.stub(
        "redshift",
        "DescribeClusterParameters",
        {"Parameters": [{"ParameterName": "require_ssl", "ParameterValue": "true"}]},
    )
    return aws


def by_name(values: dict) -> dict:
    return {address.rpartition(":")[2]: value for address, value in values.items()}


def test_clusters(clusters: Server, audited: Callable) -> None:
    audit = audited("redshift")
    assert audit.gaps == []
    assert {check: audit.verdicts(check) for check in EXPECTED} == EXPECTED
    assert {name: by_name(audit.settings(name)) for name in SETTINGS} == SETTINGS
    assert not [f for f in audit.of(Setting) if isinstance(f.value, Unknown)]


def test_refused(clusters: Server, audited: Callable) -> None:
    for operation in (
        "redshift:DescribeLoggingStatus",
        "redshift:DescribeClusterParameters",
        "kms:ListAliases",
    ):
        clusters.fault(operation, "denied")
    audit = audited("redshift")
    assert audit.verdicts("logging.service_logs_disabled") == {"bad": "unknown", "good": "unknown"}
    assert audit.verdicts("encryption.in_transit")["strict"] == "unknown"
    assert audit.verdicts("encryption.at_rest") == EXPECTED["encryption.at_rest"]
    assert len(audit.gaps) == 3


def test_serverless(aws: Server, audited: Callable) -> None:
    arn = "arn:aws:redshift-serverless:us-east-1:123456789012:"
    namespaces = [
        {"namespaceName": name, "namespaceArn": f"{arn}namespace/{name}", "kmsKeyId": key}
        for name, key in {"owned": "AWS_OWNED_KMS_KEY", "ours": "key-1"}.items()
    ]
    workgroups = [
        {"workgroupName": name, "workgroupArn": f"{arn}workgroup/{name}", "publiclyAccessible": on}
        for name, on in {"open": True, "shut": False}.items()
    ]
    aws.stub("redshift-serverless", "ListNamespaces", {"namespaces": namespaces})
    aws.stub("redshift-serverless", "ListWorkgroups", {"workgroups": workgroups})
    audit = audited("redshiftserverless")
    assert audit.gaps == []
    assert audit.verdicts("exposure.public_data_store") == {"open": "fail", "shut": "pass"}
    keys = {f.origin.address.rpartition("/")[2]: f.key for f in audit.of(DataStore) if f.key}
    assert keys == {"owned": "provider", "ours": "customer"}
