"""Lightsail, Amplify, Storage Gateway, Service Catalog, and what an account shares or covers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from auditor_aws.testing import Refusal, Server

Audited = Callable[..., Any]
SERVICES = (
    "amplify",
    "cloudwatchaccount",
    "lightsail",
    "organizationwatch",
    "servicecatalog",
    "storagegateway",
)
NOW = datetime.now(UTC)
SECRET = "AKIAIOSFODNN7EXAMPLQ"
TWINS = {"careless": "fail", "careful": "pass"}
OWN = "arn:aws:kms:us-east-1:123456789012:key/own"
SHARE = "arn:aws:storagegateway:us-east-1:123456789012:share/{}"
Parameters = dict[str, Any]


def arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:us-east-1:123456789012:{rest}"


def seed(aws: Server) -> None:
    """A careless and a careful thing of each kind."""
    aws.stub("kms", "ListAliases", {"Aliases": []})
    saved = [{"name": "AutoSnapshot", "status": "Enabled"}]
    servers = [_light("Instance", name, addOns=saved if good else []) for name, good in _GOOD]
    aws.stub("lightsail", "GetInstances", {"instances": servers})
    databases = [_light("Database", name, publiclyAccessible=not good) for name, good in _GOOD]
    aws.stub("lightsail", "GetRelationalDatabases", {"relationalDatabases": databases})
    addresses = [_light("StaticIp", name, isAttached=good) for name, good in _GOOD]
    aws.stub("lightsail", "GetStaticIps", {"staticIps": addresses})
    aws.stub("amplify", "ListApps", {"apps": [_app(name, good) for name, good in _GOOD]})
    shares = [
        {"FileShareARN": SHARE.format(name), "FileShareType": form}
        for name, form in (("careless", "NFS"), ("careful", "SMB"))
    ]
    aws.stub("storagegateway", "ListFileShares", {"FileShareInfoList": shares})
    nfs = [{"FileShareARN": SHARE.format("careless")}]
    aws.stub("storagegateway", "DescribeNFSFileShares", {"NFSFileShareInfoList": nfs})
    smb = [{"FileShareARN": SHARE.format("careful"), "KMSKey": OWN}]
    aws.stub("storagegateway", "DescribeSMBFileShares", {"SMBFileShareInfoList": smb})
    portfolios = [{"Id": name, "ARN": arn("catalog", f"portfolio/{name}")} for name in TWINS]
    aws.stub("servicecatalog", "ListPortfolios", {"PortfolioDetails": portfolios})
    aws.stub("servicecatalog", "DescribePortfolioShares", _shares)
    aws.stub("organizations", "DescribeOrganization", _organisation("123456789012"))
    aws.stub("organizations", "ListDelegatedAdministrators", _delegated)


_GOOD = (("careless", False), ("careful", True))


def _light(kind: str, name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "arn": arn("lightsail", f"{kind}/{name}"), **more}


def _app(name: str, good: bool) -> dict[str, Any]:
    return {
        "appId": name,
        "appArn": arn("amplify", f"apps/{name}"),
        "name": name,
        "description": "",
        "repository": "",
        "platform": "WEB",
        "createTime": NOW,
        "updateTime": NOW,
        "environmentVariables": {"KEY": "none" if good else SECRET},
        "defaultDomain": "example.com",
        "enableBranchAutoBuild": False,
        "enableBasicAuth": False,
    }


def _shares(parameters: Parameters, account: str, region: str) -> dict[str, Any]:
    if parameters["PortfolioId"] == "careful":
        return {"PortfolioShareDetails": []}
    return {"PortfolioShareDetails": [{"PrincipalId": "210987654321", "Type": "ACCOUNT"}]}


def _organisation(owner: str) -> dict[str, Any]:
    address = f"arn:aws:organizations::{owner}:organization/o-1234567890"
    return {"Organization": {"Id": "o-1234567890", "Arn": address, "MasterAccountId": owner}}


def _delegated(parameters: Parameters, account: str, region: str) -> dict[str, Any]:
    named = parameters["ServicePrincipal"].startswith("guardduty")
    return {"DelegatedAdministrators": [{"Id": "210987654321"}] if named else []}


VERDICTS = [
    ("amplify", "secrets.in_environment", TWINS),
    ("lightsail", "resilience.outside_backup_plan", TWINS),
    ("lightsail", "exposure.public_data_store", TWINS),
    ("lightsail", "exposure.unused_resource", TWINS),
    ("storagegateway", "encryption.customer_managed_key", TWINS),
    ("servicecatalog", "access.outside_organisation", TWINS),
    ("cloudwatchaccount", "access.outside_organisation", {"123456789012": "pass"}),
]


@pytest.mark.parametrize(("service", "check", "wanted"), VERDICTS)
def test_things_have_the_verdicts_of_their_settings(
    aws: Server, audited: Audited, service: str, check: str, wanted: dict[str, str]
) -> None:
    seed(aws)
    audit = audited(service)
    assert audit.verdicts(check) == wanted
    assert not audit.gaps
    assert "not collected" not in repr(audit.facts)
    assert not [blob for blob in audit.evidence if SECRET.encode() in blob]


def test_a_role_that_shares_metrics_is_found(aws: Server, audited: Audited) -> None:
    aws.client("iam").create_role(
        RoleName="CloudWatch-CrossAccountSharingRole", AssumeRolePolicyDocument="{}"
    )
    audit = audited("cloudwatchaccount")
    assert audit.verdicts("access.outside_organisation") == {"123456789012": "fail"}


def covered(audit: Any) -> dict[str, Any]:
    return {
        f.part: f.value for f in audit.facts if getattr(f, "name", "") == "organisation_covered"
    }


def test_the_management_account_tells_who_covers_the_organisation(
    aws: Server, audited: Audited
) -> None:
    seed(aws)
    found = covered(audited("organizationwatch"))
    assert "210987654321" in found.pop("guardduty").reason
    assert found == {"securityhub": False, "config": False}


@pytest.mark.parametrize(
    "answer",
    [_organisation("210987654321"), Refusal("AWSOrganizationsNotInUseException", "none")],
)
def test_other_accounts_tell_nothing_of_it(aws: Server, audited: Audited, answer: Any) -> None:
    aws.stub("organizations", "DescribeOrganization", answer)
    audit = audited("organizationwatch")
    assert not audit.facts
    assert not audit.gaps


DENIED = [
    ("iam:GetRole", "cloudwatchaccount", "access.outside_organisation"),
    ("servicecatalog:DescribePortfolioShares", "servicecatalog", "access.outside_organisation"),
    (
        "organizations:ListDelegatedAdministrators",
        "organizationwatch",
        "logging.organisation_not_covered",
    ),
]


@pytest.mark.parametrize(("operation", "service", "check"), DENIED)
def test_what_is_denied_is_unknown(
    aws: Server, audited: Audited, operation: str, service: str, check: str
) -> None:
    seed(aws)
    with aws.faulty(operation, "denied"):
        audit = audited(service)
    assert set(audit.verdicts(check).values()) == {"unknown"}
    assert any(operation in gap.detail for gap in audit.gaps)
