"""Web firewalls of CloudFront distributions."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._wafv2 import OPERATIONS, web_acls
from auditor_resources.model import Resource


def firewalls(api: Api) -> Iterator[Resource]:
    """Yield every web firewall: one call for each."""
    yield from web_acls(api, "CLOUDFRONT")


SERVICE = Service(
    name="wafv2cloudfront",
    reach=Reach.GLOBAL,
    operations=OPERATIONS,
    parts=(firewalls,),
)
