"""What watches the accounts: trails, analysers, and the organisation above them."""

from __future__ import annotations

from typing import Any

from auditor_aws.testing import Refusal
from aws_estate._place import REGIONS, SHOP, Ground


def organisation(ground: Ground) -> None:
    """Make the shop's account the first of two in an organisation."""
    client = ground.server.client("organizations")
    client.create_organization(FeatureSet="ALL")
    made = client.create_account(AccountName="lab", Email="lab@example.com")
    ground.member = made["CreateAccountStatus"]["AccountId"]

    def told(parameters: dict[str, Any], account: str, region: str) -> Refusal | None:
        return None if account == SHOP else Refusal("AccessDeniedException", "not the first one")

    ground.server.stub("organizations", "ListPoliciesForTarget", told)
    nobody: dict[str, Any] = {"DelegatedAdministrators": []}
    ground.server.stub("organizations", "ListDelegatedAdministrators", nobody)


def trails(ground: Ground) -> None:
    """Plant a trail whose files nobody could prove to be unchanged, and a sound one."""
    s3, client = ground.server.client("s3"), ground.server.client("cloudtrail")
    s3.create_bucket(Bucket="shop-trails", ObjectOwnership="BucketOwnerEnforced")
    for name, sound in (("all", True), ("old", False)):
        made = client.create_trail(
            Name=name,
            S3BucketName="shop-trails",
            IsMultiRegionTrail=sound,
            EnableLogFileValidation=sound,
            IncludeGlobalServiceEvents=True,
        )
        ground.names[f"trail.{name}"] = made["TrailARN"]
        client.start_logging(Name=name)


def analysers(ground: Ground) -> None:
    """Plant an analyser in the first region only."""
    arn = ground.names["analyzer"] = ground.arn("access-analyzer", "analyzer/shop")

    def answer(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        found = {
            "arn": arn,
            "name": "shop",
            "type": "ACCOUNT",
            "createdAt": "2026-01-01T00:00:00Z",
            "status": "ACTIVE",
        }
        return {"analyzers": [found] if (account, region) == (SHOP, REGIONS[0]) else []}

    ground.server.stub("accessanalyzer", "ListAnalyzers", answer)
    ground.server.stub("accessanalyzer", "ListFindingsV2", {"findings": []})


def scanners(ground: Ground) -> None:
    """Have the scanner for known weaknesses look at images, in the first region only."""

    def answer(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        here = (account, region) == (SHOP, REGIONS[0])
        states = {
            kind: {"status": "ENABLED" if here and kind == "ecr" else "DISABLED"}
            | {"errorCode": "ACCESS_DENIED", "errorMessage": "none"}
            for kind in ("ec2", "ecr", "lambda", "lambdaCode", "codeRepository")
        }
        state = {"status": "ENABLED", "errorCode": "ACCESS_DENIED", "errorMessage": "none"}
        return {
            "accounts": [{"accountId": account, "state": state, "resourceState": states}],
            "failedAccounts": [],
        }

    ground.server.stub("inspector2", "BatchGetAccountStatus", answer)


def directory(ground: Ground) -> None:
    """Plant an instance of Identity Center that belongs to the shop's account."""
    instance = {
        "InstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef",
        "IdentityStoreId": "d-0123456789",
        "OwnerAccountId": SHOP,
        "Status": "ACTIVE",
    }
    ground.once("sso-admin", "ListInstances", "Instances", [instance])
