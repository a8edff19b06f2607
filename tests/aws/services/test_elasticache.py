"""Replication groups and lone clusters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.facts import Setting, Unknown
from auditor_aws.testing import Server

ARN = "arn:aws:elasticache:us-east-1:123456789012:"
EXPECTED = {
    "encryption.at_rest": {"bad": "fail", "good": "pass"},
    "encryption.in_transit": {"bad": "fail", "good": "pass", "lone": "fail"},
    "resilience.no_backup": {"bad": "fail", "good": "pass"},
    "resilience.single_zone": {"bad": "fail", "good": "pass", "lone": "fail"},
    "patching.auto_minor_upgrade": {"bad": "fail", "good": "pass", "lone": "pass"},
}
SETTINGS = {
    "authentication_required": {"bad": False, "good": True},
    "redundant": {"bad": False, "good": True},
    "private_subnet": {"bad": False, "good": True, "lone": False},
}


@pytest.fixture
def caches(aws: Server) -> Server:
    """``bad`` lies in a subnet whose VPC's main table leads to the internet, ``good`` in one
    with a table of its own."""
    bad = {
        "ReplicationGroupId": "bad",
        "ARN": f"{ARN}replicationgroup:bad",
        "MemberClusters": ["bad-001"],
        "AutomaticFailover": "disabled",
        "MultiAZ": "disabled",
        "SnapshotRetentionLimit": 0,
        "AuthTokenEnabled": False,
        "TransitEncryptionEnabled": False,
        "AtRestEncryptionEnabled": False,
        "AutoMinorVersionUpgrade": False,
        "Engine": "redis",
    }
    good = {
        **bad,
        "ReplicationGroupId": "good",
        "ARN": f"{ARN}replicationgroup:good",
        "MemberClusters": ["good-001"],
        "AutomaticFailover": "enabled",
        "MultiAZ": "enabled",
        "SnapshotRetentionLimit": 7,
        "UserGroupIds": ["team"],
        "TransitEncryptionEnabled": True,
        "AtRestEncryptionEnabled": True,
        "AutoMinorVersionUpgrade": True,
        "Engine": "valkey",
    }
    clusters = [
        {
            "CacheClusterId": f"{name}-001",
            "ReplicationGroupId": name,
            "Engine": engine,
            "EngineVersion": "7.1.0",
            "CacheSubnetGroupName": name,
        }
        for name, engine in {"bad": "redis", "good": "valkey"}.items()
    ]
    clusters.append(
        {
            "CacheClusterId": "lone",
            "ARN": f"{ARN}cluster:lone",
            "Engine": "memcached",
            "EngineVersion": "1.6.22",
            "NumCacheNodes": 2,
            "PreferredAvailabilityZone": "us-east-1a",
            "AutoMinorVersionUpgrade": True,
            "TransitEncryptionEnabled": False,
            "CacheSubnetGroupName": "bad",
        }
    )
    aws.stub("elasticache", "DescribeReplicationGroups", {"ReplicationGroups": [bad, good]})
    aws.stub("elasticache", "DescribeCacheClusters", {"CacheClusters": clusters})
    aws.stub(
        "elasticache",
        "DescribeCacheSubnetGroups",
        {
            "CacheSubnetGroups": [
                {
                    "CacheSubnetGroupName": name,
                    "VpcId": "vpc-1",
                    "Subnets": [{"SubnetIdentifier": f"subnet-{name}"}],
                }
                for name in ("bad", "good")
            ]
        },
    )
    aws.stub(
        "ec2",
        "DescribeRouteTables",
        {
            "RouteTables": [
                {
                    "VpcId": "vpc-1",
                    "Associations": [{"Main": True}],
                    "Routes": [{"DestinationIpv6CidrBlock": "::/0", "GatewayId": "igw-1"}],
                },
                {
                    "VpcId": "vpc-1",
                    "Associations": [{"SubnetId": "subnet-good"}],
                    "Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1"}],
                },
            ]
        },
    )
    return aws


def by_name(values: dict) -> dict:
    return {address.rpartition(":")[2]: value for address, value in values.items()}


def test_caches(caches: Server, audited: Callable) -> None:
    audit = audited("elasticache")
    assert audit.gaps == []
    assert {check: audit.verdicts(check) for check in EXPECTED} == EXPECTED
    assert {name: by_name(audit.settings(name)) for name in SETTINGS} == SETTINGS
    assert not [f for f in audit.of(Setting) if isinstance(f.value, Unknown)]


@pytest.mark.parametrize(
    "operation", ["ec2:DescribeRouteTables", "elasticache:DescribeCacheSubnetGroups"]
)
def test_without_routes_nobody_knows_whether_a_subnet_is_private(
    caches: Server, audited: Callable, operation: str
) -> None:
    with caches.faulty(operation, "denied"):
        audit = audited("elasticache")
    found = audit.settings("private_subnet")
    assert {type(value) for value in found.values()} == {Unknown}
    assert len(found) == 3
    assert {check: audit.verdicts(check) for check in EXPECTED} == EXPECTED


def test_groups_are_judged_without_their_clusters(caches: Server, audited: Callable) -> None:
    with caches.faulty("elasticache:DescribeCacheClusters", "denied"):
        audit = audited("elasticache")
    assert audit.verdicts("encryption.at_rest") == EXPECTED["encryption.at_rest"]
    assert [gap.address for gap in audit.gaps] == ["elasticache:DescribeCacheClusters"]


@pytest.mark.parametrize(
    ("members", "at_rest", "in_transit"),
    [
        ({"StorageEncryptionType": "sse-elasticache"}, "pass", "fail"),
        ({"StorageEncryptionType": "none"}, "fail", "fail"),
        ({"TransitEncryptionEnabled": True, "TransitEncryptionMode": "required"}, "fail", "pass"),
        ({"TransitEncryptionEnabled": True, "TransitEncryptionMode": "preferred"}, "fail", "fail"),
    ],
)
def test_what_is_in_force(
    aws: Server, audited: Callable, members: dict, at_rest: str, in_transit: str
) -> None:
    """A key of AWS's own encrypts, too; and clients that may speak TLS may as well not."""
    group = {
        "ReplicationGroupId": "one",
        "ARN": f"{ARN}replicationgroup:one",
        "AtRestEncryptionEnabled": False,
        "TransitEncryptionEnabled": False,
        **members,
    }
    aws.stub("elasticache", "DescribeReplicationGroups", {"ReplicationGroups": [group]})
    audit = audited("elasticache")
    assert audit.verdicts("encryption.at_rest") == {"one": at_rest}
    assert audit.verdicts("encryption.in_transit") == {"one": in_transit}
