"""S3, once an account: its block of public access."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._public_access import guards
from auditor_aws.shapes import Item
from auditor_resources.model import Resource


def account_block(api: Api) -> Iterator[Resource]:
    """Yield the account's switches, all off where nobody has set them."""
    answer = api.ask(
        "s3control",
        "get_public_access_block",
        absent=("NoSuchPublicAccessBlockConfiguration",),
        AccountId=api.account,
    )
    item = answer if isinstance(answer, Item) else None
    kind = "aws_s3_account_public_access_block"
    yield api.resource(kind, api.account, item, guards(answer))


SERVICE = Service(
    name="s3account",
    reach=Reach.GLOBAL,
    operations=("s3control:GetPublicAccessBlock",),
    parts=(account_block,),
)
