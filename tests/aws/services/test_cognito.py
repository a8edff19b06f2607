"""User pools, their clients, and identity pools."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from auditor_aws.testing import Server

ACCOUNT = "123456789012"
BAD, GOOD = "us-east-1_bad", "us-east-1_good"
SECRET = "1v4k5b6m7n8q9w0e1r2t3y4u5i6o7p8a"
POOLS = {BAD: "fail", GOOD: "pass"}
EXPECTED = {
    "access.no_mfa": POOLS,
    "access.self_registration": POOLS,
    "access.recovery_by_text_message": POOLS,
    "access.password_length": POOLS,
    "access.password_lowercase": POOLS,
    "access.password_uppercase": POOLS,
    "access.password_number": POOLS,
    "access.password_symbol": POOLS,
    "access.risky_sign_in_allowed": {
        BAD: "fail",
        GOOD: "pass",
        f"{GOOD}#compromised_credentials": "pass",
        f"{GOOD}#account_takeover": "pass",
    },
    "resilience.no_deletion_protection": POOLS,
    "exposure.no_web_firewall": POOLS,
    "access.tokens_irrevocable": {"old": "fail", "new": "pass"},
    "access.user_existence_told": {"old": "fail", "new": "pass"},
    "access.guests_let_in": {"us-east-1:0": "fail", "us-east-1:1": "pass"},
}
RISK = {
    "CompromisedCredentialsRiskConfiguration": {"Actions": {"EventAction": "BLOCK"}},
    "AccountTakeoverRiskConfiguration": {
        "Actions": {
            f"{risk}Action": {"Notify": True, "EventAction": "BLOCK"}
            for risk in ("Low", "Medium", "High")
        }
    },
}


def _pool(asked: dict[str, Any], *_: str) -> dict[str, Any]:
    good = asked["UserPoolId"] == GOOD
    kinds = ("Lowercase", "Uppercase", "Numbers", "Symbols")
    rules = {"MinimumLength": 14 if good else 6, "TemporaryPasswordValidityDays": 3}
    ways = [
        {"Name": "verified_phone_number", "Priority": 2 if good else 1},
        {"Name": "verified_email", "Priority": 1 if good else 2},
    ]
    return {
        "UserPool": {
            "MfaConfiguration": "ON" if good else "OPTIONAL",
            "DeletionProtection": "ACTIVE" if good else "INACTIVE",
            "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED" if good else "OFF"},
            "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": good},
            "AccountRecoverySetting": {"RecoveryMechanisms": ways},
            "Policies": {"PasswordPolicy": {**rules, **{f"Require{kind}": good for kind in kinds}}},
        }
    }


def _client(asked: dict[str, Any], *_: str) -> dict[str, Any]:
    new = asked["ClientId"] == "new"
    return {
        "UserPoolClient": {
            "ClientId": asked["ClientId"],
            "ClientSecret": SECRET,
            "EnableTokenRevocation": new,
            "PreventUserExistenceErrors": "ENABLED" if new else "LEGACY",
        }
    }


@pytest.fixture
def pools(aws: Server) -> Server:
    """``bad`` has every fault, ``good`` none."""
    listed = [{"Id": number, "Name": number} for number in POOLS]
    aws.stub("cognito-idp", "ListUserPools", {"UserPools": listed})
    aws.stub("cognito-idp", "DescribeUserPool", _pool)
    aws.stub("cognito-idp", "DescribeRiskConfiguration", {"RiskConfiguration": RISK})
    clients = {BAD: "old", GOOD: "new"}
    aws.stub(
        "cognito-idp",
        "ListUserPoolClients",
        lambda asked, *_: {"UserPoolClients": [{"ClientId": clients[asked["UserPoolId"]]}]},
    )
    aws.stub("cognito-idp", "DescribeUserPoolClient", _client)
    aws.stub(
        "cognito-identity",
        "ListIdentityPools",
        {"IdentityPools": [{"IdentityPoolId": f"us-east-1:{number}"} for number in "01"]},
    )
    aws.stub(
        "cognito-identity",
        "DescribeIdentityPool",
        lambda asked, *_: {
            "IdentityPoolId": asked["IdentityPoolId"],
            "IdentityPoolName": "pool",
            "AllowUnauthenticatedIdentities": asked["IdentityPoolId"].endswith("0"),
        },
    )
    acl = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/front/1"
    aws.stub("wafv2", "ListWebACLs", {"WebACLs": [{"Name": "front", "Id": "1", "ARN": acl}]})
    arn = f"arn:aws:cognito-idp:us-east-1:{ACCOUNT}:userpool/{GOOD}"
    aws.stub("wafv2", "ListResourcesForWebACL", {"ResourceArns": [arn]})
    return aws


def _shown(found: dict[str, str]) -> dict[str, str]:
    """Verdicts by pool and part."""
    return {name.replace(".value", ""): verdict for name, verdict in found.items()}


def test_verdicts(pools: Server, audited: Callable[..., Any]) -> None:
    audit = audited("cognito")
    assert not audit.gaps
    assert b"not collected" not in msgspec.json.encode(audit.facts)
    found = {check: sorted(audit.verdicts(check).values()) for check in EXPECTED}
    assert found == {check: sorted(wanted.values()) for check, wanted in EXPECTED.items()}
    simple = [check for check in EXPECTED if check != "access.risky_sign_in_allowed"]
    identity = "access.guests_let_in"
    assert {c: audit.verdicts(c) for c in simple if c != identity} == {
        c: EXPECTED[c] for c in simple if c != identity
    }
    assert audit.settings("temporary_password_days") == {
        f"arn:aws:cognito-idp:us-east-1:{ACCOUNT}:userpool/{number}": 3 for number in POOLS
    }


def test_secrets_of_clients_are_not_kept(pools: Server, audited: Callable[..., Any]) -> None:
    audit = audited("cognito")
    assert audit.evidence
    assert not [content for content in audit.evidence if SECRET.encode() in content]


@pytest.mark.parametrize(
    ("operation", "check", "expected"),
    [
        ("cognito-idp:DescribeUserPool", "access.no_mfa", dict.fromkeys(POOLS, "unknown")),
        (
            "cognito-idp:DescribeUserPool",
            "access.password_length",
            dict.fromkeys(POOLS, "unknown"),
        ),
        (
            "cognito-idp:DescribeUserPoolClient",
            "access.tokens_irrevocable",
            {"old": "unknown", "new": "unknown"},
        ),
        ("wafv2:ListWebACLs", "exposure.no_web_firewall", dict.fromkeys(POOLS, "unknown")),
    ],
)
def test_what_is_refused_is_unknown(
    pools: Server,
    audited: Callable[..., Any],
    operation: str,
    check: str,
    expected: dict[str, str],
) -> None:
    with pools.faulty(operation, "denied"):
        audit = audited("cognito")
    assert audit.verdicts(check) == expected
    assert [gap.address for gap in audit.gaps] == [operation]


def test_threats_that_could_not_be_read_are_in_doubt_for_that_pool_only(
    pools: Server, audited: Callable[..., Any]
) -> None:
    with pools.faulty("cognito-idp:DescribeRiskConfiguration", "denied"):
        audit = audited("cognito")
    found = sorted(audit.verdicts("access.risky_sign_in_allowed").values())
    assert found == ["fail", "pass", "unknown", "unknown"]
