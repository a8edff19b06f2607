"""RDS, Aurora, DocumentDB and Neptune: databases, snapshots, parameter groups, authorities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from auditor.facts import Certificate, Component, DataStore, Setting, Unknown
from auditor_aws.testing import Server

NOW = datetime.now(UTC)
EXPECTED = {
    "encryption.at_rest": {
        "bad": "fail",
        "good": "pass",
        "aurora": "pass",
        "graph": "fail",
        "documents": "pass",
        "bad-snapshot": "fail",
        "good-snapshot": "pass",
        "graph-snapshot": "fail",
    },
    "exposure.public_data_store": {
        "bad": "fail",
        "good": "pass",
        "reader": "pass",
        "bad-snapshot": "fail",
        "good-snapshot": "pass",
        "graph-snapshot": "fail",
    },
    "resilience.no_backup": {
        "bad": "fail",
        "good": "pass",
        "aurora": "pass",
        "graph": "pass",
        "documents": "pass",
    },
    "resilience.no_deletion_protection": {
        "bad": "fail",
        "good": "pass",
        "aurora": "fail",
        "graph": "fail",
        "documents": "fail",
    },
    "patching.auto_minor_upgrade": {"bad": "fail", "good": "pass", "reader": "pass"},
    "certificates.outdated_database_ca": {"bad": "fail", "good": "pass", "writer": "pass"},
    "patching.extended_support": {"bad": "fail", "good": "pass", "aurora": "pass"},
    "logging.service_logs_disabled": {
        "bad": "fail",
        "good": "pass",
        "aurora": "fail",
        "graph": "fail",
        "documents": "fail",
    },
    "encryption.in_transit": {"default.postgres13": "fail", "forced": "pass"},
}


@pytest.fixture
def databases(aws: Server) -> Server:
    """``bad`` has every fault, ``good`` none; a cluster of each other engine."""
    own_key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    aws_key = next(
        alias["TargetKeyId"]
        for alias in aws.client("kms").list_aliases()["Aliases"]
        if alias["AliasName"] == "alias/aws/rds"
    )
    aws_key = own_key.rpartition("/")[0] + "/" + aws_key
    arn = "arn:aws:rds:us-east-1:123456789012:"
    bad = {
        "DBInstanceIdentifier": "bad",
        "DBInstanceArn": f"{arn}db:bad",
        "Engine": "postgres",
        "EngineVersion": "13.4",
        "MasterUsername": "postgres",
        "PubliclyAccessible": True,
        "StorageEncrypted": False,
        "BackupRetentionPeriod": 0,
        "AutoMinorVersionUpgrade": False,
        "MultiAZ": False,
        "DeletionProtection": False,
        "MonitoringInterval": 0,
        "CopyTagsToSnapshot": False,
        "IAMDatabaseAuthenticationEnabled": False,
        "CACertificateIdentifier": "rds-ca-2019",
        "EngineLifecycleSupport": "open-source-rds-extended-support",
        "DBParameterGroups": [{"DBParameterGroupName": "default.postgres13"}],
        "PerformanceInsightsEnabled": True,
        "PerformanceInsightsKMSKeyId": own_key,
    }
    good = {
        **bad,
        "DBInstanceIdentifier": "good",
        "DBInstanceArn": f"{arn}db:good",
        "Engine": "mysql",
        "EngineVersion": "8.0.40",
        "MasterUsername": "orders_owner",
        "PubliclyAccessible": False,
        "StorageEncrypted": True,
        "KmsKeyId": own_key,
        "BackupRetentionPeriod": 14,
        "AutoMinorVersionUpgrade": True,
        "MultiAZ": True,
        "DeletionProtection": True,
        "MonitoringInterval": 60,
        "CopyTagsToSnapshot": True,
        "IAMDatabaseAuthenticationEnabled": True,
        "EnabledCloudwatchLogsExports": ["error"],
        "CACertificateIdentifier": "rds-ca-rsa2048-g1",
        "DBParameterGroups": [{"DBParameterGroupName": "forced"}],
        "DBSubnetGroup": {"VpcId": "vpc-1"},
        "PerformanceInsightsKMSKeyId": aws_key,
    }
    instances = [bad, good]
    shared = {"EngineVersion": "1", "BackupRetentionPeriod": 7, "DeletionProtection": False}
    clusters = [
        {
            **shared,
            "DBClusterIdentifier": name,
            "DBClusterArn": f"{arn}cluster:{name}",
            "Engine": engine,
            "StorageEncrypted": engine != "neptune",
            "MultiAZ": engine == "neptune",
            "KmsKeyId": aws_key if engine == "docdb" else own_key,
            "MasterUsername": "admin",
            "DBSubnetGroup": "inside",
            "EngineLifecycleSupport": "open-source-rds-extended-support-disabled",
        }
        for name, engine in {
            "aurora": "aurora-postgresql",
            "graph": "neptune",
            "documents": "docdb",
        }.items()
    ]
    instances.append(
        {
            "DBInstanceIdentifier": "writer",
            "DBInstanceArn": f"{arn}db:writer",
            "DBClusterIdentifier": "documents",
            "Engine": "docdb",
            "EngineVersion": "5.0.0",
            "CACertificateIdentifier": "rds-ca-rsa2048-g1",
            "DBParameterGroups": [],
        }
    )
    instances.append(
        {
            **instances[-1],
            "DBInstanceIdentifier": "reader",
            "DBInstanceArn": f"{arn}db:reader",
            "Engine": "neptune",
            "PubliclyAccessible": False,
            "AutoMinorVersionUpgrade": True,
        }
    )
    aws.stub(
        "rds",
        "DescribeDBSnapshots",
        {
            "DBSnapshots": [
                {
                    "DBSnapshotIdentifier": f"{name}-snapshot",
                    "DBSnapshotArn": f"{arn}snapshot:{name}-snapshot",
                    "SnapshotType": "manual",
                    "Encrypted": name == "good",
                }
                for name in ("bad", "good")
            ]
        },
    )
    aws.stub(
        "rds",
        "DescribeDBSnapshotAttributes",
        {
            "DBSnapshotAttributesResult": {
                "DBSnapshotAttributes": [{"AttributeName": "restore", "AttributeValues": ["all"]}]
            }
        },
    )
    groups = {"default.postgres13": "postgres13", "forced": "mysql8.0"}
    aws.stub(
        "rds",
        "DescribeDBParameterGroups",
        {
            "DBParameterGroups": [
                {"DBParameterGroupName": name, "DBParameterGroupFamily": family}
                for name, family in groups.items()
            ]
        },
    )
    aws.stub("rds", "DescribeDBInstances", {"DBInstances": instances})
    aws.stub("rds", "DescribeDBClusters", {"DBClusters": clusters})
    aws.stub(
        "rds",
        "DescribeDBClusterSnapshots",
        {
            "DBClusterSnapshots": [
                {
                    "DBClusterSnapshotIdentifier": "graph-snapshot",
                    "DBClusterSnapshotArn": f"{arn}cluster-snapshot:graph-snapshot",
                    "Engine": "neptune",
                    "SnapshotType": "manual",
                    "StorageEncrypted": False,
                }
            ]
        },
    )
    aws.stub(
        "rds",
        "DescribeDBClusterSnapshotAttributes",
        {
            "DBClusterSnapshotAttributesResult": {
                "DBClusterSnapshotAttributes": [
                    {"AttributeName": "restore", "AttributeValues": ["all"]}
                ]
            }
        },
    )
    aws.stub(
        "rds",
        "DescribeDBParameters",
        {"Parameters": [{"ParameterName": "require_secure_transport", "ParameterValue": "1"}]},
    )
    ends = {"13": NOW - timedelta(days=30), "8.0": NOW + timedelta(days=30)}
    aws.stub(
        "rds",
        "DescribeDBMajorEngineVersions",
        {
            "DBMajorEngineVersions": [
                {
                    "Engine": "postgres" if major == "13" else "mysql",
                    "MajorEngineVersion": major,
                    "SupportedEngineLifecycles": [
                        {
                            "LifecycleSupportName": "open-source-rds-standard-support",
                            "LifecycleSupportStartDate": NOW - timedelta(days=900),
                            "LifecycleSupportEndDate": end,
                        }
                    ],
                }
                for major, end in ends.items()
            ]
        },
    )
    aws.stub(
        "rds",
        "DescribeCertificates",
        {
            "Certificates": [
                {
                    "CertificateIdentifier": name,
                    "CertificateArn": f"arn:aws:rds:us-east-1::cert:{name}",
                    "ValidFrom": NOW - timedelta(days=1800),
                    "ValidTill": NOW + timedelta(days=days),
                }
                for name, days in {
                    "rds-ca-2019": -90,
                    "rds-ca-rsa2048-g1": 9000,
                    "unused": 9,
                }.items()
            ]
        },
    )
    aws.stub(
        "backup",
        "ListProtectedResources",
        {"Results": [{"ResourceArn": f"{arn}db:good"}, {"ResourceArn": f"{arn}cluster:aurora"}]},
    )
    aws.stub(
        "rds",
        "DescribeEventSubscriptions",
        {"EventSubscriptionsList": [{"Enabled": True, "SourceType": "db-cluster"}]},
    )
    aws.stub(
        "rds",
        "DescribeDBSubnetGroups",
        {
            "DBSubnetGroups": [
                {
                    "DBSubnetGroupName": "inside",
                    "VpcId": "vpc-1",
                    "Subnets": [{"SubnetIdentifier": "subnet-1"}],
                }
            ]
        },
    )
    route = {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": "active"}
    main = {"VpcId": "vpc-1", "Associations": [{"Main": True}], "Routes": [route]}
    aws.stub("ec2", "DescribeRouteTables", {"RouteTables": [main]})
    aws.stub("rds", "DescribeDBProxies", {"DBProxies": []})
    return aws


def by_name(values: dict) -> dict:
    return {address.rpartition(":")[2]: value for address, value in values.items()}


def test_databases(databases: Server, audited: Callable) -> None:
    databases.reset_calls()
    audit = audited("rds")
    assert audit.gaps == []
    assert databases.calls()["rds:DescribeDBSnapshotAttributes"] == 1
    assert {check: audit.verdicts(check) for check in EXPECTED} == EXPECTED
    settings = {
        "backup_plan": {"bad": False, "good": True, "aurora": True},
        "own_administrator_name": {"bad": False, "good": True, "aurora": False},
        "detailed_monitoring": {"bad": False, "good": True},
        "private_subnet": {"graph": False},
        "tags_copied": {"bad": False, "good": True, "aurora": False, "graph": False},
    }
    assert {name: by_name(audit.settings(name)) for name in settings} == settings
    events = {f.part: f.value for f in audit.of(Setting) if f.name == "event_subscription"}
    assert events == {
        "instances": False,
        "clusters": True,
        "parameter_groups": False,
        "security_groups": False,
    }
    unknown = [f for f in audit.of(Setting) if isinstance(f.value, Unknown)]
    assert unknown == []


def test_keys_authorities_and_kinds(databases: Server, audited: Callable) -> None:
    audit = audited("rds")
    keys = {
        (fact.origin.address.rpartition(":")[2], fact.part): fact.key
        for fact in audit.of(DataStore)
        if fact.key is not None
    }
    assert keys == {
        ("bad", "Performance Insights"): "customer",
        ("good", "Performance Insights"): "provider",
        ("aurora", ""): "customer",
        ("graph", ""): "customer",
        ("documents", ""): "provider",
    }

    # Authorities in use.
    assert {fact.name: len(fact.in_use_by) for fact in audit.of(Certificate)} == {
        "rds-ca-2019": 1,
        "rds-ca-rsa2048-g1": 3,
    }
    assert audit.verdicts("certificates.expired") == {
        "rds-ca-2019": "fail",
        "rds-ca-rsa2048-g1": "pass",
    }

    # Each database is told once, as what it is.
    kinds = {fact.origin.address: fact.origin.kind for fact in audit.of(DataStore)}
    clusters = {
        name.rpartition(":")[2]: kind for name, kind in kinds.items() if ":cluster:" in name
    }
    assert clusters == {
        "aurora": "aws_rds_cluster",
        "documents": "aws_docdb_cluster",
        "graph": "aws_neptune_cluster",
    }
    products = [fact.product for fact in audit.of(Component)]
    assert sorted(products) == [
        "amazon-aurora-postgresql",
        "amazon-documentdb",
        "amazon-neptune",
        "amazon-rds-mysql",
        "amazon-rds-postgresql",
    ]


def test_refused(databases: Server, audited: Callable) -> None:
    """What a detail would tell is unknown without it, and nothing else changes."""
    for operation in (
        "rds:DescribeDBSnapshotAttributes",
        "rds:DescribeDBClusterSnapshotAttributes",
        "rds:DescribeDBParameters",
        "rds:DescribeDBMajorEngineVersions",
        "kms:ListAliases",
        "backup:ListProtectedResources",
        "rds:DescribeEventSubscriptions",
        "rds:DescribeDBSubnetGroups",
    ):
        databases.fault(operation, "denied")
    audit = audited("rds")
    changed = {
        (check, name): audit.verdicts(check).get(name)
        for check, expected in EXPECTED.items()
        for name, verdict in expected.items()
        if audit.verdicts(check).get(name) != verdict
    }
    assert changed == {
        ("exposure.public_data_store", "bad-snapshot"): "unknown",
        ("exposure.public_data_store", "graph-snapshot"): "unknown",
        ("encryption.in_transit", "forced"): "unknown",
        ("patching.extended_support", "bad"): "unknown",
        ("patching.extended_support", "good"): "unknown",
    }
    for name in ("backup_plan", "event_subscription", "private_subnet"):
        assert {type(value) for value in audit.settings(name).values()} == {Unknown}
    denied = {gap.address for gap in audit.gaps}
    assert {"kms:ListAliases", "rds:DescribeDBMajorEngineVersions"} <= denied
    assert {fact.key for fact in audit.of(DataStore) if isinstance(fact.key, Unknown)} == {
        Unknown("denied: kms:ListAliases")
    }


def test_a_listing_that_is_refused_costs_only_its_own_things(
    databases: Server, audited: Callable
) -> None:
    with databases.faulty("rds:DescribeDBInstances", "denied"):
        audit = audited("rds")
    assert audit.verdicts("resilience.no_backup") == {
        "aurora": "pass",
        "graph": "pass",
        "documents": "pass",
    }
    assert [gap.address for gap in audit.gaps] == ["rds:DescribeDBInstances"]


def test_what_a_replica_and_an_instance_of_a_cluster_have_from_elsewhere(
    aws: Server, audited: Callable
) -> None:
    """A replica is the second copy of its source; a version is told once a cluster."""
    arn = "arn:aws:rds:us-east-1:123456789012:"

    def instance(name: str, engine: str, **members: object) -> dict:
        return {
            "DBInstanceIdentifier": name,
            "DBInstanceArn": f"{arn}db:{name}",
            "Engine": engine,
            "EngineVersion": "13.4",
            "MultiAZ": False,
            "BackupRetentionPeriod": 0,
            **members,
        }

    aws.stub(
        "rds",
        "DescribeDBInstances",
        {
            "DBInstances": [
                instance("main", "postgres"),
                instance(
                    "replica", "postgres", ReadReplicaSourceDBInstanceIdentifier=f"{arn}db:main"
                ),
                instance("writer", "aurora-postgresql", DBClusterIdentifier="aurora"),
            ]
        },
    )
    cluster = {
        "DBClusterIdentifier": "aurora",
        "DBClusterArn": f"{arn}cluster:aurora",
        "Engine": "aurora-postgresql",
        "EngineVersion": "13.4",
        "MultiAZ": True,
    }
    aws.stub("rds", "DescribeDBClusters", {"DBClusters": [cluster]})
    aws.stub("backup", "ListProtectedResources", {"Results": []})
    audit = audited("rds")
    for check, expected in {
        "resilience.single_zone": {"main": "fail", "aurora": "pass"},
        "resilience.no_backup": {"main": "fail"},
        "resilience.outside_backup_plan": {"main": "fail", "aurora": "fail"},
    }.items():
        found = audit.verdicts(check)
        assert expected.items() <= found.items()
        assert not {"replica", "writer"} & set(found), check
    versions = [fact.origin.address.rpartition(":")[2] for fact in audit.of(Component)]
    assert sorted(versions) == ["aurora", "main", "replica"]


def test_a_key_that_aws_owns_encrypts_too(aws: Server, audited: Callable) -> None:
    arn = "arn:aws:rds:us-east-1:123456789012:"
    owned = {"StorageEncryptionType": "sse-rds", "StorageEncrypted": False}
    instance = {"DBInstanceIdentifier": "db", "DBInstanceArn": f"{arn}db:db", "Engine": "mysql"}
    cluster = {
        "DBClusterIdentifier": "cluster",
        "DBClusterArn": f"{arn}cluster:cluster",
        "Engine": "aurora-postgresql",
        "InternetAccessGatewayEnabled": True,
    }
    snapshot = {"DBSnapshotIdentifier": "snap", "DBSnapshotArn": f"{arn}snapshot:snap"}
    aws.stub("rds", "DescribeDBInstances", {"DBInstances": [instance | owned]})
    aws.stub("rds", "DescribeDBClusters", {"DBClusters": [cluster | owned]})
    aws.stub(
        "rds",
        "DescribeDBSnapshots",
        {"DBSnapshots": [{**snapshot, "StorageEncryptionType": "sse-rds", "Encrypted": False}]},
    )
    aws.stub("rds", "DescribeDBSnapshotAttributes", {"DBSnapshotAttributesResult": {}})
    audit = audited("rds")
    expected = {"db": "pass", "cluster": "pass", "snap": "pass"}
    assert audit.verdicts("encryption.at_rest") == expected
    assert audit.verdicts("exposure.public_data_store") == {**expected, "cluster": "fail"}
