"""Service Catalog: portfolios, and whether they are shared account by account."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item
from auditor_resources.model import Unknown


def portfolios(api: Api) -> Iterator[Setting]:
    """Yield every portfolio of this account; each costs one call."""

    def read(item: Item) -> Iterator[Setting]:
        shares = api.listed(
            "servicecatalog",
            "describe_portfolio_shares",
            "PortfolioShareDetails",
            PortfolioId=item["Id"],
            Type="ACCOUNT",
        )
        value = shares if isinstance(shares, Unknown) else not shares
        kind, name = "aws_servicecatalog_portfolio", "trusted_sharing"
        yield api.setting(kind, item["ARN"], "Service Catalog portfolio", name, value, item)

    yield from api.each(
        list(api.pages("servicecatalog", "list_portfolios", "PortfolioDetails")), read
    )


SERVICE = Service(
    name="servicecatalog",
    reach=Reach.REGIONAL,
    operations=("servicecatalog:ListPortfolios", "servicecatalog:DescribePortfolioShares"),
    parts=(portfolios,),
)
