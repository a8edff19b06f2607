"""IAM Identity Center: permission sets, and who has them in the account.

An instance belongs to the organisation's management account (or to one account); others may
see it without being let in. Sets are read whole in the account that owns them, in the region
where the instance was made; assignments are those of the audited account.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, Literal

from auditor.facts import Fact, PolicyAttachment, Principal, RoleAssignment, Unknown
from auditor_aws.api import Api, told
from auditor_aws.refusals import Absent, Refused
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources import model
from auditor_resources.model import Resource

_SHUT = ("AccessDeniedException",)
"""What an account gets that sees the instance of another."""
_NONE = ("ResourceNotFoundException",)
_KINDS: dict[str, Literal["user", "group"]] = {"USER": "user", "GROUP": "group"}


def permission_sets(api: Api) -> Iterator[Resource | Fact]:
    """Yield the permission sets of each instance in the region, and their assignments."""
    for instance in api.pages("sso-admin", "list_instances", "Instances"):
        arn = instance["InstanceArn"]
        if instance.get("PrimaryRegion", api.region) != api.region:
            continue
        if instance.get("OwnerAccountId") != api.account and not _let_in(api, arn):
            continue
        listing = list(
            api.pages("sso-admin", "list_permission_sets", "PermissionSets", InstanceArn=arn)
        )
        names: dict[str, str] = {}
        yield from api.each(listing, partial(_permission_set, api, arn, names))
        yield from _assignments(api, instance, names)


def _let_in(api: Api, instance: str) -> bool:
    """Say whether another account's instance may be read: by delegated administrators only."""
    try:
        api.call("sso-admin", "list_permission_sets", absent=_SHUT, InstanceArn=instance)
    except Absent:
        return False
    return True


def _permission_set(
    api: Api, instance: str, names: dict[str, str], arn: str
) -> Iterator[Resource | Fact]:
    """Yield a permission set and its policies, and note its name in ``names``."""
    where: dict[str, Any] = {"InstanceArn": instance, "PermissionSetArn": arn}
    described = api.ask("sso-admin", "describe_permission_set", **where)
    item = described if isinstance(described, Item) else None
    name = names[arn] = _name(described, arn)
    inline = api.ask("sso-admin", "get_inline_policy_for_permission_set", item=item, **where)
    managed = api.listed(
        "sso-admin", "list_managed_policies_in_permission_set", "AttachedManagedPolicies", **where
    )
    references = api.listed(
        "sso-admin",
        "list_customer_managed_policy_references_in_permission_set",
        "CustomerManagedPolicyReferences",
        **where,
    )
    boundary = api.ask(
        "sso-admin",
        "get_permissions_boundary_for_permission_set",
        item=item,
        absent=_NONE,
        **where,
    )
    created = dig(described, "PermissionSet", "CreatedDate")
    yield Principal(
        origin=api.origin("aws_ssoadmin_permission_set", arn, item),
        subject="permission set",
        form="permission set",
        name=name,
        created=created.astimezone(UTC) if isinstance(created, datetime) else told(created),
        policies=_policies(managed, references),
        boundary=_boundary(boundary),
    )
    values = {"inline_policy": dig(inline, "InlinePolicy") or None}
    yield api.resource("aws_ssoadmin_permission_set_inline_policy", arn, item, values, name)
    origin = api.origin("aws_ssoadmin_managed_policy_attachment", arn, item)
    for policy in [] if isinstance(managed, model.Unknown) else managed:
        yield PolicyAttachment(
            origin=origin,
            subject="policy attachment",
            part=policy["Arn"].partition("::")[2],
            principal_kind="role",
            policy=policy["Arn"],
        )


def _policies(
    managed: list[Item] | model.Unknown, references: list[Item] | model.Unknown
) -> tuple[str, ...] | Unknown:
    """Return ARNs of AWS's policies, and paths and names of those that each account has."""
    for listing in (managed, references):
        if isinstance(listing, model.Unknown):
            return Unknown(listing.reason)
    assert not isinstance(managed, model.Unknown)
    assert not isinstance(references, model.Unknown)
    return (*(policy["Arn"] for policy in managed), *map(_in_account, references))


