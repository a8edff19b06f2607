"""What principals may do, against answers reasoned by hand from IAM's documented rules."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from auditor.checking import Gathered, Settings, View
from auditor.facts import AccessPolicy, Condition, Grant, Origin, Principal, Unknown
from auditor_checks.access._context import met
from auditor_checks.access._effective import Account, account_in
from auditor_checks.access._trust import Door

HOME = "123456789012"
IAM = f"arn:aws:iam::{HOME}"
ALICE = f"{IAM}:user/alice"
ADMIN = f"{IAM}:role/admin"
PERHAPS = "unknown"


def arn_origin(address: str) -> Origin:
    return Origin(provider="aws", scope=HOME, address=address, kind="iam")


def principal(address: str, **fields: Any) -> Principal:
    form, _, path = address.rpartition(":")[2].partition("/")
    name = path.rpartition("/")[2]
    return Principal(
        origin=arn_origin(address),
        subject=f"{form} {name}",
        form=form,  # type: ignore[arg-type]
        name=name,
        **fields,
    )


def policy(address: str, *grants: Grant, purpose: Any = "identity", **fields: Any) -> AccessPolicy:
    return AccessPolicy(
        origin=arn_origin(address), subject="policy", purpose=purpose, grants=grants, **fields
    )


def inline(address: str, *grants: Grant, name: str = "own") -> AccessPolicy:
    form = address.rpartition(":")[2].partition("/")[0]
    return policy(address, *grants, part=f"policy/{name}", attached_to=form)


def grant(effect: Any, actions: str, resources: str = "*", *conditions: Condition) -> Grant:
    """Write a grant; ``!`` before the actions or resources stands for ``NotAction`` and so on."""
    fields: dict[str, Any] = {}
    for field, text in (("actions", actions), ("resources", resources)):
        key = f"not_{field}" if text.startswith("!") else field
        fields[key] = tuple(text.removeprefix("!").split())
    return Grant(effect=effect, conditions=conditions, statement="statement 1", **fields)


def allow(actions: str, resources: str = "*", *conditions: Condition) -> Grant:
    return grant("allow", actions, resources, *conditions)


def deny(actions: str, resources: str = "*", *conditions: Condition) -> Grant:
    return grant("deny", actions, resources, *conditions)


def when(operator: str, key: str, *values: str) -> Condition:
    return Condition(operator, key, values)


def shown(answer: object) -> object:
    return PERHAPS if isinstance(answer, Unknown) else answer


MFA = when("Bool", "aws:MultiFactorAuthPresent", "true")
NO_MFA = when("BoolIfExists", "aws:MultiFactorAuthPresent", "false")
TAGGED = when("StringEquals", "aws:ResourceTag/team", "shop")
BUCKET = "arn:aws:s3:::reports"
MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
KEY = "iam:CreateAccessKey"

STATEMENTS: dict[str, tuple[list[Grant], str, str, object]] = {
    "nothing said": ([], "s3:GetObject", BUCKET, False),
    "plain allow": ([allow("s3:ListBucket", BUCKET)], "s3:ListBucket", BUCKET, True),
    "other action": ([allow("s3:ListBucket", BUCKET)], "s3:GetObject", BUCKET, False),
    "other resource": (
        [allow("s3:ListBucket", BUCKET)],
        "s3:ListBucket",
        f"{BUCKET}-old",
        False,
    ),
    "actions ignore case": ([allow("S3:listBUCKET")], "s3:ListBucket", BUCKET, True),
    "resources do not": ([allow("s3:*", "arn:aws:s3:::Reports")], "s3:ListBucket", BUCKET, False),
    "denials of resources do not": (
        [allow("s3:*"), deny("s3:*", "arn:aws:s3:::REPORTS")],
        "s3:ListBucket",
        BUCKET,
        True,
    ),
    "wildcard in a name": ([allow("s3:List*")], "s3:ListBucket", BUCKET, True),
    "wildcard inside a name": ([allow("s3:*Buck*")], "s3:ListBucket", BUCKET, True),
    "wildcard that stops short": ([allow("s3:*Object")], "s3:ListBucket", BUCKET, False),
    "question mark is one character": ([allow("s3:ListBucke?")], "s3:ListBucket", BUCKET, True),
    "question mark is not none": ([allow("s3:ListBucket?")], "s3:ListBucket", BUCKET, False),
    "whole service": ([allow("s3:*")], "s3:ListBucket", BUCKET, True),
    "everything": ([allow("*")], "s3:ListBucket", BUCKET, True),
    "everything in two parts": ([allow("*:*")], "s3:ListBucket", BUCKET, True),
    "wildcard in the service": ([allow("s*:ListBucket")], "s3:ListBucket", BUCKET, True),
    "resource with a wildcard": ([allow("s3:*", "arn:aws:s3:::rep*")], "s3:X", BUCKET, True),
    "resource with a question mark": (
        [allow("s3:*", "arn:aws:s3:::report?")],
        "s3:X",
        BUCKET,
        True,
    ),
    "one of several resources": (
        [allow("s3:*", f"arn:aws:s3:::a {BUCKET}")],
        "s3:X",
        BUCKET,
        True,
    ),
    "all of a type asked, all given": (
        [allow(KEY, f"{IAM}:user/*")],
        KEY,
        f"{IAM}:user/*",
        True,
    ),
    "all of a type asked, some given": (
        [allow(KEY, f"{IAM}:user/dev-*")],
        KEY,
        f"{IAM}:user/*",
        False,
    ),
    "all of a type asked, any account given": (
        [allow(KEY, "arn:aws:iam::*:user/*")],
        KEY,
        f"{IAM}:user/*",
        True,
    ),
    "NotAction leaves the rest": ([allow("!iam:*")], "s3:ListBucket", BUCKET, True),
    "NotAction takes its own": ([allow("!iam:*")], KEY, ALICE, False),
    "NotAction with a case of its own": ([allow("!IAM:*")], KEY, ALICE, False),
    "NotResource leaves the rest": ([allow("s3:*", "!arn:aws:s3:::pay")], "s3:X", BUCKET, True),
    "NotResource takes its own": ([allow("s3:*", f"!{BUCKET}")], "s3:X", BUCKET, False),
    "NotResource with a wildcard": ([allow("s3:*", "!arn:aws:s3:::rep*")], "s3:X", BUCKET, False),
    "denied": ([allow("s3:*"), deny("s3:ListBucket")], "s3:ListBucket", BUCKET, False),
    "denied first": ([deny("s3:ListBucket"), allow("s3:*")], "s3:ListBucket", BUCKET, False),
    "denied elsewhere": (
        [allow("s3:*"), deny("s3:*", "arn:aws:s3:::pay")],
        "s3:ListBucket",
        BUCKET,
        True,
    ),
    "denied by wildcard": ([allow("s3:*"), deny("*:List*")], "s3:ListBucket", BUCKET, False),
    "denied but for NotAction": ([allow("*"), deny("!s3:*")], "s3:ListBucket", BUCKET, True),
    "denied by NotAction": ([allow("*"), deny("!s3:*")], KEY, ALICE, False),
    "denied but for NotResource": (
        [allow("*"), deny("s3:*", f"!{BUCKET}")],
        "s3:ListBucket",
        BUCKET,
        True,
    ),
    "denied by NotResource": (
        [allow("*"), deny("s3:*", f"!{BUCKET}")],
        "s3:ListBucket",
        "arn:aws:s3:::pay",
        False,
    ),
    "only with a second factor": ([allow("s3:*", "*", MFA)], "s3:X", BUCKET, True),
    "denied without a second factor": (
        [allow("s3:*"), deny("*", "*", NO_MFA)],
        "s3:X",
        BUCKET,
        True,
    ),
    "only with a tag": ([allow("s3:*", "*", TAGGED)], "s3:X", BUCKET, PERHAPS),
    "with a tag, and without": (
        [allow("s3:*", "*", TAGGED), allow("s3:X")],
        "s3:X",
        BUCKET,
        True,
    ),
    "denied with a tag": ([allow("s3:*"), deny("s3:*", "*", TAGGED)], "s3:X", BUCKET, PERHAPS),
    "denied with a tag, and at all": (
        [allow("s3:*"), deny("s3:*", "*", TAGGED), deny("s3:X")],
        "s3:X",
        BUCKET,
        False,
    ),
    "for oneself": ([allow(KEY, f"{IAM}:user/${{aws:username}}")], KEY, ALICE, True),
    "for oneself in any account": (
        [allow(KEY, "arn:aws:iam::*:user/${aws:username}")],
        KEY,
        ALICE,
        True,
    ),
    "for oneself, not for others": (
        [allow(KEY, f"{IAM}:user/${{aws:username}}")],
        KEY,
        f"{IAM}:user/bob",
        False,
    ),
    "denied but for oneself": (
        [allow(KEY), deny(KEY, f"!{IAM}:user/${{aws:username}}")],
        KEY,
        f"{IAM}:user/bob",
        False,
    ),
    "denied but for oneself, oneself": (
        [allow(KEY), deny(KEY, f"!{IAM}:user/${{aws:username}}")],
        KEY,
        ALICE,
        True,
    ),
    "by a variable that is not known": (
        [allow(KEY, f"{IAM}:user/${{aws:PrincipalTag/twin}}")],
        KEY,
        f"{IAM}:user/bob",
        PERHAPS,
    ),
    "by a variable that cannot fit": (
        [allow(KEY, f"{IAM}:role/${{aws:PrincipalTag/twin}}")],
        KEY,
        f"{IAM}:user/bob",
        False,
    ),
    "for this very principal": (
        [allow("s3:*", "*", when("ArnLike", "aws:PrincipalArn", f"{IAM}:user/al*"))],
        "s3:X",
        BUCKET,
        True,
    ),
    "for another principal": (
        [allow("s3:*", "*", when("ArnEquals", "aws:PrincipalArn", f"{IAM}:user/bob"))],
        "s3:X",
        BUCKET,
        False,
    ),
    "an action not known": (
        [Grant(actions=(Unknown("var.action"),), resources=("*",))],
        "s3:X",
        BUCKET,
        PERHAPS,
    ),
    "a resource not known": (
        [Grant(actions=("s3:*",), resources=(Unknown("var.bucket"),))],
        "s3:X",
        BUCKET,
        PERHAPS,
    ),
    "an effect not known": (
        [Grant(effect=Unknown("var.effect"), actions=("s3:*",), resources=("*",))],
        "s3:X",
        BUCKET,
        PERHAPS,
    ),
    "an effect not known beside a denial": (
        [Grant(effect=Unknown("var.effect"), actions=("s3:*",), resources=("*",)), deny("s3:*")],
        "s3:X",
        BUCKET,
        False,
    ),
}


@pytest.mark.parametrize("row", STATEMENTS.values(), ids=STATEMENTS)
def test_statements_say_what_iam_reads_in_them(row: tuple[list[Grant], str, str, object]) -> None:
    grants, action, resource, expected = row
    account = Account([principal(ALICE)], [inline(ALICE, *grants)])
    assert shown(account.decide(account.holders[ALICE], action, resource).answer) == expected


OPERATORS = [
    ("StringEquals", "aws:username", ("alice",), True),
    ("StringEquals", "aws:username", ("Alice",), False),
    ("StringEqualsIgnoreCase", "AWS:UserName", ("Alice",), True),
    ("StringLike", "aws:username", ("bob", "a*"), True),
    ("StringNotEquals", "aws:username", ("alice",), False),
    ("StringNotLike", "aws:username", ("b*",), True),
    ("ArnNotLike", "aws:PrincipalArn", ("arn:aws:iam::*:role/*",), True),
    ("ForAnyValue:StringLike", "aws:username", ("a*",), True),
    ("StringEquals", "aws:CalledVia", ("x",), False),
    ("ForAnyValue:StringEquals", "aws:CalledVia", ("x",), False),
    ("ForAllValues:StringEquals", "aws:CalledVia", ("x",), True),
    ("StringEqualsIfExists", "aws:CalledVia", ("x",), True),
    ("StringNotEquals", "aws:CalledVia", ("x",), True),
    ("Null", "aws:CalledVia", ("true",), True),
    ("Null", "aws:username", ("true",), False),
    ("Bool", "aws:PrincipalIsAWSService", ("false",), True),
    ("StringEquals", "aws:PrincipalOrgID", ("o-home",), True),
    ("StringNotEquals", "aws:ResourceOrgID", ("o-home",), False),
    ("StringEquals", "aws:PrincipalAccount", (HOME,), True),
    ("StringEquals", "aws:username", ("${aws:username}",), True),
    ("StringEquals", "aws:username", ("${aws:PrincipalTag/name}",), PERHAPS),
    ("StringLike", "aws:username", ("A*",), False),
    ("ArnLike", "aws:PrincipalArn", ("arn:aws:iam::*:user/Alice",), False),
    ("NumericLessThan", "aws:username", ("3",), PERHAPS),
    ("DateLessThan", "aws:CurrentTime", ("2020-01-01T00:00:00Z",), False),
    ("DateLessThan", "aws:CurrentTime", ("2030-01-01",), True),
    ("DateGreaterThanEquals", "aws:CurrentTime", ("2026-11-24T00:00:00Z",), True),
    ("DateGreaterThan", "aws:CurrentTime", ("2026-11-24T00:00:00Z",), False),
    ("DateNotEquals", "aws:CurrentTime", ("2026-11-24T00:00:00Z",), False),
    ("NumericLessThan", "aws:EpochTime", ("1577836800",), False),
    ("DateLessThan", "aws:CurrentTime", ("soon",), PERHAPS),
    ("StringEquals", "aws:PrincipalTag/team", ("shop",), PERHAPS),
]


@pytest.mark.parametrize(("operator", "key", "values", "expected"), OPERATORS)
def test_conditions_are_judged_in_what_is_known(
    operator: str, key: str, values: tuple[str, ...], expected: object
) -> None:
    alice = Account([principal(ALICE)], [], MOMENT).holders[ALICE]
    assert shown(met(Condition(operator, key, values), alice.context)) == expected


def ceiling(name: str, *grants: Grant, at: str = "") -> AccessPolicy:
    return policy(f"arn:aws:organizations::1:policy/{name}", *grants, purpose="ceiling", part=at)


CI = f"{IAM}:policy/ci"
TEAM = f"{IAM}:group/team"
FULL = ceiling("full", allow("*"))
OTHERS = when("ArnNotLike", "aws:PrincipalArn", f"{IAM}:role/platform")

LIMITS: dict[str, tuple[list[Any], object]] = {
    "attached policy": ([principal(ALICE, policies=(CI,)), policy(CI, allow("s3:*"))], True),
    "provider's policy": (
        [principal(ALICE, policies=(CI,)), policy(CI, allow("s3:*"), purpose="provider")],
        True,
    ),
    "policy of nobody": ([principal(ALICE), policy(CI, allow("s3:*"))], False),
    "policy that was not read": ([principal(ALICE, policies=(CI,))], PERHAPS),
    "policies that could not be had": ([principal(ALICE, policies=Unknown("denied"))], PERHAPS),
    "policy beside one that was not read": (
        [principal(ALICE, policies=(CI,)), inline(ALICE, allow("s3:*"))],
        PERHAPS,
    ),
    "denied beside one that was not read": (
        [principal(ALICE, policies=(CI,)), inline(ALICE, deny("s3:*"))],
        False,
    ),
    "group's inline policy": (
        [principal(ALICE, member_of=(TEAM,)), principal(TEAM), inline(TEAM, allow("s3:*"))],
        True,
    ),
    "group's attached policy": (
        [
            principal(ALICE, member_of=(TEAM,)),
            principal(TEAM, policies=(CI,)),
            policy(CI, allow("s3:*")),
        ],
        True,
    ),
    "group that denies": (
        [
            principal(ALICE, member_of=(TEAM,)),
            principal(TEAM),
            inline(TEAM, deny("s3:*")),
            inline(ALICE, allow("*")),
        ],
        False,
    ),
    "group of others": ([principal(ALICE), principal(TEAM), inline(TEAM, allow("s3:*"))], False),
    "group that was not read": ([principal(ALICE, member_of=(TEAM,))], PERHAPS),
    "groups that could not be had": ([principal(ALICE, member_of=Unknown("denied"))], PERHAPS),
    "inside the boundary": (
        [
            principal(ALICE, boundary=CI),
            policy(CI, allow("s3:*")),
            inline(ALICE, allow("*")),
        ],
        True,
    ),
    "outside the boundary": (
        [principal(ALICE, boundary=CI), policy(CI, allow("ec2:*")), inline(ALICE, allow("*"))],
        False,
    ),
    "boundary alone gives nothing": (
        [principal(ALICE, boundary=CI), policy(CI, allow("*"))],
        False,
    ),
    "boundary that denies": (
        [
            principal(ALICE, boundary=CI),
            policy(CI, allow("*"), deny("s3:*")),
            inline(ALICE, allow("*")),
        ],
        False,
    ),
    "boundary that denies there": (
        [
            principal(ALICE, boundary=CI),
            policy(CI, allow("*"), deny("s3:*", BUCKET)),
            inline(ALICE, allow("*")),
        ],
        False,
    ),
    "ceiling that denies there": (
        [principal(ALICE), inline(ALICE, allow("*")), FULL, ceiling("no", deny("s3:*", BUCKET))],
        False,
    ),
    "boundary that was not read": (
        [principal(ALICE, boundary=CI), inline(ALICE, allow("*"))],
        PERHAPS,
    ),
    "ceiling that allows all": ([principal(ALICE), inline(ALICE, allow("*")), FULL], True),
    "ceiling alone gives nothing": ([principal(ALICE), FULL], False),
    "ceiling that denies": (
        [principal(ALICE), inline(ALICE, allow("*")), FULL, ceiling("no", deny("s3:*"))],
        False,
    ),
    "ceiling that only denies something else": (
        [principal(ALICE), inline(ALICE, allow("*")), ceiling("no", deny("ec2:*"))],
        True,
    ),
    "ceiling that denies but for somebody else": (
        [
            principal(ALICE),
            inline(ALICE, allow("*")),
            FULL,
            ceiling("no", deny("s3:*", "*", OTHERS)),
        ],
        False,
    ),
    "ceiling outside a region": (
        [
            principal(ALICE),
            inline(ALICE, allow("*")),
            FULL,
            ceiling(
                "region",
                deny("*", "*", when("StringNotEquals", "aws:RequestedRegion", "eu-west-1")),
            ),
        ],
        True,
    ),
    "list of what is allowed, with it": (
        [principal(ALICE), inline(ALICE, allow("*")), ceiling("list", allow("s3:* ec2:*"))],
        True,
    ),
    "list of what is allowed, without it": (
        [principal(ALICE), inline(ALICE, allow("*")), ceiling("list", allow("ec2:*"))],
        False,
    ),
    "place that only denies": (
        [
            principal(ALICE),
            inline(ALICE, allow("*")),
            ceiling("full", allow("*"), at="r-1"),
            ceiling("no", deny("ec2:*"), at="ou-1"),
        ],
        False,
    ),
    "two lists, in one place": (
        [
            principal(ALICE),
            inline(ALICE, allow("*")),
            ceiling("one", allow("ec2:*"), at="ou-1"),
            ceiling("two", allow("s3:*"), at="ou-1"),
        ],
        True,
    ),
    "two lists, in two places": (
        [
            principal(ALICE),
            inline(ALICE, allow("*")),
            ceiling("one", allow("ec2:*"), at="ou-1"),
            ceiling("two", allow("s3:*"), at="r-1"),
        ],
        False,
    ),
    "two lists, who knows where": (
        [
            principal(ALICE),
            inline(ALICE, allow("*")),
            ceiling("one", allow("ec2:*")),
            ceiling("two", allow("s3:*")),
        ],
        PERHAPS,
    ),
}


@pytest.mark.parametrize("row", LIMITS.values(), ids=LIMITS)
def test_policies_boundaries_and_ceilings_are_taken_together(row: tuple[Any, object]) -> None:
    facts, expected = row
    account = account_of(facts)
    assert shown(account.decide(account.holders[ALICE], "s3:X", BUCKET).answer) == expected


def account_of(facts: list[Any]) -> Account:
    return Account(
        [fact for fact in facts if isinstance(fact, Principal)],
        [fact for fact in facts if isinstance(fact, AccessPolicy)],
        MOMENT,
    )


def test_the_path_names_group_policy_and_statement() -> None:
    account = account_of(
        [
            principal(ALICE, member_of=(TEAM,)),
            principal(TEAM, policies=(CI,)),
            policy(CI, allow("s3:*")),
        ]
    )
    decision = account.decide(account.holders[ALICE], "s3:X", BUCKET)
    assert decision.path == "group team → policy ci (statement 1)"


def test_an_inline_policy_is_named_by_its_part() -> None:
    account = account_of([principal(ALICE), inline(ALICE, allow("s3:*"), name="reports")])
    decision = account.decide(account.holders[ALICE], "s3:X", BUCKET)
    assert decision.path == "policy reports (statement 1)"


def test_a_boundary_holds_a_role_that_a_trust_names_but_not_a_user() -> None:
    role = f"{IAM}:role/ci"
    facts = [principal(address, boundary=CI) for address in (ALICE, role)]
    account = account_of([*facts, policy(CI, allow("s3:*"))])
    user, service = (
        account.decide(account.holders[address], "sts:AssumeRole", ADMIN, named=True).answer
        for address in (ALICE, role)
    )
    assert (user, service) == (True, False)


EUROPE = when("StringEquals", "aws:RequestedRegion", "eu-west-1")
VIRGINIA = when("StringLike", "aws:RequestedRegion", "us-*")
ABROAD = when("StringNotEquals", "aws:RequestedRegion", "eu-west-1")
ENDED = when("DateLessThan", "aws:CurrentTime", "2025-11-24T00:00:00Z")
WITHOUT_HANDING_OUT = deny("!s3:* ec2:*")

ADMINISTRATION: dict[str, tuple[list[Any], object]] = {
    "everything": ([principal(ALICE), inline(ALICE, allow("*"))], True),
    "all of iam": ([principal(ALICE), inline(ALICE, allow("iam:*"))], True),
    "all but billing": ([principal(ALICE), inline(ALICE, allow("!aws-portal:*"))], True),
    "power user": (
        [principal(ALICE), inline(ALICE, allow("!iam:* organizations:* account:*"))],
        False,
    ),
    "with a second factor": ([principal(ALICE), inline(ALICE, allow("*", "*", MFA))], True),
    "in a region without iam": ([principal(ALICE), inline(ALICE, allow("*", "*", EUROPE))], False),
    "in the region of iam too": (
        [principal(ALICE), inline(ALICE, allow("*", "*", EUROPE), allow("*", "*", VIRGINIA))],
        True,
    ),
    "denied outside of a region": (
        [principal(ALICE), inline(ALICE, allow("*")), FULL, ceiling("no", deny("*", "*", ABROAD))],
        False,
    ),
    "denied outside of a region, but for iam": (
        [
            principal(ALICE),
            inline(ALICE, allow("*")),
            FULL,
            ceiling("no", deny("!iam:* sts:*", "*", ABROAD)),
        ],
        True,
    ),
    "until last year": ([principal(ALICE), inline(ALICE, allow("*", "*", ENDED))], False),
    "where a tag fits": ([principal(ALICE), inline(ALICE, allow("*", "*", TAGGED))], PERHAPS),
    "on one bucket": ([principal(ALICE), inline(ALICE, allow("*", BUCKET))], False),
    "on roles only": ([principal(ALICE), inline(ALICE, allow("iam:*", f"{IAM}:role/*"))], False),
    "in pieces": (
        [
            principal(ALICE),
            inline(ALICE, allow("iam:Attach* iam:Put* iam:Create*"), name="a"),
            inline(ALICE, allow("iam:Update* iam:Add*"), name="b"),
        ],
        True,
    ),
    "minus one trail": (
        [principal(ALICE), inline(ALICE, allow("*"), deny("cloudtrail:StopLogging"))],
        True,
    ),
    "minus new users": (
        [principal(ALICE), inline(ALICE, allow("*"), deny("iam:CreateUser iam:CreateAccessKey"))],
        True,
    ),
    "minus all of iam": ([principal(ALICE), inline(ALICE, allow("*"), deny("iam:*"))], False),
    "minus nearly everything": (
        [principal(ALICE), inline(ALICE, allow("*"), WITHOUT_HANDING_OUT)],
        False,
    ),
    "inside a boundary": (
        [principal(ALICE, boundary=CI), policy(CI, allow("s3:*")), inline(ALICE, allow("*"))],
        False,
    ),
    "inside a wide boundary": (
        [principal(ALICE, boundary=CI), policy(CI, allow("*")), inline(ALICE, allow("*"))],
        True,
    ),
    "under a ceiling without iam": (
        [principal(ALICE), inline(ALICE, allow("*")), ceiling("list", allow("s3:*"))],
        False,
    ),
    "under a ceiling that spares keys": (
        [principal(ALICE), inline(ALICE, allow("*")), FULL, ceiling("no", deny(KEY))],
        True,
    ),
    "only with a boundary on whom it makes": (
        [
            principal(ALICE),
            inline(ALICE, allow("iam:*", "*", when("StringEquals", "iam:PermissionsBoundary", CI))),
        ],
        False,
    ),
    "by a group": (
        [principal(ALICE, member_of=(TEAM,)), principal(TEAM), inline(TEAM, allow("*"))],
        True,
    ),
}


@pytest.mark.parametrize("row", ADMINISTRATION.values(), ids=ADMINISTRATION)
def test_administration_is_every_right_over_rights(row: tuple[Any, object]) -> None:
    facts, expected = row
    account = account_of(facts)
    assert shown(account.administrator(account.holders[ALICE]).answer) == expected


def trusting(*names: str, effect: Any = "allow", conditions: Any = ()) -> Grant:
    return Grant(
        effect=effect, principals=names, actions=("sts:AssumeRole",), conditions=conditions
    )


ROOT = f"{IAM}:root"
EXTERNAL_ID = when("StringEquals", "sts:ExternalId", "one")
SESSION = f"arn:aws:sts::{HOME}:assumed-role/ci/run"
ONLY_ALICE = when("ArnLike", "aws:PrincipalArn", f"{IAM}:user/al*")
DOORS: dict[str, tuple[str, list[Grant], object, object]] = {
    "nobody": (ALICE, [], False, False),
    "its name": (ALICE, [trusting(ALICE)], True, False),
    "another name": (ALICE, [trusting(f"{IAM}:user/bob")], False, False),
    "its account": (ALICE, [trusting(ROOT)], False, True),
    "another account": (ALICE, [trusting("arn:aws:iam::210987654321:root")], False, False),
    "everybody": (ALICE, [trusting("*")], True, False),
    "a service": (ALICE, [trusting("service:ec2.amazonaws.com")], False, False),
    "a federation": (ALICE, [trusting("federated:accounts.google.com")], False, False),
    "its session": (f"{IAM}:role/ci", [trusting(SESSION)], True, False),
    "a session of another": (f"{IAM}:role/cd", [trusting(SESSION)], False, False),
    "with a second factor": (ALICE, [trusting(ROOT, conditions=(MFA,))], False, True),
    "with an external id": (ALICE, [trusting(ALICE, conditions=(EXTERNAL_ID,))], PERHAPS, False),
    "its account, held to its name": (
        ALICE,
        [trusting(ROOT, conditions=(ONLY_ALICE,))],
        False,
        True,
    ),
    "its account, held to another": (
        f"{IAM}:user/bob",
        [trusting(ROOT, conditions=(ONLY_ALICE,))],
        False,
        False,
    ),
    "its name, denied": (ALICE, [trusting(ALICE), trusting(ALICE, effect="deny")], False, False),
    "its account, denied": (ALICE, [trusting(ROOT), trusting(ROOT, effect="deny")], False, False),
    "everybody but it": (
        ALICE,
        [Grant(not_principals=(ALICE,), actions=("sts:AssumeRole",))],
        False,
        False,
    ),
    "for a web identity only": (
        ALICE,
        [Grant(principals=("*",), actions=("sts:AssumeRoleWithWebIdentity",))],
        False,
        False,
    ),
}


@pytest.mark.parametrize("row", DOORS.values(), ids=DOORS)
def test_trust_lets_in_those_it_names(row: tuple[str, list[Grant], object, object]) -> None:
    address, grants, by_name, by_account = row
    holder = Account([principal(address)], []).holders[address]
    admitted = Door(policy(ADMIN, *grants, purpose="trust")).admits(address, holder.context)
    assert (shown(admitted.by_name), shown(admitted.by_account)) == (by_name, by_account)


SERVICE = "service:ec2.amazonaws.com"
SERVED: dict[str, tuple[list[Grant], object]] = {
    "named": ([trusting(SERVICE)], True),
    "another": ([trusting("service:lambda.amazonaws.com")], False),
    "denied": ([trusting(SERVICE), trusting(SERVICE, effect="deny")], False),
    "denied to everybody": ([trusting(SERVICE), trusting("*", effect="deny")], False),
    "denied by a tag": (
        [trusting(SERVICE), trusting(SERVICE, effect="deny", conditions=(TAGGED,))],
        PERHAPS,
    ),
    "for this account": (
        [trusting(SERVICE, conditions=(when("StringEquals", "aws:SourceAccount", HOME),))],
        True,
    ),
    "for another account": (
        [trusting(SERVICE, conditions=(when("StringEquals", "aws:SourceAccount", "2"),))],
        False,
    ),
    "of a region": ([trusting("service:ec2.eu-west-1.amazonaws.com")], True),
    "of a country": ([trusting("service:ec2.amazonaws.com.cn")], True),
    "for anything of a kind": (
        [
            trusting(
                SERVICE,
                conditions=(when("ArnLike", "aws:SourceArn", f"arn:aws:ecs:*:{HOME}:*"),),
            )
        ],
        True,
    ),
    "for one thing": (
        [trusting(SERVICE, conditions=(when("ArnLike", "aws:SourceArn", "arn:aws:x:::y"),))],
        PERHAPS,
    ),
}


@pytest.mark.parametrize("row", SERVED.values(), ids=SERVED)
def test_trust_serves_the_services_it_names(row: tuple[list[Grant], object]) -> None:
    grants, expected = row
    door = Door(policy(ADMIN, *grants, purpose="trust"))
    assert shown(door.serves("ec2.amazonaws.com", HOME)) == expected


PEOPLE: dict[str, tuple[list[Grant], object]] = {
    "a user": ([trusting(ALICE)], True),
    "another account": ([trusting("arn:aws:iam::210987654321:root")], True),
    "a service": ([trusting(SERVICE)], False),
    "nobody": ([], False),
    "a company's directory": (
        [Grant(principals=(f"federated:{IAM}:saml-provider/x",), actions=("sts:*",))],
        True,
    ),
    "pods of a cluster": (
        [
            Grant(
                principals=(f"federated:{IAM}:oidc-provider/oidc.eks.x.amazonaws.com/id/A",),
                actions=("sts:AssumeRoleWithWebIdentity",),
            )
        ],
        False,
    ),
}


@pytest.mark.parametrize("row", PEOPLE.values(), ids=PEOPLE)
def test_a_door_for_services_and_clusters_only_is_for_no_people(
    row: tuple[list[Grant], object],
) -> None:
    grants, expected = row
    assert Door(policy(ADMIN, *grants, purpose="trust")).people() == expected


def test_the_checks_of_a_unit_share_one_account_and_the_next_unit_has_its_own() -> None:
    also = (Principal, AccessPolicy)

    def unit(*facts: Any) -> View[Settings]:
        kinds: dict[Any, list[Any]] = {
            kind: [fact for fact in facts if type(fact) is kind] for kind in also
        }
        return View(datetime(2026, 11, 24, tzinfo=UTC), Settings(), also, Gathered(kinds))

    first, second = unit(principal(ALICE)), unit(principal(ALICE))
    assert account_in(first) is account_in(first)
    assert account_in(second) is not account_in(first)
