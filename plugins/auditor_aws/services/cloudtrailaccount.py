"""CloudTrail, once an account: an account without a trail of all regions records nothing."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services import _trails
from auditor_resources.model import Unknown


def without_trail(api: Api) -> Iterator[Setting]:
    """Yield the account's switches where no region answers for them."""
    home = _trails.home_of_account(_trails.seen(api))
    if not home:
        yield from _trails.nothing_recorded(api, False)
    elif api.options.regions and home not in api.options.regions:
        yield from _trails.nothing_recorded(
            api, Unknown(f"the trail is set up in {home}, which is not scanned")
        )


SERVICE = Service(
    name="cloudtrailaccount",
    reach=Reach.GLOBAL,
    operations=("cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus"),
    parts=(without_trail,),
    always=True,
)
