"""CloudWatch, once an account: whether other accounts may look at its metrics and logs."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._switches import of_account
from auditor_aws.shapes import Item
from auditor_resources.model import Unknown

_ROLE = "CloudWatch-CrossAccountSharingRole"
"""The role that lets others in (Amazon CloudWatch user guide, *Cross-account console*)."""


def sharing(api: Api) -> Iterator[Setting]:
    """Yield whether the role that shares is absent."""
    answer = api.ask("iam", "get_role", absent=("NoSuchEntity",), RoleName=_ROLE)
    value = answer if isinstance(answer, Unknown) else answer is None
    item = answer if isinstance(answer, Item) else None
    yield of_account(api, "CloudWatch", "trusted_sharing", value, part="cloudwatch", item=item)


SERVICE = Service(
    name="cloudwatchaccount",
    reach=Reach.GLOBAL,
    operations=("iam:GetRole",),
    parts=(sharing,),
    always=True,
)
