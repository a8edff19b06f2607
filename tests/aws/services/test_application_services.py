"""Services that people sign in to, send through or stream from: one pair of things for each."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from auditor.facts import Certificate
from auditor_aws.testing import Server

ACCOUNT = "123456789012"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzx0aB3kQ9f"
PAIR = {"bad": "fail", "good": "pass"}
ENDS = datetime.now(UTC).replace(microsecond=0) + timedelta(days=5)
EXPECTED = {
    ("transfer", "encryption.in_transit"): PAIR,
    ("transfer", "exposure.faces_internet"): PAIR,
    ("transfer", "encryption.no_post_quantum"): PAIR,
    ("transfer", "encryption.no_validated_cryptography"): PAIR,
    ("ses", "encryption.mail_unsigned"): {"bad.example": "fail", "good.example": "pass"},
    ("ses", "access.public_principal"): {"everybody": "fail"},
    ("stepfunctions", "logging.service_logs_disabled"): PAIR,
    ("stepfunctions", "encryption.customer_managed_key"): PAIR,
    ("stepfunctions", "secrets.in_code"): {"bad": "fail"},
    ("appsync", "access.api_key_only"): PAIR,
    ("appsync", "logging.service_logs_disabled"): PAIR,
    ("ds", "access.no_mfa"): {"bad": "fail", "good": "pass"},
    ("ds", "access.weak_radius_protocol"): {"good": "pass", "weak": "fail"},
    ("ds", "logging.service_logs_disabled"): {"bad": "fail", "good": "pass"},
    ("workspaces", "encryption.at_rest"): {
        "bad": "fail",
        "bad#user_volume.encrypted": "fail",
        "good": "pass",
        "good#user_volume.encrypted": "pass",
    },
    ("appstream", "exposure.direct_internet_access"): PAIR,
    ("route53", "logging.name_queries_unrecorded"): {"BAD": "fail", "GOOD": "pass"},
    ("route53", "resilience.no_flood_protection"): {"BAD": "fail", "GOOD": "pass"},
    ("route53", "resilience.domain_transfer_unlocked"): {
        "bad.example": "fail",
        "good.example": "pass",
        "sample.jp": "unknown",
    },
    ("route53", "exposure.domain_owner_public"): {
        "bad.example": "fail",
        "good.example": "pass",
        "sample.jp": "unknown",
    },
}


def _arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:us-east-1:{ACCOUNT}:{rest}"


def _server(asked: dict[str, Any], *_: str) -> dict[str, Any]:
    good = asked["ServerId"].endswith("good")
    name = "TransferSecurityPolicy-FIPS-2025-03" if good else "TransferSecurityPolicy-2024-01"
    return {
        "Server": {
            "Arn": _arn("transfer", f"server/{asked['ServerId']}"),
            "EndpointType": "VPC" if good else "PUBLIC",
            "Protocols": ["SFTP"] if good else ["SFTP", "FTP"],
            "SecurityPolicyName": name,
        }
    }


def _identities(asked: dict[str, Any], *_: str) -> dict[str, Any]:
    """One identity, then two."""
    if "NextToken" in asked:
        names = [
            ("good.example", "DOMAIN"),
            ("never-verified.example", "DOMAIN"),
            ("ada@good.example", "EMAIL_ADDRESS"),
        ]
        return {"EmailIdentities": [{"IdentityName": n, "IdentityType": t} for n, t in names]}
    first = {"IdentityName": "bad.example", "IdentityType": "DOMAIN"}
    return {"EmailIdentities": [first], "NextToken": "2"}


def _identity(asked: dict[str, Any], *_: str) -> dict[str, Any]:
    good = asked["EmailIdentity"] != "bad.example"
    allow = {"Effect": "Allow", "Principal": "*", "Action": "ses:SendEmail", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    return {
        "DkimAttributes": {
            "SigningEnabled": True,
            "Status": "SUCCESS" if asked["EmailIdentity"] == "good.example" else "PENDING",
        },
        "VerifiedForSendingStatus": asked["EmailIdentity"] != "never-verified.example",
        "Policies": {} if good else {"everybody": policy},
    }


def _machine(asked: dict[str, Any], *_: str) -> dict[str, Any]:
    arn = asked["stateMachineArn"]
    good = arn.endswith("good")
    state: dict[str, Any] = {"Type": "Pass", "End": True}
    if not good:
        state["Parameters"] = {"aws_secret_access_key": SECRET}
    found: dict[str, Any] = {
        "stateMachineArn": arn,
        "name": "good" if good else "bad",
        "definition": json.dumps({"StartAt": "Go", "States": {"Go": state}}),
        "roleArn": f"arn:aws:iam::{ACCOUNT}:role/r",
        "type": "STANDARD",
        "creationDate": ENDS,
        "loggingConfiguration": {"level": "ERROR" if good else "OFF"},
    }
    if good:
        key = _arn("kms", "key/own")
        found["encryptionConfiguration"] = {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": key}
    return found


def _api(name: str, good: bool) -> dict[str, Any]:
    others = [] if good else [{"authenticationType": "API_KEY"}]
    return {
        "name": name,
        "arn": _arn("appsync", f"apis/{name}"),
        "authenticationType": "AWS_IAM",
        "additionalAuthenticationProviders": others,
        "logConfig": {
            "fieldLogLevel": "ERROR" if good else "NONE",
            "cloudWatchLogsRoleArn": f"arn:aws:iam::{ACCOUNT}:role/r",
        },
    }


def _directory(name: str, kind: str, protocol: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"DirectoryId": name, "Type": kind}
    if protocol:
        radius = {"AuthenticationProtocol": protocol, "SharedSecret": SECRET}
        found |= {"RadiusStatus": "Completed", "RadiusSettings": radius}
    return found


def _domain(asked: dict[str, Any], *_: str) -> dict[str, Any]:
    good = asked["DomainName"] == "good.example"
    names = ("AdminPrivacy", "RegistrantPrivacy", "TechPrivacy")
    return {"AdminContact": {"LastName": "Lovelace"}, **dict.fromkeys(names, good)}


def _machines() -> list[dict[str, Any]]:
    return [
        {
            "stateMachineArn": _arn("states", f"stateMachine:{name}"),
            "name": name,
            "type": "STANDARD",
            "creationDate": ENDS,
        }
        for name in PAIR
    ]


def _fleet(name: str) -> dict[str, Any]:
    return {
        "Arn": _arn("appstream", f"fleet/{name}"),
        "Name": name,
        "InstanceType": "stream.standard.small",
        "ComputeCapacityStatus": {"Desired": 1},
        "State": "RUNNING",
        "EnableDefaultInternetAccess": name == "bad",
        "IdleDisconnectTimeoutInSeconds": 600,
    }


def _zone(name: str, private: bool = False) -> dict[str, Any]:
    return {
        "Id": f"/hostedzone/{name}",
        "Name": f"{name.lower()}.example.",
        "CallerReference": "1",
        "Config": {"PrivateZone": private},
    }


STUBS: dict[tuple[str, str], Any] = {
    ("transfer", "ListServers"): {
        "Servers": [
            {"Arn": _arn("transfer", f"server/{name}"), "ServerId": f"s-{name:0>17}"}
            for name in PAIR
        ]
    },
    ("transfer", "DescribeServer"): _server,
    ("sesv2", "ListEmailIdentities"): _identities,
    ("sesv2", "GetEmailIdentity"): _identity,
    ("stepfunctions", "ListStateMachines"): {"stateMachines": _machines()},
    ("stepfunctions", "DescribeStateMachine"): _machine,
    ("appsync", "ListGraphqlApis"): {"graphqlApis": [_api("bad", False), _api("good", True)]},
    ("ds", "DescribeDirectories"): {
        "DirectoryDescriptions": [
            _directory("bad", "MicrosoftAD"),
            _directory("good", "MicrosoftAD", "MS-CHAPv2"),
            _directory("weak", "SimpleAD", "PAP"),
        ]
    },
    ("ds", "ListLogSubscriptions"): {
        "LogSubscriptions": [{"DirectoryId": "good", "LogGroupName": "/aws/ds"}]
    },
    ("ds", "ListCertificates"): {
        "CertificatesInfo": [
            {
                "CertificateId": "c-1",
                "CommonName": "ldap.example.com",
                "State": "Registered",
                "ExpiryDateTime": ENDS,
            },
            {"CertificateId": "c-2", "State": "Deregistered", "ExpiryDateTime": ENDS},
        ]
    },
    ("workspaces", "DescribeWorkspaces"): {
        "Workspaces": [
            {
                "WorkspaceId": name,
                "UserName": "lovelace",
                "RootVolumeEncryptionEnabled": name == "good",
                "UserVolumeEncryptionEnabled": name == "good",
            }
            for name in PAIR
        ]
    },
    ("appstream", "DescribeFleets"): {"Fleets": [_fleet(name) for name in PAIR]},
    ("route53", "ListHostedZones"): {
        "HostedZones": [_zone("BAD"), _zone("GOOD"), _zone("INNER", private=True)],
        "Marker": "",
        "IsTruncated": False,
        "MaxItems": "100",
    },
    ("route53", "ListQueryLoggingConfigs"): {
        "QueryLoggingConfigs": [
            {
                "Id": "1",
                "HostedZoneId": "GOOD",
                "CloudWatchLogsLogGroupArn": _arn("logs", "log-group:dns"),
            }
        ]
    },
    ("shield", "GetSubscriptionState"): {"SubscriptionState": "ACTIVE"},
    ("shield", "ListProtections"): {
        "Protections": [{"Id": "0" * 36, "ResourceArn": "arn:aws:route53:::hostedzone/GOOD"}]
    },
    ("route53domains", "ListDomains"): {
        "Domains": [
            {"DomainName": "bad.example", "TransferLock": False},
            {"DomainName": "good.example", "TransferLock": True},
            {"DomainName": "sample.jp", "TransferLock": False},
        ]
    },
    ("route53domains", "GetDomainDetail"): _domain,
}


@pytest.fixture
def services(aws: Server) -> Server:
    """``bad`` things have every fault, ``good`` ones none."""
    for (service, operation), answer in STUBS.items():
        aws.stub(service, operation, answer)
    return aws


@pytest.mark.parametrize("service", sorted({service for service, _ in EXPECTED}))
def test_verdicts(services: Server, audited: Callable[..., Any], service: str) -> None:
    audit = audited(service)
    assert not audit.gaps
    assert b"not collected" not in msgspec.json.encode(audit.facts)
    wanted = {check: found for (of, check), found in EXPECTED.items() if of == service}
    assert {check: audit.verdicts(check) for check in wanted} == wanted


def test_certificates_of_directories_and_idle_sessions(
    services: Server, audited: Callable[..., Any]
) -> None:
    audit = audited("ds", "appstream")
    assert [(found.name, found.not_after) for found in audit.of(Certificate)] == [
        ("ldap.example.com", ENDS),
        ("ldap.example.com", ENDS),
    ]
    assert set(audit.settings("idle_timeout_minutes").values()) == {10}


def test_secrets_and_people_are_not_kept(services: Server, audited: Callable[..., Any]) -> None:
    audit = audited("ds", "route53", "stepfunctions", "workspaces")
    kept = [*audit.evidence, msgspec.json.encode(audit.facts), repr(audit.findings).encode()]
    for word in (SECRET, "Lovelace", "lovelace"):
        assert not [content for content in kept if word.encode() in content]


BOTH = {"bad": "unknown", "good": "unknown"}


@pytest.mark.parametrize(
    ("service", "operation", "check", "expected"),
    [
        ("transfer", "transfer:DescribeServer", "encryption.in_transit", BOTH),
        (
            "ses",
            "sesv2:GetEmailIdentity",
            "encryption.mail_unsigned",
            {
                "bad.example": "unknown",
                "good.example": "unknown",
                "never-verified.example": "unknown",
            },
        ),
        (
            "stepfunctions",
            "stepfunctions:DescribeStateMachine",
            "encryption.customer_managed_key",
            BOTH,
        ),
        ("ds", "ds:ListLogSubscriptions", "logging.service_logs_disabled", BOTH),
        (
            "route53",
            "route53:ListQueryLoggingConfigs",
            "logging.name_queries_unrecorded",
            {"BAD": "unknown", "GOOD": "unknown"},
        ),
        (
            "route53",
            "route53domains:GetDomainDetail",
            "exposure.domain_owner_public",
            dict.fromkeys(("bad.example", "good.example", "sample.jp"), "unknown"),
        ),
    ],
)
def test_what_is_refused_is_unknown(
    services: Server,
    audited: Callable[..., Any],
    service: str,
    operation: str,
    check: str,
    expected: dict[str, str],
) -> None:
    with services.faulty(operation, "denied"):
        audit = audited(service)
    assert audit.verdicts(check) == expected
    assert [gap.address for gap in audit.gaps] == [operation]
