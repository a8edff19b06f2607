"""Routes to administration, on small accounts whose answers were reasoned by hand.

An account is written line by line: ``user alice: ACTIONS [on RESOURCES] [if OPERATOR KEY VALUE]``
gives an inline statement (``!`` denies), ``user alice has P``, ``user alice in G``, ``user alice
within P`` (boundary), ``user alice with FIELD`` set what its name says, ``trust R: WHO …`` opens
a role, ``policy P: …`` and ``ceiling C: …`` are policies. Resources are short: ``user/bob``,
``!user/bob`` for all others.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from auditor.facts import AccessPolicy, Condition, Grant, Origin, Principal, Unknown
from auditor_checks.access._effective import Account
from auditor_checks.access._routes import Routes

HOME = "123456789012"
IAM = f"arn:aws:iam::{HOME}:"
FORMS = ("user", "role", "group", "policy")


def arn(short: str) -> str:
    return IAM + short if short.partition("/")[0] in FORMS else short


def origin(address: str) -> Origin:
    return Origin(provider="aws", scope=HOME, address=address, kind="iam")


def statement(text: str, number: int) -> Grant:
    body, _, condition = text.strip().partition(" if ")
    actions, _, resources = body.partition(" on ")
    operator, key, value = condition.split() if condition else ("", "", "")
    return Grant(
        effect="deny" if actions.startswith("!") else "allow",
        actions=tuple(actions.removeprefix("!").split()),
        resources=() if resources.startswith("!") else tuple(map(arn, (resources or "*").split())),
        not_resources=tuple(map(arn, resources[1:].split())) if resources.startswith("!") else (),
        conditions=(Condition(operator, key, (arn(value),)),) if condition else (),
        statement=f"statement {number}",
    )


def opening(text: str) -> Grant:
    names, _, condition = text.partition(" if ")
    operator, key, value = condition.split() if condition else ("", "", "")
    return Grant(
        effect="deny" if names.startswith("!") else "allow",
        principals=tuple(map(trusted, names.removeprefix("!").split())),
        actions=("sts:AssumeRole",),
        conditions=(Condition(operator, key, (arn(value),)),) if condition else (),
    )


def trusted(who: str) -> str:
    if who == "account":
        return f"{IAM}root"
    if who.startswith("session/"):
        return f"arn:aws:sts::{HOME}:assumed-role/{who.partition('/')[2]}/run"
    return f"service:{who}.amazonaws.com" if "/" not in who else arn(who)


class Estate:
    """Facts gathered line by line."""

    def __init__(self, lines: str) -> None:
        self.fields: dict[str, dict[str, Any]] = defaultdict(dict)
        self.grants: dict[tuple[str, str], list[Grant]] = defaultdict(list)
        for line in filter(None, map(str.strip, lines.splitlines())):
            self._take(line)

    def _take(self, line: str) -> None:
        head, colon, body = line.partition(": ")
        form, name, *rest = head.split()
        if colon and form == "trust":
            self.grants["trust", f"role/{name}"].append(opening(body))
        elif form in ("policy", "ceiling"):
            short = name if name.startswith("arn:") else f"{form}/{name}"
            self.grants[form, short].append(statement(body, 1))
        else:
            self._principal(f"{form}/{name}", rest, body if colon else "")

    def _principal(self, short: str, rest: list[str], body: str) -> None:
        fields = self.fields[short]
        if body:
            grants = self.grants["inline", short]
            grants.append(statement(body, len(grants) + 1))
        elif rest and rest[0] == "has":
            address = rest[1] if rest[1].startswith("arn:") else arn(f"policy/{rest[1]}")
            fields["policies"] = (*fields.get("policies", ()), address)
        elif rest and rest[0] == "in":
            fields["member_of"] = (*fields.get("member_of", ()), arn(f"group/{rest[1]}"))
        elif rest and rest[0] == "within":
            fields["boundary"] = arn(f"policy/{rest[1]}")
        elif rest:
            fields[rest[1]] = Unknown("denied") if rest[-1] == "unknown" else rest[-1] != "off"

    def account(self) -> Account:
        principals = [
            Principal(
                origin=origin(arn(short)),
                subject=short,
                form=short.partition("/")[0],  # type: ignore[arg-type]
                name=short.rpartition("/")[2],
                **fields,
            )
            for short, fields in self.fields.items()
        ]
        return Account(principals, [self._policy(*key) for key in self.grants])

    def _policy(self, purpose: str, short: str) -> AccessPolicy:
        inline = purpose == "inline"
        known: dict[str, Any] = {"trust": "trust", "ceiling": "ceiling"}
        return AccessPolicy(
            origin=origin(arn(short)),
            subject=short,
            purpose=known.get(purpose, "identity"),
            grants=tuple(self.grants[purpose, short]),
            part="policy/own" if inline else "",
            attached_to=short.partition("/")[0] if inline else "",
        )


BOSS = "user boss: *\n"
ROLE = "role admin: *\n"
SCENARIOS: dict[str, tuple[str, tuple[str, ...] | None]] = {
    "no rights": (BOSS + "user alice", None),
    "rights over things only": (BOSS + "user alice: s3:* ec2:*", None),
    "key of an administrator": (
        BOSS + "user alice: iam:CreateAccessKey on user/boss",
        ("can put a new access key on user boss (iam:CreateAccessKey via policy own",),
    ),
    "key of herself": (BOSS + "user alice: iam:CreateAccessKey on user/${aws:username}", None),
    "key of a colleague": (
        BOSS + "user alice: iam:CreateAccessKey on user/bob\nuser bob: s3:*",
        None,
    ),
    "key of a colleague who has a key of an administrator": (
        BOSS
        + "user alice: iam:CreateAccessKey on user/bob\n"
        + "user bob: iam:CreateAccessKey on user/boss",
        ("on user bob", "who can put a new access key on user boss", "who is administrator"),
    ),
    "key of an administrator, by a group": (
        BOSS + "user alice in support\ngroup support: iam:CreateAccessKey",
        ("via group support → policy own (statement 1)", "administrator via policy own"),
    ),
    "key denied": (
        BOSS + "user alice: iam:CreateAccessKey\nuser alice: !iam:CreateAccessKey on user/boss",
        None,
    ),
    "key under a ceiling": (
        BOSS + "user alice: iam:CreateAccessKey\nceiling no: !iam:CreateAccessKey",
        None,
    ),
    "key within a boundary": (
        BOSS + "user alice: iam:*\nuser alice within small\npolicy small: s3:*",
        None,
    ),
    "keys of all but one": (
        BOSS + "user alice: iam:CreateAccessKey on !user/bob",
        ("can put a new access key on user boss",),
    ),
    "keys of all but the administrator": (
        BOSS + "user alice: iam:CreateAccessKey on !user/boss",
        None,
    ),
    "first password": (
        BOSS + "user alice: iam:CreateLoginProfile\nuser boss with password off",
        ("give user boss a console password",),
    ),
    "first password where there is one": (
        BOSS + "user alice: iam:CreateLoginProfile\nuser boss with password on",
        None,
    ),
    "new password": (
        BOSS + "user alice: iam:UpdateLoginProfile\nuser boss with password on",
        ("change the console password of user boss",),
    ),
    "new password against a second factor": (
        BOSS
        + "user alice: iam:UpdateLoginProfile\nuser boss with password on\n"
        + "user boss with second_factor on",
        None,
    ),
    "new password and no second factor any more": (
        BOSS
        + "user alice: iam:UpdateLoginProfile iam:DeactivateMFADevice\n"
        + "user boss with password on\nuser boss with second_factor on",
        ("change the console password of user boss",),
    ),
    "role that trusts the account": (
        ROLE + "trust admin: account\nuser alice: sts:AssumeRole on role/admin",
        ("can assume role admin (sts:AssumeRole via policy own (statement 1))",),
    ),
    "role that trusts the account, without the right": (
        ROLE + "trust admin: account\nuser alice: s3:*",
        None,
    ),
    "role that trusts her": (
        ROLE + "trust admin: user/alice\nuser alice",
        ("can assume role admin (its trust policy lets it in)",),
    ),
    "role that trusts her, denied": (
        ROLE + "trust admin: user/alice\nuser alice: !sts:AssumeRole",
        None,
    ),
    "role that trusts her, outside her boundary": (
        ROLE + "trust admin: user/alice\nuser alice within small\npolicy small: s3:*",
        ("can assume role admin (its trust policy lets it in)",),
    ),
    "role that trusts a role, outside that one's boundary": (
        ROLE
        + "trust admin: role/ci user/bob\nrole ci within small\nuser bob within small\n"
        + "policy small: s3:*\n"
        + "trust ci: account\nuser alice: sts:AssumeRole on role/ci",
        None,
    ),
    "role that trusts somebody else": (
        ROLE + "trust admin: user/bob\nuser bob\nuser alice: sts:AssumeRole",
        None,
    ),
    "role over a role": (
        ROLE
        + "trust admin: role/deploy\nrole deploy\ntrust deploy: account\n"
        + "user alice: sts:AssumeRole on role/deploy",
        ("can assume role deploy", ", who can assume role admin"),
    ),
    "roles in a circle": (
        ROLE
        + "trust admin: user/boss\nuser boss\nrole a: sts:AssumeRole\nrole b: sts:AssumeRole\n"
        + "trust a: role/b user/alice\ntrust b: role/a\nuser alice",
        None,
    ),
    "trust of a role": (
        ROLE + "trust admin: ec2\nuser alice: iam:UpdateAssumeRolePolicy on role/admin",
        ("can rewrite who may assume role admin",),
    ),
    "trust of a role that she is kept out of": (
        ROLE
        + "trust admin: ec2\nuser alice: iam:UpdateAssumeRolePolicy\n"
        + "user alice: !sts:AssumeRole on role/admin",
        None,
    ),
    "trust of a role of the provider": (
        "role aws-reserved/sso.amazonaws.com/admin: *\n" + "user alice: iam:UpdateAssumeRolePolicy",
        None,
    ),
    "any policy on herself": (
        "user alice: iam:AttachUserPolicy on user/${aws:username}",
        ("can attach any policy to itself (iam:AttachUserPolicy via policy own (statement 1))",),
    ),
    "one harmless policy on herself": (
        "user alice: iam:AttachUserPolicy if ArnEquals iam:PolicyARN policy/harmless",
        None,
    ),
    "the full policy on herself": (
        "user alice: iam:AttachUserPolicy if ArnLike iam:PolicyARN arn:aws:iam::aws:policy/*",
        ("can attach any policy to itself",),
    ),
    "any policy on herself, within a boundary": (
        "user alice: iam:PutUserPolicy\nuser alice within small\n"
        + "policy small: s3:* iam:PutUserPolicy",
        None,
    ),
    "any policy on herself, and the boundary can go": (
        "user alice: iam:PutUserPolicy iam:DeleteUserPermissionsBoundary\n"
        + "user alice within small\n"
        + "policy small: s3:* iam:PutUserPolicy iam:DeleteUserPermissionsBoundary",
        ("can write any policy into itself",),
    ),
    "any policy on her group": (
        "user alice: iam:PutGroupPolicy on group/team\nuser alice in team\ngroup team",
        ("can write any policy into its group team",),
    ),
    "any policy on another group": (
        "user alice: iam:PutGroupPolicy on group/other\nuser alice in team\ngroup team\n"
        + "group other",
        None,
    ),
    "a policy that she holds": (
        "user alice: iam:CreatePolicyVersion on policy/shop\nuser alice has shop\n"
        + "policy shop: s3:*",
        ("can rewrite policy shop, which it holds",),
    ),
    "a policy that her group holds": (
        "user alice: iam:CreatePolicyVersion\nuser alice in team\ngroup team has shop\n"
        + "policy shop: s3:*",
        ("can rewrite policy shop, which it holds",),
    ),
    "a policy of the provider that she holds": (
        "user alice: iam:CreatePolicyVersion\nuser alice has arn:aws:iam::aws:policy/View\n"
        + "policy arn:aws:iam::aws:policy/View: s3:*",
        None,
    ),
    "a policy that nobody holds": (
        "user alice: iam:CreatePolicyVersion\npolicy shop: s3:*",
        None,
    ),
    "joining the administrators": (
        "group admins: *\nuser alice: iam:AddUserToGroup on group/admins",
        ("can put itself into group admins", "who is administrator"),
    ),
    "a role cannot join": (
        "group admins: *\nrole ci: iam:AddUserToGroup\nuser alice: sts:AssumeRole\n"
        + "trust ci: account",
        None,
    ),
    "any policy on a role she can assume": (
        "role ci\ntrust ci: account\nuser alice: sts:AssumeRole iam:PutRolePolicy on role/ci",
        ("can write any policy into role ci", "and then assume role ci"),
    ),
    "any policy on a role she cannot assume": (
        "role ci\ntrust ci: ec2\nuser alice: sts:AssumeRole iam:PutRolePolicy on role/ci",
        None,
    ),
    "a new role": (
        "user alice: iam:CreateRole iam:AttachRolePolicy on role/app-*",
        ("can create a role with any policy and assume it (iam:CreateRole",),
    ),
    "a new role with a boundary": (
        "user alice: iam:CreateRole if StringEquals iam:PermissionsBoundary policy/small\n"
        + "user alice: iam:AttachRolePolicy",
        None,
    ),
    "new roles and policies that do not meet": (
        "user alice: iam:CreateRole on role/a-*\nuser alice: iam:AttachRolePolicy on role/b-*",
        None,
    ),
    "a function with a role": (
        ROLE
        + "trust admin: lambda\nuser alice: iam:PassRole on role/admin\n"
        + "user alice: lambda:*",
        (
            "can create and call a function with role admin (iam:PassRole via policy own",
            "with lambda:CreateFunction and lambda:InvokeFunction",
        ),
    ),
    "a function with a role for instances": (
        ROLE + "trust admin: ec2\nuser alice: iam:PassRole lambda:*",
        None,
    ),
    "a function with a role for another account": (
        ROLE
        + "trust admin: lambda if StringEquals aws:SourceAccount 210987654321\n"
        + "user alice: iam:PassRole lambda:*",
        None,
    ),
    "a function with a role of the provider": (
        "role aws-service-role/x.amazonaws.com/linked: *\n"
        + "trust aws-service-role/x.amazonaws.com/linked: lambda\n"
        + "user alice: iam:PassRole lambda:*",
        None,
    ),
    "a role without a function": (ROLE + "trust admin: lambda\nuser alice: iam:PassRole", None),
    "a role for one service only": (
        ROLE
        + "trust admin: lambda\nuser alice: lambda:*\n"
        + "user alice: iam:PassRole if StringEquals iam:PassedToService ecs.amazonaws.com",
        None,
    ),
    "a role for the right service": (
        ROLE
        + "trust admin: lambda\nuser alice: lambda:*\n"
        + "user alice: iam:PassRole if StringEquals iam:PassedToService lambda.amazonaws.com",
        ("can create and call a function",),
    ),
    "an instance with a role": (
        ROLE + "trust admin: ec2\nuser alice: iam:PassRole ec2:RunInstances",
        ("can start an instance with role admin",),
    ),
    "a stack with a role": (
        ROLE + "trust admin: cloudformation\nuser alice: iam:PassRole cloudformation:*",
        ("can create a stack with role admin",),
    ),
    "a function with a role that can do the rest": (
        ROLE
        + "trust admin: role/mid\nrole mid\ntrust mid: lambda\n"
        + "user alice: iam:PassRole lambda:CreateFunction lambda:InvokeFunction",
        ("can create and call a function with role mid", "who can assume role admin"),
    ),
    "the shorter of two": (
        BOSS
        + ROLE
        + "trust admin: role/mid\nrole mid\ntrust mid: account\n"
        + "user alice: sts:AssumeRole\nuser alice: iam:CreateAccessKey on user/boss",
        ("can put a new access key on user boss", "who is administrator"),
    ),
    "keys for others, by tag": (
        BOSS + "user alice: iam:CreateAccessKey if StringEquals aws:ResourceTag/team x",
        ("?", "it hangs on the condition aws:ResourceTag/team"),
    ),
    "any policy on a role she may be able to assume": (
        "role ci\ntrust ci: account\nuser alice: iam:PutRolePolicy on role/ci\n"
        + "user alice: sts:AssumeRole if StringEquals aws:ResourceTag/team x",
        ("?", "it hangs on the condition aws:ResourceTag/team"),
    ),
    "policies that could not be had": (BOSS + "user alice with policies unknown", ("?", "denied")),
    "an administrator who may be none": (
        "user boss: * if StringEquals aws:ResourceTag/team x\n"
        + "user alice: iam:CreateAccessKey on user/boss",
        ("?", "it hangs on the condition aws:ResourceTag/team"),
    ),
    "sure in spite of another's doubt": (
        BOSS + "user odd with policies unknown\nuser alice: iam:CreateAccessKey",
        ("can put a new access key on user boss",),
    ),
}


@pytest.mark.parametrize("row", SCENARIOS.values(), ids=SCENARIOS)
def test_the_shortest_route_is_told_hop_by_hop(row: tuple[str, tuple[str, ...] | None]) -> None:
    lines, expected = row
    routes = Routes(Estate(lines).account())
    alice = arn("user/alice")
    if expected is None:
        assert alice not in routes.sure
        assert alice not in routes.doubtful
    elif expected[0] == "?":
        assert alice not in routes.sure
        assert routes.doubtful[alice].doubt == expected[1]
    else:
        told = routes.sure[alice].told()
        positions = [told.find(part) for part in expected]
        assert -1 not in positions, told
        assert positions == sorted(positions)


ALIKE = {
    "by the principal's ARN": "account if ArnLike aws:PrincipalArn user/al*",
    "by name": "user/alice",
    "by a denial": "account\ntrust admin: !user/bob user/carol",
}


@pytest.mark.parametrize("trust", ALIKE.values(), ids=ALIKE)
def test_a_door_tells_apart_users_with_the_same_policies(trust: str) -> None:
    users = "".join(f"user {name} has p\n" for name in ("alice", "bob", "carol"))
    lines = f"{ROLE}trust admin: {trust}\npolicy p: sts:AssumeRole\n{users}"
    assert Routes(Estate(lines).account()).sure.keys() == {arn("user/alice")}


def test_a_door_tells_apart_roles_by_their_sessions() -> None:
    lines = f"{ROLE}trust admin: session/ci\nrole cd: s3:*\nrole ci: s3:*\nrole cx: s3:*"
    assert Routes(Estate(lines).account()).sure.keys() == {arn("role/ci")}


def test_a_policy_tells_its_holders_apart() -> None:
    users = "".join(f"user {name} has p\n" for name in ("bob", "alice", "carol"))
    shared = "policy p: iam:CreateAccessKey if ArnLike aws:PrincipalArn user/al*\n"
    assert Routes(Estate(BOSS + shared + users).account()).sure.keys() == {arn("user/alice")}


def large_account(users: int, roles: int, policies: int) -> Account:
    lines = [BOSS, "user last: iam:CreateAccessKey on user/boss"]
    for number in range(policies):
        lines.append(f"policy p{number}: s3:Get* on arn:aws:s3:::b{number}/*")
        lines.append(f"policy p{number}: sts:AssumeRole on role/r{number % roles}")
        lines.append(f"policy p{number}: iam:CreateAccessKey on user/${{aws:username}}")
    for number in range(users):
        lines.append(f"user u{number} has p{number % policies}")
        lines.append(f"user u{number} has p{(number * 7 + 1) % policies}")
    for number in range(roles):
        lines.append(f"role r{number} has p{(number * 3) % policies}")
        lines.append(f"trust r{number}: {'account' if number % 2 else 'ec2'}")
    return Estate("\n".join(lines)).account()


def test_the_work_grows_with_the_principals_and_not_with_their_pairs() -> None:
    weighed, tried = [], []
    for size in (1, 4):
        account = large_account(60 * size, 30 * size, 10)
        routes = Routes(account)
        assert routes.sure.keys() == {arn("user/last")}
        weighed.append(account.library.weighed)
        tried.append(routes.tried)
    assert weighed[1] < 5 * weighed[0]
    assert tried[1] < 5 * tried[0]


def test_a_policy_is_weighed_once_however_many_hold_it() -> None:
    shared = "policy p: sts:AssumeRole iam:PassRole\n" + ROLE + "trust admin: account\n"
    counts = []
    for users in (2, 50):
        lines = "\n".join(f"user u{number} has p" for number in range(users))
        account = Estate(shared + lines).account()
        assert len(Routes(account).sure) == users
        counts.append(account.library.weighed)
    assert counts[0] == counts[1]
