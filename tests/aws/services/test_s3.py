"""Buckets, the account's block of public access, and access points."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from auditor.facts import AccessPolicy, DataStore, Setting, Unknown
from auditor_aws.testing import Call, Server

ACCOUNT = "123456789012"
FAST = {"calls_per_second": 1000, "bucket_details": True}
ALL = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}
TLS_ONLY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": ["arn:aws:s3:::good", "arn:aws:s3:::good/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }
)
PUBLIC = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::bad/*",
            }
        ],
    }
)
EXPECTED = {
    "exposure.no_public_access_block": {"bad": "fail", "good": "pass", "logs": "fail"},
    "exposure.public_acl": {"bad": "fail", "good": "pass", "logs": "pass"},
    "access.public_principal": {"bad": "fail", "good": "pass"},
    "certificates.insecure_transport_allowed": {"bad": "fail", "good": "pass", "logs": "fail"},
    "resilience.no_versioning": {"bad": "fail", "good": "pass", "logs": "fail"},
    "resilience.no_mfa_delete": {"bad": "fail", "good": "fail", "logs": "fail"},
    "logging.access_log_disabled": {"bad": "fail", "good": "pass"},
    "encryption.customer_managed_key": {"bad": "fail", "good": "pass", "logs": "fail"},
    "encryption.at_rest": {"bad": "pass", "good": "pass", "logs": "pass"},
}
SETTINGS = {
    "acls_disabled": {"bad": False, "good": True, "logs": False},
    "lifecycle": {"good": True},
    "replicated": {"bad": False, "good": False, "logs": False},
    "object_lock": {"bad": False, "good": False, "logs": False},
}


@pytest.fixture
def buckets(aws: Server) -> Server:
    """``bad`` has every fault, ``good`` none but those that need hardware or a second bucket,
    ``logs`` receives a log."""
    s3 = aws.client("s3")
    for name in ("bad", "good", "logs"):
        s3.create_bucket(Bucket=name)
    s3.put_bucket_acl(Bucket="bad", ACL="public-read")
    s3.put_bucket_policy(Bucket="bad", Policy=PUBLIC)
    s3.put_public_access_block(Bucket="good", PublicAccessBlockConfiguration=ALL)
    s3.put_bucket_ownership_controls(
        Bucket="good",
        OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    )
    s3.put_bucket_versioning(Bucket="good", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_policy(Bucket="good", Policy=TLS_ONLY)
    s3.put_bucket_acl(Bucket="logs", ACL="log-delivery-write")
    s3.put_bucket_logging(
        Bucket="good",
        BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": ""}},
    )
    key = aws.client("kms").create_key()["KeyMetadata"]["Arn"]
    for name, chosen in {"good": {"KMSMasterKeyID": key}, "bad": {}}.items():
        default = {"SSEAlgorithm": "aws:kms", **chosen}
        s3.put_bucket_encryption(
            Bucket=name,
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": default}]
            },
        )
    s3.put_bucket_lifecycle_configuration(
        Bucket="good",
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": "old",
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
                }
            ]
        },
    )
    return aws


def by_bucket(values: dict) -> dict:
    return {address.rpartition(":")[2]: value for address, value in values.items()}


def test_buckets(buckets: Server, audited: Callable) -> None:
    audit = audited("s3", **FAST)
    assert {check: audit.verdicts(check) for check in EXPECTED} == EXPECTED
    assert {name: by_bucket(audit.settings(name)) for name in SETTINGS} == SETTINGS
    assert audit.gaps == []
    unknown = [f for f in audit.of(Setting) if isinstance(f.value, Unknown)]
    assert unknown == []
    assert all(fact.origin.evidence for fact in audit.facts)
    assert {fact.origin.address for fact in audit.of(DataStore)} == {
        f"arn:aws:s3:::{name}" for name in ("bad", "good", "logs")
    }


def test_calls_per_bucket(aws: Server, audited: Callable) -> None:
    """A bucket as AWS makes them today, in an account that blocks public access: five calls."""
    aws.client("s3control").put_public_access_block(
        AccountId=ACCOUNT, PublicAccessBlockConfiguration=ALL
    )
    aws.client("s3").create_bucket(Bucket="one")
    aws.reset_calls()
    audit = audited("s3", **FAST)
    assert audit.verdicts("exposure.no_public_access_block") == {"one": "pass"}
    assert audit.verdicts("exposure.public_acl") == {"one": "pass"}
    assert sum(n for call, n in aws.calls().items() if call.startswith("s3:Get")) == 5


def test_a_bucket_that_nothing_guards_costs_six_calls(aws: Server, audited: Callable) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="one")
    s3.put_bucket_versioning(Bucket="one", VersioningConfiguration={"Status": "Enabled"})
    aws.reset_calls()
    audit = audited("s3", calls_per_second=1000)
    own = {name: n for name, n in aws.calls().items() if name.startswith("s3:Get")}
    assert sum(own.values()) == 6
    (spared,) = [item for item in audit.populations if "object lock" in item.source]
    assert spared.excluded == {
        "set bucket_details in [aws] to read them, three calls each": 1,
    }


def test_a_bucket_is_read_in_its_own_region(aws: Server, audited: Callable) -> None:
    aws.client("s3").create_bucket(Bucket="near")
    aws.client("s3", region="eu-west-1").create_bucket(
        Bucket="far", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    audit = audited("s3", **FAST, regions=("us-east-1", "eu-west-1"))
    assert audit.verdicts("encryption.at_rest") == {"near": "pass", "far": "pass"}
    call = Call("s3", "GetBucketPolicy", ACCOUNT, "eu-west-1")
    assert aws.calls_by_place()[call] == 1


@pytest.mark.parametrize("blocked", [True, False])
def test_the_account_guards_its_buckets(aws: Server, audited: Callable, blocked: bool) -> None:
    aws.client("s3").create_bucket(Bucket="plain")
    if blocked:
        aws.client("s3control").put_public_access_block(
            AccountId=ACCOUNT, PublicAccessBlockConfiguration=ALL
        )
    word = "pass" if blocked else "fail"
    audit = audited("s3", "s3account", **FAST)
    assert audit.verdicts("exposure.no_public_access_block") == {"plain": word}
    for switch in ("block_public_acls", "block_public_policy", "ignore_public_acls"):
        assert audit.verdicts(f"exposure.{switch}") == {ACCOUNT: word}


@pytest.mark.parametrize("restricted", [True, False])
def test_a_public_policy_where_public_buckets_are_restricted(
    aws: Server, audited: Callable, restricted: bool
) -> None:
    """The policy stays, but lets in nobody from outside any more."""
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="bad")
    s3.put_bucket_policy(Bucket="bad", Policy=PUBLIC)
    s3.put_public_access_block(
        Bucket="bad",
        PublicAccessBlockConfiguration={**ALL, "RestrictPublicBuckets": restricted},
    )
    word = "pass" if restricted else "fail"
    assert audited("s3", **FAST).verdicts("access.public_principal") == {"bad": word}
    with aws.faulty("s3:GetPublicAccessBlock", "denied"):
        audit = audited("s3", **FAST)
    assert audit.verdicts("access.public_principal") == {"bad": "unknown"}


def test_the_account_guards_its_access_points(aws: Server, audited: Callable) -> None:
    """Switches of an access point cannot be changed later: those of the account are in force."""
    aws.client("s3").create_bucket(Bucket="data")
    control = aws.client("s3control")
    control.put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=ALL)
    control.create_access_point(
        AccountId=ACCOUNT,
        Name="open",
        Bucket="data",
        PublicAccessBlockConfiguration=dict.fromkeys(ALL, False),
    )
    audit = audited("s3", **FAST)
    assert audit.verdicts("exposure.block_public_policy") == {"open": "pass"}


@pytest.mark.parametrize(
    ("operations", "unknown"),
    [
        (
            ("s3:GetBucketPolicy", "s3:GetBucketVersioning", "s3:GetBucketLogging"),
            {
                "access.public_principal",
                "certificates.insecure_transport_allowed",
                "resilience.no_versioning",
                "resilience.no_mfa_delete",
                "logging.access_log_disabled",
            },
        ),
        (
            ("s3:GetPublicAccessBlock", "kms:ListAliases"),
            {
                "access.public_principal",
                "exposure.no_public_access_block",
                "exposure.public_acl",
                "encryption.customer_managed_key",
            },
        ),
        (
            ("s3:GetBucketAcl", "s3:GetBucketEncryption"),
            {"exposure.public_acl", "encryption.customer_managed_key"},
        ),
        (
            ("s3control:GetPublicAccessBlock",),
            {
                "access.public_principal",
                "exposure.no_public_access_block",
                "exposure.public_acl",
            },
        ),
    ],
)
def test_refused(
    buckets: Server, audited: Callable, operations: tuple[str, ...], unknown: set[str]
) -> None:
    """Refused calls leave unknowns behind, and no other verdict than before."""
    for operation in operations:
        buckets.fault(operation, "denied")
    audit = audited("s3", **FAST)
    seen = set()
    for check, expected in EXPECTED.items():
        for name, verdict in audit.verdicts(check).items():
            if verdict == "unknown":
                seen.add(check)
            else:
                assert verdict == expected[name], (check, name)
    assert seen == unknown
    assert {gap.address for gap in audit.gaps} == set(operations)


def test_a_log_may_come_from_a_bucket_that_does_not_tell(aws: Server, audited: Callable) -> None:
    s3 = aws.client("s3")
    for name in ("one", "two"):
        s3.create_bucket(Bucket=name)
    with aws.faulty("s3:GetBucketLogging", "denied", times=1):
        audit = audited("s3", **FAST)
    assert audit.verdicts("logging.access_log_disabled") == {"one": "unknown", "two": "unknown"}


def test_access_points(aws: Server, audited: Callable) -> None:
    aws.client("s3").create_bucket(Bucket="data")
    control = aws.client("s3control")
    for name, block in {"open": dict.fromkeys(ALL, False), "shut": ALL}.items():
        control.create_access_point(
            AccountId=ACCOUNT, Name=name, Bucket="data", PublicAccessBlockConfiguration=block
        )
    control.put_access_point_policy(
        AccountId=ACCOUNT, Name="open", Policy=PUBLIC.replace("arn:aws:s3:::bad/*", "*")
    )
    audit = audited("s3", **FAST)
    assert audit.verdicts("exposure.block_public_policy") == {"open": "fail", "shut": "pass"}
    assert audit.verdicts("access.public_principal") == {"open": "fail"}
    with aws.faulty("s3control:GetAccessPoint*", "denied"):
        audit = audited("s3", **FAST)
    assert audit.verdicts("exposure.block_public_policy") == {
        "open": "unknown",
        "shut": "unknown",
    }
    assert {type(fact.grants) for fact in audit.of(AccessPolicy)} == {Unknown}


def test_multi_region_access_points(aws: Server, audited: Callable) -> None:
    point = {
        "Name": "everywhere",
        "Alias": "abc.mrap",
        "PublicAccessBlock": {**ALL, "BlockPublicPolicy": False},
    }
    aws.stub("s3control", "ListMultiRegionAccessPoints", {"AccessPoints": [point]})
    audit = audited("s3", **FAST, regions=("us-west-2", "us-east-1"))
    assert audit.verdicts("exposure.block_public_policy") == {"abc.mrap": "fail"}
    assert audit.verdicts("exposure.block_public_acls") == {"abc.mrap": "pass"}
