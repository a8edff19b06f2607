"""Organizations: whether the account is part of one, and which guards that puts over all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from auditor.facts import Grant, Setting, Unknown
from auditor_aws.api import Api, told
from auditor_aws.refusals import Refused
from auditor_aws.service import Reach, Service
from auditor_aws.services._ceilings import NO_ORGANISATION
from auditor_aws.shapes import Item, dig
from auditor_resources import model
from auditor_resources.translate._policy import grants

_REGION_KEY = "aws:requestedregion"
_NO_TRUST = "ServiceAccessNotEnabledException"
"""The organisation does not let IAM manage anything for it."""
_ROOT_FEATURES = "RootCredentialsManagement"


def organisation(api: Api) -> Iterator[Setting]:
    """Yield whether there is an organisation, and in its management account its guards."""
    answer = api.ask("organizations", "describe_organization", absent=(NO_ORGANISATION,))
    found = dig(answer, "Organization")
    known = isinstance(found, dict)
    item = answer if isinstance(answer, Item) else None
    member = told(found) if isinstance(found, model.Unknown) else known
    yield api.setting("aws_account", api.account, "account", "organisation_member", member, item)
    if not known or found["MasterAccountId"] != api.account:
        return
    origin = api.origin("aws_organizations_organization", found["Arn"], item)
    for part, (subject, read) in _GUARDS.items():
        yield Setting(
            origin=origin,
            subject=subject,
            part=part,
            name="organisation_guard",
            value=read(api),
        )


def _attached(kind: str, guards: Callable[[Any], bool | Unknown]) -> Callable[[Api], Any]:
    """Make a reader that says whether a policy of a kind, with the content that is meant, is
    attached anywhere."""

    def reader(api: Api) -> bool | Unknown:
        doubt: Unknown | None = None
        try:
            for item in api.pages("organizations", "list_policies", "Policies", Filter=kind):
                answer = _guards(api, item, guards)
                if answer is True:
                    return True
                if isinstance(answer, Unknown):
                    doubt = answer
        except Refused as error:
            api.note(error)
            return Unknown(error.unknown.reason)
        return doubt or False

    return reader


def _guards(api: Api, item: Item, guards: Callable[[Any], bool | Unknown]) -> bool | Unknown:
    number = item["Id"]
    answer = api.ask("organizations", "describe_policy", item=item, PolicyId=number)
    content = dig(answer, "Policy", "Content")
    if isinstance(content, model.Unknown):
        return Unknown(content.reason)
    found = guards(content)
    if found is False:
        return False
    targets = api.listed("organizations", "list_targets_for_policy", "Targets", PolicyId=number)
    if isinstance(targets, model.Unknown):
        return Unknown(targets.reason)
    return found if targets else False


def _opts_out(content: str) -> bool | Unknown:
    """Say whether a policy opts out of AI services by default (Organizations user guide, *AI
    services opt-out policy syntax*)."""
    services = _json(content).get("services", {})
    default = services.get("default", {}).get("opt_out_policy", {})
    return bool(default.get("@@assign") == "optOut")


def _sets_tags(content: str) -> bool | Unknown:
    return bool(_json(content).get("tags"))


def _limits_regions(content: str) -> bool | Unknown:
    """Say whether a policy denies what is asked outside of chosen regions."""
    found = grants(content)
    return found if isinstance(found, Unknown) else any(map(_denies_elsewhere, found))


def _denies_elsewhere(grant: Grant) -> bool:
    return grant.effect == "deny" and any(
        condition.key.lower() == _REGION_KEY and "not" in condition.operator.lower()
        for condition in grant.conditions
    )


def _json(content: str) -> dict[str, Any]:
    found = json.loads(content)
    if not isinstance(found, dict):
        raise ValueError("a policy of the organisation is not an object")
    return found


def _root_credentials(api: Api) -> bool | Unknown:
    """Say whether root credentials of the members are managed from one place."""
    answer = api.ask("iam", "list_organizations_features", absent=(_NO_TRUST,))
    features = dig(answer, "EnabledFeatures")
    if isinstance(features, model.Unknown):
        return Unknown(features.reason)
    return _ROOT_FEATURES in (features or ())


_GUARDS: dict[str, tuple[str, Callable[[Api], bool | Unknown]]] = {
    "ai_opt_out": ("opt-out of AI services", _attached("AISERVICES_OPT_OUT_POLICY", _opts_out)),
    "regions": ("limit to chosen regions", _attached("SERVICE_CONTROL_POLICY", _limits_regions)),
    "tags": ("tag policy", _attached("TAG_POLICY", _sets_tags)),
    "root_credentials": ("central management of root credentials", _root_credentials),
}

SERVICE = Service(
    name="organizations",
    reach=Reach.GLOBAL,
    operations=(
        "iam:ListOrganizationsFeatures",
        "organizations:DescribeOrganization",
        "organizations:DescribePolicy",
        "organizations:ListPolicies",
        "organizations:ListTargetsForPolicy",
    ),
    parts=(organisation,),
)
