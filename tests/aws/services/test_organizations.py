"""Organizations: membership, guards of the management account, and the ceilings over a member."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from auditor.collecting import Reason
from auditor.facts import AccessPolicy, Unknown
from auditor_aws.testing import ACCOUNT, Refusal, Server

MANAGER = "111111111111"
GUARD = "access.organisation_policy_missing"
KINDS = {
    "SERVICE_CONTROL_POLICY": {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "NotAction": "iam:*",
                "Resource": "*",
                "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}},
            }
        ],
    },
    "TAG_POLICY": {"tags": {"owner": {"tag_key": {"@@assign": "owner"}}}},
    "AISERVICES_OPT_OUT_POLICY": {
        "services": {"default": {"opt_out_policy": {"@@assign": "optOut"}}}
    },
}
PARTS = ("ai_opt_out", "regions", "root_credentials", "tags")


@pytest.fixture
def management(aws: Server) -> Server:
    """An organisation with all features, and nothing in force."""
    client = aws.client("organizations")
    client.create_organization(FeatureSet="ALL")
    root = client.list_roots()["Roots"][0]["Id"]
    for kind in KINDS:
        client.enable_policy_type(RootId=root, PolicyType=kind)
    aws.stub("iam", "ListOrganizationsFeatures", {"EnabledFeatures": []})
    return aws


def in_force(aws: Server, contents: dict[str, Any], attached: bool = True) -> None:
    client = aws.client("organizations")
    root = client.list_roots()["Roots"][0]["Id"]
    for kind, content in contents.items():
        policy = client.create_policy(
            Content=json.dumps(content), Description="", Name=kind.lower(), Type=kind
        )
        if attached:
            number = policy["Policy"]["PolicySummary"]["Id"]
            client.attach_policy(PolicyId=number, TargetId=root)


def guards(audit: Any) -> dict[str, str]:
    return {
        found.discriminator.partition(".")[0]: found.verdict
        for found in audit.findings
        if found.check == GUARD
    }


def test_an_account_by_itself(aws: Server, audited: Callable[..., Any]) -> None:
    audit = audited("organizations")
    assert audit.verdicts("access.account_alone") == {ACCOUNT: "fail"}
    assert (guards(audit), audit.gaps) == ({}, [])


def test_no_guards(management: Server, audited: Callable[..., Any]) -> None:
    harmless = {
        "SERVICE_CONTROL_POLICY": {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*"}],
        },
        "AISERVICES_OPT_OUT_POLICY": {
            "services": {"default": {"opt_out_policy": {"@@assign": "optIn"}}}
        },
        "TAG_POLICY": {"tags": {}},
    }
    in_force(management, harmless)
    audit = audited("organizations")
    assert audit.verdicts("access.account_alone") == {ACCOUNT: "pass"}
    assert guards(audit) == dict.fromkeys(PARTS, "fail")
    assert audit.gaps == []


@pytest.mark.parametrize("attached", [True, False])
def test_guards(management: Server, audited: Callable[..., Any], attached: bool) -> None:
    features = ["RootCredentialsManagement"] if attached else []
    management.stub("iam", "ListOrganizationsFeatures", {"EnabledFeatures": features})
    in_force(management, KINDS, attached)
    assert guards(audited("organizations")) == dict.fromkeys(PARTS, "pass" if attached else "fail")


def test_a_refusal_leaves_guards_unknown(management: Server, audited: Callable[..., Any]) -> None:
    management.stub(
        "iam", "ListOrganizationsFeatures", {"EnabledFeatures": ["RootCredentialsManagement"]}
    )
    in_force(management, KINDS)
    policies = {"ai_opt_out", "regions", "tags"}
    for operation, unknown in {
        "organizations:ListPolicies": policies,
        "organizations:DescribePolicy": policies,
        "organizations:ListTargetsForPolicy": policies,
        "iam:ListOrganizationsFeatures": {"root_credentials"},
    }.items():
        with management.faulty(operation, "denied"):
            audit = audited("organizations")
        assert {part for part, told in guards(audit).items() if told == "unknown"} == unknown
        assert [gap.address for gap in audit.gaps] == [operation]


def test_root_credentials_where_iam_is_not_trusted(
    management: Server, audited: Callable[..., Any]
) -> None:
    refusal = Refusal("ServiceAccessNotEnabledException", "not enabled", 409)
    management.stub("iam", "ListOrganizationsFeatures", refusal)
    audit = audited("organizations")
    assert guards(audit)["root_credentials"] == "fail"
    assert audit.gaps == []


def test_a_refused_organisation(management: Server, audited: Callable[..., Any]) -> None:
    with management.faulty("organizations:DescribeOrganization", "denied"):
        audit = audited("organizations")
    assert audit.verdicts("access.account_alone") == {ACCOUNT: "unknown"}
    assert guards(audit) == {}


@pytest.fixture
def member(aws: Server) -> Server:
    """A member in a unit in a unit of an organisation that another account manages."""
    above = {ACCOUNT: "ou-ab12-inner000", "ou-ab12-inner000": "r-ab12"}
    attached = {
        ACCOUNT: ["p-FullAWSAccess"],
        "ou-ab12-inner000": ["p-FullAWSAccess", "p-guard000"],
        "r-ab12": ["p-FullAWSAccess"],
    }
    deny = {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}
    contents = {
        "p-FullAWSAccess": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
        "p-guard000": [deny],
    }

    def summary(number: str) -> dict[str, Any]:
        return {"Id": number, "Arn": f"arn:aws:organizations::{MANAGER}:policy/o-ab/x/{number}"}

    def policies(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        return {"Policies": [summary(number) for number in attached[parameters["TargetId"]]]}

    def parents(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        return {"Parents": [{"Id": above[parameters["ChildId"]], "Type": "ROOT"}]}

    def policy(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        number = parameters["PolicyId"]
        content = json.dumps({"Version": "2012-10-17", "Statement": contents[number]})
        return {"Policy": {"PolicySummary": summary(number), "Content": content}}

    organisation = {"Id": "o-ab12345678", "MasterAccountId": MANAGER, "FeatureSet": "ALL"}
    aws.stub("organizations", "DescribeOrganization", {"Organization": organisation})
    aws.stub("organizations", "ListPoliciesForTarget", policies)
    aws.stub("organizations", "ListParents", parents)
    aws.stub("organizations", "DescribePolicy", policy)
    aws.stub("iam", "ListServiceSpecificCredentials", {"ServiceSpecificCredentials": []})
    return aws


def ceilings(audit: Any) -> list[tuple[str, str, Any]]:
    return [
        (
            fact.part,
            fact.origin.address.rpartition("/")[2],
            fact.grants if isinstance(fact.grants, Unknown) else fact.grants[0].effect,
        )
        for fact in audit.of(AccessPolicy)
        if fact.purpose == "ceiling"
    ]


WHOLE = [
    (ACCOUNT, "p-FullAWSAccess", "allow"),
    ("ou-ab12-inner000", "p-FullAWSAccess", "allow"),
    ("ou-ab12-inner000", "p-guard000", "deny"),
    ("r-ab12", "p-FullAWSAccess", "allow"),
]


def test_ceilings_are_read_up_to_the_root(member: Server, audited: Callable[..., Any]) -> None:
    audit = audited("iam")
    assert ceilings(audit) == WHOLE
    assert member.calls()["organizations:DescribePolicy"] == 2


def test_a_member_that_may_not_read_its_ceilings(
    member: Server, audited: Callable[..., Any]
) -> None:
    with member.faulty("organizations:ListPoliciesForTarget", "denied"):
        audit = audited("iam")
    gaps = {gap.address: gap for gap in audit.gaps}
    gap = gaps["organizations:ListPoliciesForTarget"]
    assert ceilings(audit) == []
    assert gap.reason is Reason.UNRESOLVED
    assert "only its management account" in gap.detail


def test_the_account_that_manages_the_organisation_is_no_stranger(
    member: Server, audited: Callable[..., Any]
) -> None:
    def trusted(account: str) -> str:
        allow = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": account}}
        return json.dumps({"Version": "2012-10-17", "Statement": [allow]})

    iam = member.client("iam")
    for name, account in (("managed", MANAGER), ("stranger", "999999999999")):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trusted(account))
    check = "access.role_trusts_other_account"
    assert audited("iam").verdicts(check) == {"managed": "pass", "stranger": "fail"}
    with member.faulty("organizations:DescribeOrganization", "denied"):
        audit = audited("iam")
    assert audit.verdicts(check) == {"managed": "unknown", "stranger": "unknown"}


@pytest.mark.parametrize(
    ("operation", "places"),
    [
        ("organizations:DescribePolicy", [(place, name) for place, name, _ in WHOLE]),
        ("organizations:ListParents", [(ACCOUNT, "p-FullAWSAccess")]),
    ],
)
def test_ceilings_that_could_not_be_read_are_unknown(
    member: Server, audited: Callable[..., Any], operation: str, places: list[tuple[str, str]]
) -> None:
    with member.faulty(operation, "denied"):
        audit = audited("iam")
    found = ceilings(audit)
    assert [(place, name) for place, name, _ in found[: len(places)]] == places
    assert found[-1][2] == Unknown(f"denied: {operation}")


def test_the_management_account_is_under_no_ceiling(
    management: Server, audited: Callable[..., Any]
) -> None:
    in_force(management, KINDS)
    assert ceilings(audited("iam")) == []
