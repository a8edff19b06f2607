"""Refusing any one call never turns a verdict into pass or fail; what is refused is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from auditor.collecting import Reason, Unit
from auditor_aws.actions import action_of
from auditor_aws.service import services
from auditor_aws.testing import Kind, Server
from tests.aws.estate import Audit, Auditor, estate, everything

KINDS = (
    Kind.THROTTLED,
    Kind.EXPIRED,
    Kind.SERVER_ERROR,
    Kind.UNSUPPORTED,
    Kind.TOO_SKEWED,
    Kind.TIMEOUT,
    Kind.MALFORMED,
    Kind.TRUNCATED,
    Kind.REPEATED_PAGE,
    Kind.BROKEN_PAGE,
)
PAGED = (Kind.REPEATED_PAGE, Kind.BROKEN_PAGE)
UNUSED = frozenset(
    """
    acm:ListCertificates athena:ListQueryExecutions bedrock:ListGuardrails
    bedrock:ListProvisionedModelThroughputs
    cloudtrail:GetInsightSelectors codebuild:BatchGetBuilds codebuild:ListBuildsForProject
    cognito-idp:DescribeRiskConfiguration config:DescribeConfigurationRecorderStatus
    config:DescribeDeliveryChannels ds:ListCertificates ds:ListLogSubscriptions
    ec2:DescribeVpcEndpointServicePermissions ecr:DescribeImageScanFindings
    efs:DescribeBackupPolicy eks:DescribeNodegroup elb:DescribeLoadBalancerPolicies
    guardduty:ListMembers iam:GetServerCertificate logs:DescribeMetricFilters
    mwaa:GetEnvironment mwaa:ListEnvironments organizations:ListParents
    organizations:ListPoliciesForTarget organizations:ListTargetsForPolicy
    rds:DescribeDBClusterParameterGroups rds:DescribeDBClusterParameters
    rds:DescribeDBClusterSnapshotAttributes rds:DescribeDBMajorEngineVersions
    rds:DescribeDBParameters rds:DescribeDBSnapshotAttributes rds:DescribeDBSubnetGroups
    s3:GetBucketLifecycleConfiguration s3:GetBucketReplication s3:GetObjectLockConfiguration
    s3:HeadBucket s3control:GetAccessPoint s3control:GetAccessPointPolicy
    s3control:ListMultiRegionAccessPoints securityhub:ListEnabledProductsForImport
    sns:ListSubscriptionsByTopic ssm:DescribeDocumentPermission
    storagegateway:DescribeSMBFileShares
    """.split()
)
"""Operations that the estate gives no occasion to call; the tests of their services do."""


class Planted(NamedTuple):
    """The estate in the stand-in, and an undisturbed audit of each service."""

    server: Server
    auditor: Auditor
    undisturbed: dict[str, Audit]
    called: dict[str, frozenset[str]]


@pytest.fixture(scope="module")
def planted(aws_server: Server) -> Iterator[Planted]:
    """Every list of what the stand-in lacks has one thing in it, made from its shape."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws_server.environment().items():
            patch.setenv(name, value)
        patch.setenv("AWS_MAX_ATTEMPTS", "1")
        patch.setenv("AWS_RETRY_MODE", "standard")
        patch.setattr("auditor_aws.rates.SLOWER", {})
        aws_server.reset()
        estate().seed_all(aws_server)
        auditor = Auditor(aws_server, calls_per_second=1000, **everything())
        planted = Planted(aws_server, auditor, {}, {})
        yield planted
        assert aws_server.mistakes == []
        aws_server.reset()


def undisturbed(planted: Planted, name: str) -> tuple[list[Unit], Audit]:
    """Audit a service, once."""
    units = list(planted.auditor.units([name]))
    if name not in planted.undisturbed:
        planted.server.clear_faults()
        planted.server.reset_calls()
        planted.undisturbed[name] = planted.auditor.audit(units)
        planted.called[name] = frozenset(planted.server.calls())
    return units, planted.undisturbed[name]


def disturbed(planted: Planted, units: list[Unit], operation: str, kind: Kind) -> Audit:
    with planted.server.faulty(operation, kind, seconds=0.05):
        return planted.auditor.audit(units)


def invented(found: Audit, before: Audit) -> set[tuple[str, str, str, str]]:
    return found.decided - before.decided


@pytest.mark.parametrize("name", services())
def test_no_refusal_makes_a_verdict(planted: Planted, name: str) -> None:
    units, before = undisturbed(planted, name)
    told = {gap.address for gap in before.gaps}
    wrong: list[tuple[str, ...]] = []
    for number, operation in enumerate(services()[name].operations):
        if operation not in planted.called[name]:
            continue
        for kind in (Kind.DENIED, KINDS[(number + len(name)) % len(KINDS)]):
            found = disturbed(planted, units, operation, kind)
            wrong += [(operation, kind.value, *item) for item in invented(found, before)]
            gaps = [gap for gap in found.gaps if operation in gap.address + gap.detail]
            permitted = any(action_of(operation) in gap.detail for gap in gaps)
            if kind is Kind.DENIED and not permitted and operation not in told:
                wrong.append((operation, kind.value, "no gap names the permission"))
            elif not gaps and kind not in PAGED:
                wrong.append((operation, kind.value, "no gap"))
            wrong += [
                (operation, kind.value, gap.detail)
                for gap in found.gaps
                if gap.reason is Reason.CRASHED
            ]
    assert wrong == []


def test_the_estate_makes_almost_every_call(planted: Planted) -> None:
    for name in services():
        undisturbed(planted, name)
    called = frozenset().union(*planted.called.values())
    declared = {name for service in services().values() for name in service.operations}
    assert declared - called - UNUSED == set()


def test_undisturbed_audits_read_all_that_they_ask_for(planted: Planted) -> None:
    for name in services():
        _, audit = undisturbed(planted, name)
        assert [gap.detail for gap in audit.gaps if gap.reason is Reason.CRASHED] == [], name
