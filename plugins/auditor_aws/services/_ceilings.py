"""What stands over an account: who manages it, and service control policies that none exceeds.

They are read with the principals whose rights they limit. Only the management account of the
organisation and those it delegates to are let in; elsewhere rights are judged without them,
and a gap says so. The management account itself is under none (Organizations user guide,
*Service control policies*).
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.collecting import Reason
from auditor.facts import AccessPolicy, Grant, Setting, Unknown
from auditor_aws.api import Api, told
from auditor_aws.refusals import DENIED, Refused
from auditor_aws.shapes import Item, dig
from auditor_resources import model
from auditor_resources.translate._policy import grants

NO_ORGANISATION = "AWSOrganizationsNotInUseException"
OPERATIONS = (
    "organizations:DescribeOrganization",
    "organizations:DescribePolicy",
    "organizations:ListParents",
    "organizations:ListPoliciesForTarget",
)
_TYPE = "SERVICE_CONTROL_POLICY"
_LEVELS = 8
"""The account, five levels of units and the root; one to spare."""


class _NotOurs(Refused):
    """What members of an organisation are not let see, whatever their own policies allow."""

    def __init__(self, error: Refused) -> None:
        super().__init__(error.operation, error.action, Reason.UNRESOLVED, error.code)

    @property
    def remedy(self) -> str:
        return (
            "rights are judged without the organisation's service control policies, which only "
            "its management account and its delegated administrators may read"
        )


def ceilings(api: Api) -> Iterator[AccessPolicy | Setting]:
    """Yield the account that manages the organisation and the policies that lie over the audited
    one, from itself up to the root; ``part`` is where each is attached."""
    answer = api.ask("organizations", "describe_organization", absent=(NO_ORGANISATION,))
    management = dig(answer, "Organization", "MasterAccountId")
    item = answer if isinstance(answer, Item) else None
    yield api.setting("aws_account", api.account, "account", "management_account", management, item)
    if answer is None or isinstance(answer, model.Unknown) or management == api.account:
        return
    place = api.account
    documents: dict[str, tuple[Grant, ...] | Unknown] = {}
    for _ in range(_LEVELS):
        try:
            yield from _at(api, place, documents)
            above = _above(api, place)
        except Refused as error:
            if not documents and error.code in DENIED:
                api.note(_NotOurs(error))
                return
            api.note(error)
            yield _unread(api, place, error)
            return
        if above is None:
            return
        place = above


def _at(
    api: Api, place: str, documents: dict[str, tuple[Grant, ...] | Unknown]
) -> Iterator[AccessPolicy]:
    """Yield the policies attached to one place; each document is read once.

    :raises Refused: when they cannot be listed.
    """
    listing = list(
        api.pages(
            "organizations", "list_policies_for_target", "Policies", TargetId=place, Filter=_TYPE
        )
    )
    for item in listing:
        number = item["Id"]
        if number not in documents:
            answer = api.ask("organizations", "describe_policy", item=item, PolicyId=number)
            content = dig(answer, "Policy", "Content")
            documents[number] = told(content) if _refused(content) else grants(content)
        yield _ceiling(api, item["Arn"], place, documents[number], item)


def _refused(content: object) -> bool:
    return isinstance(content, model.Unknown)


def _above(api: Api, place: str) -> str | None:
    """Return the unit or root that holds a place; a root has none.

    :raises Refused: when it cannot be told.
    """
    if place.startswith("r-"):
        return None
    parents = list(api.pages("organizations", "list_parents", "Parents", ChildId=place))
    return str(parents[0]["Id"]) if parents else None


def _unread(api: Api, place: str, error: Refused) -> AccessPolicy:
    address = f"arn:{api.partition}:organizations::{api.account}:policies over {place}"
    return _ceiling(api, address, f"over {place}", told(error.unknown), None)


def _ceiling(
    api: Api,
    address: str,
    place: str,
    found: tuple[Grant, ...] | Unknown,
    item: Item | None,
) -> AccessPolicy:
    return AccessPolicy(
        origin=api.origin("aws_organizations_policy", address, item),
        subject="service control policy",
        part=place,
        purpose="ceiling",
        grants=found,
        attached_to="account",
    )
