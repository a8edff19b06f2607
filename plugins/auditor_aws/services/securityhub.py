"""Security Hub: whether it runs in this region and has something to judge by."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._switches import of_region
from auditor_aws.shapes import Item
from auditor_resources.model import Unknown

_OFF = ("InvalidAccessException", "ResourceNotFoundException")
"""What is answered where nobody has switched Security Hub on."""


def hub(api: Api) -> Iterator[Setting]:
    """Yield whether the region's posture is watched, by a standard or by another product."""
    answer = api.ask("securityhub", "describe_hub", absent=_OFF)
    item = answer if isinstance(answer, Item) else None
    value = _judges(api) if item is not None else answer or False
    yield of_region(api, "", "posture_service", value, item=item)


def _judges(api: Api) -> bool | Unknown:
    standards = api.listed("securityhub", "get_enabled_standards", "StandardsSubscriptions")
    if standards and not isinstance(standards, Unknown):
        return True
    products = api.listed("securityhub", "list_enabled_products_for_import", "ProductSubscriptions")
    if isinstance(products, Unknown) or products:
        return products if isinstance(products, Unknown) else True
    return standards if isinstance(standards, Unknown) else False


SERVICE = Service(
    name="securityhub",
    reach=Reach.REGIONAL,
    operations=(
        "securityhub:DescribeHub",
        "securityhub:GetEnabledStandards",
        "securityhub:ListEnabledProductsForImport",
    ),
    parts=(hub,),
    always=True,
)
