"""IAM users, groups and their credentials, and policies attached by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from auditor.facts import Credential, Fact, Grant, PasswordPolicy, PolicyAttachment, Unknown
from auditor_resources import model
from auditor_resources.model import Resource
from auditor_resources.translate._base import (
    Answer,
    Context,
    flag,
    number,
    text,
    translates,
    unknown,
)
from auditor_resources.translate._network import elements
from auditor_resources.translate._policy import grants, shown

Kind = Literal["user", "group", "role"]

_ATTACHMENTS: dict[str, tuple[Kind, str]] = {
    "aws_iam_user_policy_attachment": ("user", "policy_arn"),
    "aws_iam_group_policy_attachment": ("group", "policy_arn"),
    "aws_iam_role_policy_attachment": ("role", "policy_arn"),
    "aws_iam_user_policy_attachments_exclusive": ("user", "policy_arns"),
    "aws_iam_group_policy_attachments_exclusive": ("group", "policy_arns"),
    "aws_iam_role_policy_attachments_exclusive": ("role", "policy_arns"),
    "aws_ssoadmin_managed_policy_attachment": ("role", "managed_policy_arn"),
}
"""By type: whom the policies are given to (a permission set becomes a role), and where
their ARNs are written."""


@translates(*_ATTACHMENTS)
def attachment(resource: Resource, context: Context) -> Iterator[Fact]:
    """A resource that gives one or several policies to one principal."""
    kind, attribute = _ATTACHMENTS[resource.type]
    yield from attachments(resource, context, kind, attribute)


def attachments(
    resource: Resource, context: Context, kind: Kind, attribute: str
) -> Iterator[PolicyAttachment]:
    """Yield one fact a policy whose ARN is in the attribute, a string or a list of them."""
    place = resource.body.place_of(attribute)
    several = isinstance(resource.body.get(attribute), list)
    for index, value in enumerate(elements(resource.body, attribute)):
        part = f"{attribute}[{index}]" if several else ""
        yield _attachment(resource, context, kind, _policy(context, value, place), part)


@translates("aws_iam_policy_attachment")
def shared_attachment(resource: Resource, context: Context) -> Iterator[Fact]:
    """A policy given to several principals at once: one fact a kind of principal."""
    place = resource.body.place_of("policy_arn")
    arn = _policy(context, resource.body.get("policy_arn"), place)
    kinds: tuple[Kind, ...] = ("user", "group", "role")
    for kind in kinds:
        if elements(resource.body, f"{kind}s"):
            yield _attachment(resource, context, kind, arn, f"{kind}s")


def _attachment(
    resource: Resource, context: Context, kind: Kind, arn: Answer, part: str
) -> PolicyAttachment:
    return context.fact(
        PolicyAttachment,
        resource,
        "policy attachment",
        part=part,
        principal_kind=kind,
        answers={"policy": arn},
    )


def _policy(context: Context, value: Any, place: model.Place) -> Answer:
    """Return the ARN as text, or the name of a policy that a data source looks up.

    One that a resource of the estate will have is no AWS policy.
    """
    for ref in value.refs if isinstance(value, model.Unknown) else ():
        source = context.estate.at(ref)
        if source is not None and source.mode == "data" and source.type == "aws_iam_policy":
            asked = _looked_up(source)
            if isinstance(asked.value, str):
                return Answer(asked.value, place)
    return Answer(Unknown("no policy is named") if value is None else shown(value), place)


_ADMINISTRATOR = "AdministratorAccess"


def _looked_up(source: Resource) -> Answer:
    arn = text(source.body, "arn")
    return text(source.body, "name") if arn.value is None else arn


@translates("data.aws_iam_policy")
def looked_up(resource: Resource, context: Context) -> Iterator[Fact]:
    """A ready-made policy that is looked up in order to be given to somebody."""
    asked = _looked_up(resource).map(lambda name: name.rpartition("/")[2] != _ADMINISTRATOR)
    if asked.value is not None:
        yield context.setting(
            resource, "policy that is looked up", "looked_up_policy_limited", asked
        )


@translates("aws_iam_access_key")
def access_key(resource: Resource, context: Context) -> Iterator[Fact]:
    """A key that lives until somebody deletes it."""
    user = _user(resource)
    root = user.map(lambda name: name in ("root", "<root_account>"))
    active = text(resource.body, "status", "Active").map(lambda value: value == "Active")
    yield context.fact(
        Credential,
        resource,
        "access key",
        form="access key",
        answers={"principal": user, "root": root, "active": active},
    )


@translates("aws_iam_user_login_profile")
def login(resource: Resource, context: Context) -> Iterator[Fact]:
    """A password for the console."""
    answers = {"principal": _user(resource)}
    yield context.fact(Credential, resource, "console password", form="password", answers=answers)


def _user(resource: Resource) -> Answer:
    value = resource.body.get("user")
    name = Unknown("no user is named") if value is None else shown(value)
    return Answer(name, resource.body.place_of("user"))


@translates("aws_iam_account_password_policy")
def password_policy(resource: Resource, context: Context) -> Iterator[Fact]:
    """The account's rules; what is not set is off, and passwords have six letters (IAM API)."""
    body = resource.body
    yield context.fact(
        PasswordPolicy,
        resource,
        "password policy",
        answers={
            "minimum_length": number(body, "minimum_password_length", 6),
            "lowercase": flag(body, "require_lowercase_characters", False),
            "uppercase": flag(body, "require_uppercase_characters", False),
            "numbers": flag(body, "require_numbers", False),
            "symbols": flag(body, "require_symbols", False),
            "maximum_age_days": number(body, "max_password_age", 0),
            "remembered": number(body, "password_reuse_prevention", 0),
        },
    )


