"""Whether AWS Backup backs something up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.shapes import Item
from auditor_resources.model import Resource, Unknown

OPERATION = "backup:ListProtectedResources"
"""What asking for it calls, once."""


def protection(api: Api) -> Callable[[str], bool | Unknown]:
    """Return what says whether the thing at an ARN was backed up by AWS Backup in this region."""
    listed = api.listed("backup", "list_protected_resources", "Results")
    if isinstance(listed, Unknown):
        return lambda _: listed
    arns = {item["ResourceArn"] for item in listed}
    return lambda arn: arn in arns


def with_plans(
    api: Api, subject: str, found: Iterable[tuple[Item, Resource]]
) -> Iterator[Resource | Setting]:
    """Yield resources, each followed by whether a plan backs it up."""
    protected: Callable[[str], bool | Unknown] | None = None
    for item, resource in found:
        protected = protected or protection(api)
        yield resource
        yield api.setting(
            resource.type,
            resource.address,
            subject,
            "backup_plan",
            protected(resource.address),
            item,
        )
