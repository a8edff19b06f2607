"""Web firewalls of a region."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._wafv2 import OPERATIONS, web_acls
from auditor_resources.model import Resource


def firewalls(api: Api) -> Iterator[Resource]:
    """Yield every web firewall: one call for each."""
    yield from web_acls(api, "REGIONAL")


SERVICE = Service(
    name="wafv2",
    reach=Reach.REGIONAL,
    operations=OPERATIONS,
    parts=(firewalls,),
)
