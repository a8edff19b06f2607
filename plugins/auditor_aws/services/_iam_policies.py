"""Policies as they lie in the answers of IAM: written into principals, attached, and AWS's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from auditor.facts import AccessPolicy, Fact, PolicyAttachment
from auditor_aws.api import Api
from auditor_aws.shapes import Item, Plain
from auditor_resources.model import Resource
from auditor_resources.translate._policy import grants

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


def of_principal(api: Api, kind: Kind, item: Item) -> Iterator[Fact]:
    """Yield the policies written into a principal and attached to it.

    Whether they insist on a second factor is not told: the account tells of each user whether
    it has one, which a configuration cannot.
    """
    origin = api.origin(f"aws_iam_{kind}", item["Arn"], item)
    for policy in item.get(_INLINE[kind]) or ():
        yield AccessPolicy(
            origin=origin,
            subject=f"IAM {kind} policy",
            part=f"policy/{policy['PolicyName']}",
            purpose="identity",
            grants=grants(policy["PolicyDocument"]),
            attached_to=kind,
        )
    for arn in attached(item):
        yield PolicyAttachment(
            origin=origin,
            subject="policy attachment",
            part=arn.partition("::")[2],
            principal_kind=kind,
            policy=arn,
        )
