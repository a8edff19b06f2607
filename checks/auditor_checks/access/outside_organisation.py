"""A product list, dashboard or code layer that crosses the border of your accounts.

Why it matters
    What is shared account by account stays shared when the other side is sold or closed. Code from
    a layer of another account runs with your function's rights, and its owner can change the next
    version.

Verdicts
    PASS when sharing stays within the account or its organisation; FAIL when single accounts
    outside are named. Partners you trust can be waived. UNKNOWN when the answer could not be had.

How to mend it
    Share with the organisation instead of with single accounts, and keep copies of foreign code.

    Portfolios: ``aws servicecatalog create-portfolio-share --portfolio-id ID --organization-node
    Type=ORGANIZATION,Value=ID``. Layers: publish a copy in your own account by ``aws lambda
    publish-layer-version``.

Sources
    Sharing a Service Catalog portfolio, https://docs.aws.amazon.com/servicecatalog/latest/adminguide/catalogs_portfolios_sharing_how-to-share.html
    Managing Lambda dependencies with layers, https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "trusted_sharing",
    id="access.outside_organisation",
    title="Something is shared beyond the organisation",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    good="stays within its own accounts",
    bad="is shared with, or taken from, accounts outside",
    controls=("ACC-09",),
    same_as=(
        "awslambda_function_using_cross_account_layers",
        "cloudwatch_cross_account_sharing_disabled",
        "servicecatalog_portfolio_shared_within_organization_only",
    ),
)