@translates("aws_iam_group")
def group(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether some policy of the group, inline or attached, asks for multi-factor sign-in."""
    answer = Answer(False)
    for policy, document in _documents(resource, context):
        asked = _names_mfa(document)
        if asked is True:
            answer = Answer(True, policy.place)
            break
        if isinstance(asked, Unknown):
            answer = Answer(asked, policy.place)
    if answer.value is False:
        answer = Answer(_loose(context) or False)
    yield context.setting(resource, "IAM group", "mfa_enforced", answer)


_GROUP_POLICIES = ("aws_iam_group_policy", "aws_iam_group_policy_attachment")


def _loose(context: Context) -> Unknown | None:
    reasons = (context.loose(kind, "group") for kind in _GROUP_POLICIES)
    return next((reason for reason in reasons if reason is not None), None)


def _documents(group_: Resource, context: Context) -> Iterator[tuple[Resource, model.Value]]:
    inline, attached = (
        context.linked(group_, kind, "group", "name", "id") for kind in _GROUP_POLICIES
    )
    for policy in inline:
        yield policy, policy.body.get("policy")
    for attachment_ in attached:
        arn = attachment_.body.get("policy_arn")
        refs = arn.refs if isinstance(arn, model.Unknown) else ()
        policies = [found for ref in refs if (found := context.estate.at(ref)) is not None]
        for policy in policies:
            yield policy, policy.body.get("policy")
        if not policies and isinstance(arn, model.Unknown):
            yield attachment_, arn


def assumed_with_mfa(document: model.Value) -> bool | None:
    """Say whether a policy lets its user assume roles only with a second factor.

    None when it is not about assuming roles.
    """
    found = grants(document)
    return None if isinstance(found, Unknown) else assumed_with_mfa_by(found)


def assumed_with_mfa_by(found: tuple[Grant, ...]) -> bool | None:
    """Say the same of a policy that is read already."""
    assuming = [
        grant
        for grant in found
        if grant.effect == "allow"
        and any(
            isinstance(item, str) and item.lower() == "sts:assumerole" for item in grant.actions
        )
    ]
    return all(_demands_mfa(grant) for grant in assuming) if assuming else None


def _demands_mfa(grant: Grant) -> bool:
    """Say whether an allow works only for those who showed a second factor."""
    return any(
        condition.key.lower() in _MFA_KEYS
        and (isinstance(condition.values, Unknown) or "false" not in condition.values)
        for condition in grant.conditions
    )


def _conditioned(grant: Grant) -> bool:
    return any(condition.key.lower() in _MFA_KEYS for condition in grant.conditions)


_MFA_KEYS = ("aws:multifactorauthpresent", "aws:multifactorauthage")


def _names_mfa(document: model.Value) -> bool | Unknown:
    if isinstance(document, model.Unknown) and not isinstance(document, model.Partial | model.Json):
        return unknown(document)
    found = grants(document)
    return found if isinstance(found, Unknown) else asks_for_mfa(found)


def asks_for_mfa(found: tuple[Grant, ...]) -> bool:
    """Say whether any statement of a policy hangs on a second factor."""
    return any(_conditioned(grant) for grant in found)
