"""Policies as they lie in the answers of IAM: written into principals, attached, and AWS's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from auditor.facts import AccessPolicy, Fact, Grant, Origin, PolicyAttachment, Setting, Unknown
from auditor_aws.api import Api
from auditor_aws.shapes import Item, Plain
from auditor_resources.model import Resource
from auditor_resources.translate._policy import grants
from auditor_resources.translate.aws_iam_principals import asks_for_mfa, assumed_with_mfa_by

Kind = Literal["user", "group", "role"]

_INLINE = {"user": "UserPolicyList", "group": "GroupPolicyList", "role": "RolePolicyList"}
_PROVIDERS = "::aws:policy/"
"""Part of the ARN of each policy that AWS keeps."""


def attached(item: Item) -> tuple[str, ...]:
    """Return the ARNs of the policies attached to a principal."""
    return tuple(policy["PolicyArn"] for policy in item.get("AttachedManagedPolicies") or ())


def boundary(item: Item) -> str | None:
    """Return the ARN of a principal's boundary."""
    found: str | None = (item.get("PermissionsBoundary") or {}).get("PermissionsBoundaryArn")
    return found


def by_provider(arns: Iterable[str]) -> set[str]:
    """Return those that AWS keeps."""
    return {arn for arn in arns if _PROVIDERS in arn}


def default_document(item: Item) -> Any:
    """Return the version of a policy that counts.

    :raises KeyError: when the answer does not tell which that is.
    """
    for version in item["PolicyVersionList"]:
        if version["IsDefaultVersion"]:
            return version["Document"]
    raise KeyError("IsDefaultVersion")


def asking(policies: Iterable[Item]) -> frozenset[str]:
    """Return the ARNs of those policies that hang on a second factor somewhere."""
    return frozenset(item["Arn"] for item in policies if _asks(default_document(item)))


def _asks(document: Any) -> bool:
    found = grants(document)
    return not isinstance(found, Unknown) and asks_for_mfa(found)


def own(api: Api, item: Item) -> Resource:
    """Return a policy of the account."""
    document = default_document(item)
    values = {"policy": Plain(document) if isinstance(document, dict) else document}
    return api.resource("aws_iam_policy", item["Arn"], item, values)


def providers(api: Api, item: Item) -> AccessPolicy:
    """Return a policy that AWS keeps."""
    return AccessPolicy(
        origin=api.origin("aws_iam_policy", item["Arn"], item),
        subject="AWS managed policy",
        purpose="provider",
        grants=grants(default_document(item)),
    )


def of_principal(
    api: Api, kind: Kind, item: Item, asking: frozenset[str] | Unknown
) -> Iterator[Fact]:
    """Yield the policies written into a principal and attached to it.

    ``asking`` are the ARNs of the account's policies that hang on a second factor.
    """
    origin = api.origin(f"aws_iam_{kind}", item["Arn"], item)
    asked: list[bool | Unknown] = []
    for policy in item.get(_INLINE[kind]) or ():
        found, part = grants(policy["PolicyDocument"]), f"policy/{policy['PolicyName']}"
        yield AccessPolicy(
            origin=origin,
            subject=f"IAM {kind} policy",
            part=part,
            purpose="identity",
            grants=found,
            attached_to=kind,
        )
        if kind == "group":
            asked.append(found if isinstance(found, Unknown) else asks_for_mfa(found))
        elif kind == "user" and not isinstance(found, Unknown):
            yield from _assuming(origin, part, found)
    for arn in attached(item):
        yield PolicyAttachment(
            origin=origin,
            subject="policy attachment",
            part=arn.partition("::")[2],
            principal_kind=kind,
            policy=arn,
        )
        if _PROVIDERS not in arn:
            asked.append(asking if isinstance(asking, Unknown) else arn in asking)
    if kind == "group":
        yield Setting(origin=origin, subject="IAM group", name="mfa_enforced", value=_any_of(asked))


def _assuming(origin: Origin, part: str, found: tuple[Grant, ...]) -> Iterator[Setting]:
    """Yield whether a user who may assume roles has to show a second factor for it."""
    value = assumed_with_mfa_by(found)
    if value is not None:
        yield Setting(
            origin=origin, subject="IAM user policy", part=part, name="mfa_enforced", value=value
        )


def _any_of(answers: Iterable[bool | Unknown]) -> bool | Unknown:
    found = list(answers)
    if True in found:
        return True
    return next((answer for answer in found if isinstance(answer, Unknown)), False)