def _boundary(answer: Any) -> str | Unknown | None:
    limit = dig(answer, "PermissionsBoundary")
    if limit is None or isinstance(limit, model.Unknown):
        return None if limit is None else Unknown(limit.reason)
    reference = limit.get("CustomerManagedPolicyReference")
    return _in_account(reference) if reference else limit.get("ManagedPolicyArn")


def _in_account(reference: Mapping[str, Any]) -> str:
    """Return how an ARN ends of a policy that every account has to have itself."""
    return f"policy{reference.get('Path') or '/'}{reference['Name']}"


def _name(described: Any, arn: str) -> str:
    name = dig(described, "PermissionSet", "Name")
    return name if isinstance(name, str) else arn.rpartition("/")[2]


def _assignments(api: Api, instance: Item, names: Mapping[str, str]) -> Iterator[RoleAssignment]:
    """Yield who has which permission set in the audited account."""
    where = {"InstanceArn": instance["InstanceArn"], "AccountId": api.account}
    given = list(
        api.pages(
            "sso-admin", "list_permission_sets_provisioned_to_account", "PermissionSets", **where
        )
    )
    if not given:
        return
    store = instance["IdentityStoreId"]
    people = {
        "USER": _names(api, store, "users", "UserName"),
        "GROUP": _names(api, store, "groups", "DisplayName"),
    }

    def read(arn: str) -> Iterator[RoleAssignment]:
        listing = api.pages(
            "sso-admin",
            "list_account_assignments",
            "AccountAssignments",
            PermissionSetArn=arn,
            **where,
        )
        for item in listing:
            kind, number = item["PrincipalType"], item["PrincipalId"]
            known = people[kind]
            yield RoleAssignment(
                origin=api.origin("aws_ssoadmin_account_assignment", arn, item),
                subject="permission set assignment",
                part=f"{_KINDS[kind]}/{number}",
                principal=known if isinstance(known, Unknown) else known.get(number, number),
                principal_kind=_KINDS[kind],
                role=names.get(arn) or arn.rpartition("/")[2],
                target=api.account,
            )

    yield from api.each(given, read)


def _names(api: Api, store: str, kind: str, attribute: str) -> Mapping[str, str] | Unknown:
    """Return the names of all users or groups of a directory by number; nothing else about
    people is kept."""
    singular = kind.capitalize()
    try:
        pages = api.pages(
            "identitystore",
            f"list_{kind}",
            singular,
            conceal=_PERSONAL if kind == "users" else (),
            IdentityStoreId=store,
        )
        return {item[f"{singular[:-1]}Id"]: item.get(attribute, "") for item in pages}
    except Refused as error:
        api.note(error)
        return Unknown(error.unknown.reason)


_PERSONAL = (
    "Addresses",
    "Birthdate",
    "DisplayName",
    "Emails",
    "ExternalIds",
    "Locale",
    "Name",
    "NickName",
    "PhoneNumbers",
    "Photos",
    "PreferredLanguage",
    "ProfileUrl",
    "Timezone",
    "Title",
    "Website",
)

SERVICE = Service(
    name="identitycenter",
    reach=Reach.REGIONAL,
    operations=(
        "identitystore:ListGroups",
        "identitystore:ListUsers",
        "sso-admin:DescribePermissionSet",
        "sso-admin:GetInlinePolicyForPermissionSet",
        "sso-admin:GetPermissionsBoundaryForPermissionSet",
        "sso-admin:ListAccountAssignments",
        "sso-admin:ListCustomerManagedPolicyReferencesInPermissionSet",
        "sso-admin:ListInstances",
        "sso-admin:ListManagedPoliciesInPermissionSet",
        "sso-admin:ListPermissionSets",
        "sso-admin:ListPermissionSetsProvisionedToAccount",
    ),
    parts=(permission_sets,),
    always=True,
)
