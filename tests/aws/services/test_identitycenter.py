"""Identity Center: permission sets, their policies, and who has them in the account."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from auditor.facts import PolicyAttachment, Principal, RoleAssignment, Unknown
from auditor_aws.testing import ACCOUNT, Refusal, Server

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
DETAILS = (
    "sso-admin:DescribePermissionSet",
    "sso-admin:GetInlinePolicyForPermissionSet",
    "sso-admin:GetPermissionsBoundaryForPermissionSet",
    "sso-admin:ListCustomerManagedPolicyReferencesInPermissionSet",
    "sso-admin:ListManagedPoliciesInPermissionSet",
)


def document(action: str) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def directory(aws: Server) -> Server:
    """Two permission sets; one gives everything in two ways, to a user and a group."""
    sso, store = aws.client("sso-admin"), aws.client("identitystore")
    instance = sso.list_instances()["Instances"][0]
    where = {"InstanceArn": instance["InstanceArn"]}
    identities = {"IdentityStoreId": instance["IdentityStoreId"]}
    user = store.create_user(
        **identities,
        UserName="ada",
        DisplayName="Secret Name",
        Name={"GivenName": "Secret", "FamilyName": "Name"},
        Emails=[{"Value": "secret@example.com"}],
    )["UserId"]
    group = store.create_group(**identities, DisplayName="operators")["GroupId"]
    sets = {}
    for name, action in (("admins", "*"), ("readers", "s3:ListAllMyBuckets")):
        made = sso.create_permission_set(**where, Name=name)["PermissionSet"]["PermissionSetArn"]
        sso.put_inline_policy_to_permission_set(
            **where, PermissionSetArn=made, InlinePolicy=document(action)
        )
        sets[made] = name
        if name == "readers":
            continue
        for kind, number in (("USER", user), ("GROUP", group)):
            sso.create_account_assignment(
                **where,
                TargetId=ACCOUNT,
                TargetType="AWS_ACCOUNT",
                PermissionSetArn=made,
                PrincipalType=kind,
                PrincipalId=number,
            )
        sso.provision_permission_set(
            **where, PermissionSetArn=made, TargetType="AWS_ACCOUNT", TargetId=ACCOUNT
        )

    def managed(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        admins = sets[parameters["PermissionSetArn"]] == "admins"
        policy = {"Name": "AdministratorAccess", "Arn": ADMINISTRATOR}
        return {"AttachedManagedPolicies": [policy] if admins else []}

    def boundary(parameters: dict[str, Any], account: str, region: str) -> Any:
        if sets[parameters["PermissionSetArn"]] == "admins":
            return Refusal("ResourceNotFoundException", "none", 400)
        reference = {"Name": "limit", "Path": "/team/"}
        return {"PermissionsBoundary": {"CustomerManagedPolicyReference": reference}}

    aws.stub("sso-admin", "ListManagedPoliciesInPermissionSet", managed)
    aws.stub("sso-admin", "GetPermissionsBoundaryForPermissionSet", boundary)
    return aws


def by_name(audit: Any, check: str) -> dict[str, str]:
    names = {fact.origin.address: fact.name for fact in audit.of(Principal)}
    return {
        names[found.resource]: found.verdict for found in audit.findings if found.check == check
    }


def test_permission_sets_and_their_holders(directory: Server, audited: Callable[..., Any]) -> None:
    audit = audited("identitycenter")
    assert by_name(audit, "access.admin_policy") == {"admins": "fail", "readers": "pass"}
    assert by_name(audit, "access.admin_attachment") == {"admins": "fail"}
    assert {(fact.name, fact.policies, fact.boundary) for fact in audit.of(Principal)} == {
        ("admins", (ADMINISTRATOR,), None),
        ("readers", (), "policy/team/limit"),
    }
    assert {
        (fact.principal_kind, fact.principal, fact.role, fact.target)
        for fact in audit.of(RoleAssignment)
    } == {("user", "ada", "admins", ACCOUNT), ("group", "operators", "admins", ACCOUNT)}
    assert audit.gaps == []
    assert not any(b"Secret" in kept or b"secret@" in kept for kept in audit.evidence)


def test_details_that_are_refused_stay_unknown(
    directory: Server, audited: Callable[..., Any]
) -> None:
    for operation in DETAILS:
        directory.fault(operation, "denied")
    audit = audited("identitycenter")
    assert set(by_name(audit, "access.admin_policy").values()) == {"unknown"}
    assert audit.of(PolicyAttachment) == []
    for fact in audit.of(Principal):
        assert isinstance(fact.policies, Unknown)
        assert isinstance(fact.boundary, Unknown)
        assert isinstance(fact.created, Unknown)
    assert tuple(gap.address for gap in audit.gaps) == DETAILS


def test_names_that_are_refused_are_unknown(directory: Server, audited: Callable[..., Any]) -> None:
    with directory.faulty("identitystore:*", "denied"):
        audit = audited("identitycenter")
    assert {fact.principal for fact in audit.of(RoleAssignment)} == {
        Unknown("denied: identitystore:ListUsers"),
        Unknown("denied: identitystore:ListGroups"),
    }


def test_the_instance_of_another_account_is_left_alone(
    aws: Server, audited: Callable[..., Any]
) -> None:
    instance = {
        "InstanceArn": "arn:aws:sso:::instance/ssoins-1234567890abcdef",
        "IdentityStoreId": "d-1234567890",
        "OwnerAccountId": "111111111111",
    }
    aws.stub("sso-admin", "ListInstances", {"Instances": [instance]})
    with aws.faulty("sso-admin:ListPermissionSets", "denied"):
        audit = audited("identitycenter")
    assert (audit.facts, audit.gaps) == ([], [])


def test_an_instance_in_several_regions_is_read_once(
    directory: Server, audited: Callable[..., Any]
) -> None:
    found = directory.client("sso-admin").list_instances()["Instances"][0]
    instance = {
        "InstanceArn": found["InstanceArn"],
        "IdentityStoreId": found["IdentityStoreId"],
        "OwnerAccountId": ACCOUNT,
        "PrimaryRegion": "us-east-1",
    }
    directory.stub("sso-admin", "ListInstances", {"Instances": [instance]})
    audit = audited("identitycenter", regions=("us-east-1", "eu-west-1"))
    assert sorted(fact.name for fact in audit.of(Principal)) == ["admins", "readers"]
    audit = audited("identitycenter", regions=("eu-west-1",))
    assert (audit.facts, audit.gaps) == ([], [])
