"""IAM: every planted fault is found, its clean twin is not, and what is refused stays unknown."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from auditor.collecting import Reason
from auditor.facts import AccessPolicy, Credential, Principal, Unknown
from auditor_aws.testing import ACCOUNT, Refusal, Server

NOW = datetime.now(UTC).replace(microsecond=0)
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
SUPPORT = "arn:aws:iam::aws:policy/AWSSupportAccess"
SEED = b"JBSWY3DPEHPK3PXP"
READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::one/*"}
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
WITH_MFA = {
    "Effect": "Deny",
    "NotAction": "iam:*",
    "Resource": "*",
    "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
}
COLUMNS = (
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
    "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
    "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
    "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated"
).split(",")


def ago(days: int) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(**principal: str) -> str:
    return document({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})


def reported(aws: Server, rows: dict[str, dict[str, str]], age: timedelta = timedelta()) -> None:
    """Have AWS give a credential report: cells by column, by user."""
    lines = [",".join(COLUMNS)]
    for user, cells in rows.items():
        root = user == "<root_account>"
        arn = f"arn:aws:iam::{ACCOUNT}:{'root' if root else f'user/{user}'}"
        fixed = {
            "user": user,
            "arn": arn,
            "user_creation_time": ago(500),
            "password_enabled": "not_supported" if root else "false",
            "password_last_used": "N/A",
            "mfa_active": "false",
            "access_key_1_active": "false",
            "access_key_2_active": "false",
            "cert_1_active": "false",
            "cert_2_active": "false",
        }
        row = fixed | cells
        lines.append(",".join(row.get(column, "N/A") for column in COLUMNS))
    answer = {
        "Content": "\n".join(lines).encode(),
        "ReportFormat": "text/csv",
        "GeneratedTime": NOW - age,
    }
    aws.stub("iam", "GetCredentialReport", answer)
    aws.stub("iam", "GenerateCredentialReport", {"State": "COMPLETE"})


def provided(aws: Server, *arns: str) -> None:
    """Make policies of AWS known to moto, which has none by itself."""
    from moto.iam.models import AWSManagedPolicy

    backend = aws.backend("iam")
    for arn in arns:
        data = {
            "DefaultVersionId": "v1",
            "Path": "/",
            "Document": json.loads(document(ALL if arn == ADMINISTRATOR else READ)),
            "CreateDate": ago(900),
            "UpdateDate": ago(900),
        }
        policy = AWSManagedPolicy.from_data(arn.rpartition("/")[2], ACCOUNT, "us-east-1", data)
        backend.aws_managed_policies.append(policy)
        backend.managed_policies[arn] = policy


@pytest.fixture
def audited(audited: Callable[..., Any]) -> Callable[..., Any]:
    """Audits at any rate: the stand-in throttles nobody."""
    return partial(audited, calls_per_second=1000)


@pytest.fixture
def estate(aws: Server) -> Server:
    """Faults and their clean twins."""
    iam = aws.client("iam")
    aws.stub("iam", "ListServiceSpecificCredentials", {"ServiceSpecificCredentials": []})
    provided(aws, ADMINISTRATOR, SUPPORT)
    for user in ("ada", "bob", "key", "new"):
        iam.create_user(UserName=user)
    for group in ("crew", "guarded", "admins"):
        iam.create_group(GroupName=group)
    own = iam.create_policy(PolicyName="guard", PolicyDocument=document(WITH_MFA))["Policy"]["Arn"]
    wide = iam.create_policy(PolicyName="wide", PolicyDocument=document(ALL))["Policy"]["Arn"]
    iam.create_policy(PolicyName="narrow", PolicyDocument=document(READ))
    iam.create_policy_version(PolicyArn=wide, PolicyDocument=document(READ), SetAsDefault=False)
    iam.put_user_policy(UserName="bob", PolicyName="inline", PolicyDocument=document(ALL))
    iam.put_group_policy(GroupName="crew", PolicyName="inline", PolicyDocument=document(READ))
    iam.attach_user_policy(UserName="bob", PolicyArn=wide)
    iam.attach_group_policy(GroupName="guarded", PolicyArn=own)
    iam.attach_group_policy(GroupName="admins", PolicyArn=ADMINISTRATOR)
    for user, group in (("ada", "guarded"), ("bob", "crew"), ("key", "guarded")):
        iam.add_user_to_group(UserName=user, GroupName=group)
    iam.create_role(RoleName="task", AssumeRolePolicyDocument=trust(Service="ecs.amazonaws.com"))
    iam.create_role(RoleName="open", AssumeRolePolicyDocument=trust(AWS="*"))
    iam.create_role(RoleName="help", AssumeRolePolicyDocument=trust(AWS=f"{ACCOUNT}"))
    iam.attach_role_policy(RoleName="help", PolicyArn=SUPPORT)
    iam.put_role_policy(RoleName="open", PolicyName="inline", PolicyDocument=document(ALL))
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName="ada")["VirtualMFADevice"]
    iam.enable_mfa_device(
        UserName="ada",
        SerialNumber=device["SerialNumber"],
        AuthenticationCode1="123456",
        AuthenticationCode2="654321",
    )
    reported(
        aws,
        {
            "<root_account>": {
                "mfa_active": "true",
                "password_last_used": ago(3),
                "access_key_1_active": "true",
                "access_key_1_last_rotated": ago(400),
            },
            "ada": {
                "password_enabled": "true",
                "password_last_used": ago(2),
                "password_last_changed": ago(40),
                "mfa_active": "true",
            },
            "bob": {
                "password_enabled": "true",
                "password_last_used": ago(200),
                "password_last_changed": ago(300),
                "access_key_1_active": "true",
                "access_key_1_last_rotated": ago(300),
                "access_key_1_last_used_date": ago(250),
                "access_key_2_active": "true",
                "access_key_2_last_rotated": ago(10),
                "access_key_2_last_used_date": ago(199),
            },
            "key": {
                "mfa_active": "true",
                "access_key_1_last_rotated": ago(300),
                "access_key_2_active": "true",
                "access_key_2_last_rotated": ago(20),
                "access_key_2_last_used_date": ago(1),
            },
        },
    )
    aws.stub("iam", "GetAccountSummary", {"SummaryMap": {"AccountMFAEnabled": 1}})
    return aws


FOUND = {
    "access.admin_attachment": {
        "bob": "pass",
        "guarded": "pass",
        "admins": "fail",
        "help": "pass",
    },
    "access.admin_without_second_factor": {"bob": "fail"},
    "access.admin_policy": {
        "guard": "pass",
        "wide": "fail",
        "narrow": "pass",
        "crew": "pass",
    },
    "access.administrator": {
        "ada": "pass",
        "bob": "fail",
        "key": "pass",
        "new": "pass",
        "open": "fail",
        "help": "pass",
    },
    "access.trusts_whole_account": {"task": "pass", "open": "pass"},
    "access.inline_policy_on_user": {"bob": "fail", "crew": "pass", "open": "pass"},
    "access.policy_on_user": {"bob": "fail", "guarded": "pass", "admins": "pass", "help": "pass"},
    "access.public_trust": {"task": "pass", "open": "fail", "help": "pass"},
    "access.no_mfa": {},
    "access.password_without_second_factor": {
        "ada": "pass",
        "bob": "fail",
        "key": "pass",
        "new": "unknown",
    },
    "access.user_without_hardware_factor": {"ada": "fail", "new": "unknown"},
    "access.root_without_second_factor": {"root": "pass"},
    "access.root_without_hardware_factor": {"root": "pass"},
    "access.root_used": {"root": "fail"},
    "access.root_access_key": {
        "root": "fail",
        "bob": "pass",
        "bob#access key 2.root": "pass",
        "key": "pass",
        "key#access key 2.root": "pass",
    },
    "access.old_key": {
        "root": "fail",
        "bob": "fail",
        "bob#access key 2.created": "pass",
        "key": "pass",
        "key#access key 2.created": "pass",
    },
    "access.unused_key": {
        "bob": "fail",
        "bob#access key 2.last_used": "fail",
        "key": "pass",
    },
    "access.unused_password": {"ada": "pass", "bob": "fail"},
    "access.several_active_keys": {"bob": "fail", "key": "pass"},
    "access.inactive_user": {"ada": "pass", "bob": "fail", "key": "pass", "new": "unknown"},
    "access.inactive_role": {"task": "pass", "open": "pass", "help": "pass"},
    "access.password_length": {"account-password-policy": "fail"},
    "access.password_symbol": {"account-password-policy": "fail"},
    "access.appointed_role_missing": {ACCOUNT: "fail", f"{ACCOUNT}#support.appointed_role": "pass"},
    "access.no_federation": {ACCOUNT: "fail"},
}


POLICIES = {
    ("bob", "policy/inline", "identity", "user"),
    ("crew", "policy/inline", "identity", "group"),
    ("open", "policy/inline", "identity", "role"),
    ("guard", "", "identity", ""),
    ("wide", "", "identity", ""),
    ("narrow", "", "identity", ""),
    ("AdministratorAccess", "", "provider", ""),
    ("AWSSupportAccess", "", "provider", ""),
    ("task", "", "trust", ""),
    ("open", "", "trust", ""),
    ("help", "", "trust", ""),
}

_CALLS = 20
"""Of an audit, however many principals there are."""


def reasons(audit: Any) -> set[str]:
    """All reasons of unknown answers in the facts."""
    return {
        value.reason
        for fact in audit.facts
        for name in fact.__struct_fields__
        if isinstance(value := getattr(fact, name), Unknown)
    }


def found(audit: Any) -> dict[str, dict[str, str]]:
    return {check: audit.verdicts(check) for check in FOUND}


def test_planted_faults_are_found(estate: Server, audited: Callable[..., Any]) -> None:
    estate.reset_calls()
    audit = audited("iam")
    assert found(audit) == FOUND
    assert audit.gaps == []
    assert sum(estate.calls().values()) <= _CALLS
    assert reasons(audit) == {"the credential report says nothing about it yet"}
    by_name = {fact.name: fact for fact in audit.of(Principal)}
    assert by_name["ada"].member_of == (f"arn:aws:iam::{ACCOUNT}:group/guarded",)
    assert by_name["admins"].policies == (ADMINISTRATOR,)
    assert {
        (fact.origin.address.rpartition("/")[2], fact.part, fact.purpose, fact.attached_to)
        for fact in audit.of(AccessPolicy)
    } == POLICIES


def test_what_was_mended_passes(estate: Server, audited: Callable[..., Any]) -> None:
    iam = estate.client("iam")
    iam.set_default_policy_version(PolicyArn=f"arn:aws:iam::{ACCOUNT}:policy/wide", VersionId="v2")
    iam.update_account_password_policy(
        MinimumPasswordLength=16,
        RequireSymbols=True,
        RequireNumbers=True,
        RequireUppercaseCharacters=True,
        RequireLowercaseCharacters=True,
        MaxPasswordAge=60,
        PasswordReusePrevention=24,
    )
    iam.create_saml_provider(Name="corp", SAMLMetadataDocument="x" * 1000)
    audit = audited("iam")
    assert audit.verdicts("access.admin_policy")["wide"] == "pass"
    assert audit.verdicts("access.no_federation") == {ACCOUNT: "pass"}
    for check in ("length", "symbol", "number", "uppercase", "lowercase", "expiry", "reuse"):
        assert audit.verdicts(f"access.password_{check}") == {"account-password-policy": "pass"}


def test_without_the_report_habits_are_unknown(estate: Server, audited: Callable[..., Any]) -> None:
    with estate.faulty("iam:*CredentialReport", "denied"):
        audit = audited("iam")
    for check in ("access.password_without_second_factor", "access.inactive_user"):
        assert audit.verdicts(check) == dict.fromkeys(("ada", "bob", "key", "new"), "unknown")
    assert audit.verdicts("access.root_used") == {"root": "unknown"}
    assert audit.verdicts("access.no_federation") == {ACCOUNT: "unknown"}
    assert audit.verdicts("access.root_without_second_factor") == {"root": "pass"}
    assert audit.verdicts("access.admin_policy") == FOUND["access.admin_policy"]
    assert {fact.form for fact in audit.of(Credential)} == {"root access keys"}
    assert audit.verdicts("access.root_access_key") == {"root": "unknown"}


def test_without_the_details_users_are_those_of_the_report(
    estate: Server, audited: Callable[..., Any]
) -> None:
    with estate.faulty("iam:GetAccountAuthorizationDetails", "denied"):
        audit = audited("iam")
    check = "access.password_without_second_factor"
    assert audit.verdicts(check) == {"ada": "pass", "bob": "fail", "key": "pass"}
    assert audit.verdicts("access.appointed_role_missing") == {
        ACCOUNT: "unknown",
        f"{ACCOUNT}#support.appointed_role": "unknown",
    }
    users = [fact for fact in audit.of(Principal) if fact.form == "user"]
    denied = Unknown("denied: iam:GetAccountAuthorizationDetails")
    assert {fact.policies for fact in users} == {denied}


def test_what_is_refused_costs_its_own_answers_only(
    estate: Server, audited: Callable[..., Any]
) -> None:
    operations = (
        "iam:GetAccountPasswordPolicy",
        "iam:GetAccountSummary",
        "iam:ListSAMLProviders",
        "iam:ListServiceSpecificCredentials",
        "iam:ListVirtualMFADevices",
    )
    for operation in operations:
        estate.fault(operation, "denied")
    audit = audited("iam")
    policy = "account-password-policy"
    assert found(audit) == FOUND | {
        "access.no_federation": {ACCOUNT: "unknown"},
        "access.password_length": {policy: "unknown"},
        "access.password_symbol": {policy: "unknown"},
        "access.root_without_hardware_factor": {"root": "unknown"},
        "access.user_without_hardware_factor": {"ada": "unknown", "new": "unknown"},
    }
    assert tuple(gap.address for gap in audit.gaps) == operations
    assert all(f"grant {gap.address}" in gap.detail for gap in audit.gaps)


def test_an_old_report_is_read_and_told(estate: Server, audited: Callable[..., Any]) -> None:
    check = "access.root_used"
    reported(estate, {"<root_account>": {"password_last_used": ago(3)}}, timedelta(hours=9))
    with estate.faulty("iam:GenerateCredentialReport", "denied"):
        audit = audited("iam")
    assert audit.verdicts(check) == {"root": "fail"}
    assert [(gap.address, gap.reason) for gap in audit.gaps] == [
        ("iam:GenerateCredentialReport", Reason.DENIED),
        ("iam:GetCredentialReport", Reason.STALE),
    ]
    assert "made 9 hours ago" in audit.gaps[1].detail


def test_a_report_that_is_not_there_is_unknown(estate: Server, audited: Callable[..., Any]) -> None:
    estate.stub("iam", "GetCredentialReport", Refusal("ReportNotPresent", "none", 410))
    audit = audited("iam")
    assert audit.verdicts("access.root_used") == {"root": "unknown"}


ROOT = [
    ({"AccountMFAEnabled": 1}, "fail", "pass"),
    ({"AccountMFAEnabled": 0, "AccountPasswordPresent": 1}, "fail", "fail"),
    ({"AccountMFAEnabled": 0, "AccountPasswordPresent": 0}, "pass", "pass"),
]


@pytest.mark.parametrize(("summary", "hardware", "second"), ROOT)
def test_root_with_a_virtual_device(
    estate: Server,
    audited: Callable[..., Any],
    summary: dict[str, int],
    hardware: str,
    second: str,
) -> None:
    device = {
        "SerialNumber": f"arn:aws:iam::{ACCOUNT}:mfa/root-account-mfa-device",
        "Base32StringSeed": SEED,
    }
    estate.stub("iam", "ListVirtualMFADevices", {"VirtualMFADevices": [device]})
    estate.stub("iam", "GetAccountSummary", {"SummaryMap": summary})
    audit = audited("iam")
    assert audit.verdicts("access.root_without_second_factor") == {"root": second}
    assert audit.verdicts("access.root_without_hardware_factor") == {"root": hardware}
    kept = b"".join(audit.evidence)
    assert b"mfa/root-account-mfa-device" in kept
    assert not any(seed in kept for seed in (SEED, base64.b64encode(SEED)))


DELETED = {"access_key_1_active": "false", "access_key_1_last_rotated": "N/A"}
IDLE = {"access_key_1_active": "false", "access_key_1_last_rotated": ago(400)}
IN_USE = {"access_key_1_active": "true", "access_key_1_last_rotated": ago(400)}
NO_REPORT = None
KEYS = [
    (DELETED, "pass"),
    (IDLE, "pass"),
    (IN_USE, "fail"),
    (NO_REPORT, "unknown"),
    ({"user": "somebody", "arn": "-"}, "unknown"),
]


@pytest.mark.parametrize(("row", "expected"), KEYS)
def test_keys_of_root(
    estate: Server, audited: Callable[..., Any], row: dict[str, str] | None, expected: str
) -> None:
    if row is None:
        estate.fault("iam:*CredentialReport", "denied")
    else:
        reported(estate, {"<root_account>": row})
    audit = audited("iam")
    assert audit.verdicts("access.root_access_key") == {"root": expected}
    if row in (DELETED, NO_REPORT):
        judged = {finding.check for finding in audit.findings if finding.resource.endswith(":root")}
        assert not judged & {"access.old_key", "access.long_lived_key", "access.unused_key"}


def test_cells_that_say_nothing(estate: Server, audited: Callable[..., Any]) -> None:
    """What the report leaves open, and keys and passwords that nobody ever used."""
    reported(
        estate,
        {
            "<root_account>": {
                "password_last_used": "no_information",
                "password_last_changed": "not_supported",
                "mfa_active": "true",
            },
            "ada": {
                "password_enabled": "true",
                "password_last_used": "no_information",
                "password_last_changed": ago(100),
            },
            "key": {
                "password_enabled": "no_information",
                "access_key_1_active": "true",
                "access_key_1_last_rotated": ago(100),
            },
            "bob": {
                "access_key_1_active": "true",
                "access_key_1_last_rotated": "yesterday",
                "access_key_2_active": "perhaps",
                "access_key_2_last_rotated": ago(100),
            },
        },
    )
    audit = audited("iam")
    assert audit.verdicts("access.root_used") == {"root": "pass"}
    assert audit.verdicts("access.unused_password") == {"ada": "fail"}
    assert audit.verdicts("access.password_without_second_factor") == {
        "ada": "fail",
        "bob": "pass",
        "new": "unknown",
    }
    assert audit.verdicts("access.never_used_key") == {
        "key": "fail",
        "bob": "unknown",
        "bob#access key 2.last_used": "unknown",
    }
    assert audit.verdicts("access.long_lived_key") == {
        "key": "fail",
        "bob": "fail",
        "bob#access key 2.form": "unknown",
    }
    assert audit.verdicts("access.inactive_user")["bob"] == "pass"


def test_a_report_of_nobody(estate: Server, audited: Callable[..., Any]) -> None:
    reported(estate, {})
    audit = audited("iam")
    users = ("ada", "bob", "key", "new")
    assert audit.verdicts("access.inactive_user") == dict.fromkeys(users, "unknown")
    assert audit.verdicts("access.root_used") == {"root": "unknown"}
    assert audit.verdicts("access.root_access_key") == {"root": "unknown"}


def test_quiet_accounts(estate: Server, audited: Callable[..., Any]) -> None:
    """Roles that AWS keeps are not idle, and where nobody has a password nobody needs a
    directory."""
    iam = estate.client("iam")
    iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")
    for role in estate.backend("iam").roles.values():
        role.create_date = NOW - timedelta(days=300)
    reported(estate, {"ada": {}})
    audit = audited("iam")
    assert audit.verdicts("access.inactive_role") == dict.fromkeys(("task", "open", "help"), "fail")
    assert audit.verdicts("access.no_federation") == {}


def test_credentials_for_one_service(estate: Server, audited: Callable[..., Any]) -> None:
    credential = {
        "UserName": "ada",
        "Status": "Active",
        "ServiceUserName": "ada-at-1",
        "CreateDate": NOW - timedelta(days=400),
        "ServiceSpecificCredentialId": "ACCAEXAMPLE123EXAMPLE",
        "ServiceName": "codecommit.amazonaws.com",
    }

    def pages(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        if parameters.get("Marker") == "2":
            return {"ServiceSpecificCredentials": [credential | {"Status": "Inactive"}]}
        return {
            "ServiceSpecificCredentials": [credential],
            "IsTruncated": True,
            "Marker": "2",
        }

    ending = credential | {"ExpirationDate": NOW + timedelta(days=30), "UserName": "bob"}
    estate.stub("iam", "ListServiceSpecificCredentials", pages)
    audit = audited("iam")
    made = [fact for fact in audit.of(Credential) if fact.form == "service-specific credential"]
    assert audit.verdicts("access.long_lived_key")["ada"] == "fail"
    assert [(fact.principal.rpartition("/")[2], fact.active) for fact in made] == [
        ("ada", True),
        ("ada", False),
    ]
    estate.stub("iam", "ListServiceSpecificCredentials", {"ServiceSpecificCredentials": [ending]})
    audit = audited("iam")
    assert [fact.form for fact in audit.of(Credential) if "service" in fact.origin.kind] == [
        "expiring credential"
    ]


def test_services_last_used_are_asked_for_on_request(
    estate: Server, audited: Callable[..., Any]
) -> None:
    used = {"ServiceName": "Amazon S3", "ServiceNamespace": "s3", "LastAuthenticated": NOW}
    idle = {"ServiceName": "Amazon SQS", "ServiceNamespace": "sqs"}
    times = {"JobStatus": "COMPLETED", "JobCreationDate": NOW, "JobCompletionDate": NOW}
    answer = times | {"ServicesLastAccessed": [used, idle]}
    estate.stub("iam", "GenerateServiceLastAccessedDetails", {"JobId": "1" * 36})
    estate.stub("iam", "GetServiceLastAccessedDetails", answer)
    audit = audited("iam", last_accessed=True)
    assert {
        fact.form: (fact.services_granted, fact.services_unused) for fact in audit.of(Principal)
    } == {
        "root": (None, None),
        "group": (None, None),
        "user": (("s3", "sqs"), ("sqs",)),
        "role": (("s3", "sqs"), ("sqs",)),
    }


def test_a_boundary_is_told(estate: Server, audited: Callable[..., Any]) -> None:
    limit = f"arn:aws:iam::{ACCOUNT}:policy/narrow"
    user = {
        "Path": "/",
        "UserName": "ada",
        "UserId": "AIDAEXAMPLE123EXAMPLE",
        "Arn": f"arn:aws:iam::{ACCOUNT}:user/ada",
        "CreateDate": NOW,
        "PermissionsBoundary": {
            "PermissionsBoundaryType": "PermissionsBoundaryPolicy",
            "PermissionsBoundaryArn": limit,
        },
    }
    estate.stub("iam", "GetAccountAuthorizationDetails", {"UserDetailList": [user]})
    users = [fact for fact in audited("iam").of(Principal) if fact.form == "user"]
    assert [fact.boundary for fact in users] == [limit]


def certificate(days: int) -> str:
    """A certificate of a year that ends in some days, in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "www.example.com")])
    end = NOW + timedelta(days=days)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(end - timedelta(days=365))
        .not_valid_after(end)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()


def test_certificates_kept_in_iam(estate: Server, audited: Callable[..., Any]) -> None:
    iam = estate.client("iam")
    for name, days in (("ended", -5), ("soon", 5), ("later", 300)):
        iam.upload_server_certificate(
            ServerCertificateName=name, CertificateBody=certificate(days), PrivateKey="none"
        )
    audit = audited("iam")
    assert audit.verdicts("certificates.expired") == {
        "ended": "fail",
        "soon": "pass",
        "later": "pass",
    }
    assert audit.verdicts("certificates.expiring") == {
        "ended": "not-applicable",
        "soon": "fail",
        "later": "pass",
    }
    with estate.faulty("iam:GetServerCertificate", "denied"):
        audit = audited("iam")
    unknown = dict.fromkeys(("ended", "soon", "later"), "unknown")
    assert audit.verdicts("certificates.expired") == unknown
    assert [gap.address for gap in audit.gaps] == ["iam:GetServerCertificate"]
