"""Services that can watch a whole organisation: which account does it, told by the management
account."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._switches import of_thing
from auditor_aws.shapes import Item
from auditor_resources.model import Unknown

_WATCHERS = (
    ("guardduty", "GuardDuty", "guardduty.amazonaws.com"),
    ("securityhub", "Security Hub", "securityhub.amazonaws.com"),
    ("config", "AWS Config", "config.amazonaws.com"),
)
_KIND = "aws_organizations_organization"


def watchers(api: Api) -> Iterator[Setting]:
    """Yield for each service whether an account was appointed to it; how much it then covers is
    set up there, region by region."""
    answer = api.ask(
        "organizations", "describe_organization", absent=("AWSOrganizationsNotInUseException",)
    )
    if not isinstance(answer, Item):
        return
    found = answer["Organization"]
    if found["MasterAccountId"] != api.account:
        return
    for part, subject, principal in _WATCHERS:
        appointed = api.listed(
            "organizations",
            "list_delegated_administrators",
            "DelegatedAdministrators",
            ServicePrincipal=principal,
        )
        value: bool | Unknown = False
        if isinstance(appointed, Unknown):
            value = appointed
        elif appointed:
            value = Unknown(f"what it covers is set up in account {appointed[0]['Id']}")
        yield of_thing(
            api,
            _KIND,
            found["Arn"],
            subject,
            "organisation_covered",
            value,
            part=part,
            item=answer,
        )


SERVICE = Service(
    name="organizationwatch",
    reach=Reach.GLOBAL,
    operations=(
        "organizations:DescribeOrganization",
        "organizations:ListDelegatedAdministrators",
    ),
    parts=(watchers,),
    always=True,
)
