"""CloudTrail: the trails at home here, whether this region is covered, and, where the account's
first trail of all regions is at home, what the account records and is told of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services import _event_alarms, _trails
from auditor_aws.services._switches import of_region
from auditor_aws.services._trails import Trail
from auditor_aws.shapes import dig
from auditor_resources.model import Resource, Unknown

_BEHIND = timedelta(days=1)
"""Events reach the bucket and the log group within minutes of each other."""


def trails(api: Api) -> Iterator[Resource | Setting]:
    """Yield the trails at home here, and the switches of the region and the account."""
    found = _trails.seen(api)
    for trail in found:
        if trail.home == api.region and trail.owner == api.account:
            yield _trail(api, trail)
    covered = _event_alarms.any_of(trail.kept for trail in found)
    yield of_region(api, "", "region_trailed", covered)
    if _trails.home_of_account(found) == api.region:
        yield from _trails.account(api, found)


def _trail(api: Api, trail: Trail) -> Resource:
    item = trail.item
    values = {
        "enable_logging": trail.kept,
        "is_multi_region_trail": trail.everywhere,
        "enable_log_file_validation": item.get("LogFileValidationEnabled", False),
        "cloud_watch_logs_group_arn": _group(trail),
        "kms_key_id": item.get("KmsKeyId"),
        "insight_selector": _insights(api, trail),
    }
    return api.resource("aws_cloudtrail", trail.arn, item, values, item["Name"])


def _group(trail: Trail) -> Any:
    """Return the log group that events reach; None where what came to the bucket did not come
    there. Where little happens, nothing may come for days."""
    group = trail.item.get("CloudWatchLogsLogGroupArn")
    if not group or isinstance(trail.status, Unknown):
        return trail.status if group else None
    status = trail.status
    last = status.get("LatestCloudWatchLogsDeliveryTime") or status.get("StartLoggingTime")
    stored = status.get("LatestDeliveryTime")
    return None if last and stored and stored - last > _BEHIND else group


def _insights(api: Api, trail: Trail) -> Any:
    if trail.item.get("HasInsightSelectors") is False:
        return []
    answer = api.ask(
        "cloudtrail",
        "get_insight_selectors",
        item=trail.item,
        absent=("InsightNotEnabledException",),
        TrailName=trail.arn,
    )
    found = dig(answer, "InsightSelectors")
    if isinstance(found, Unknown):
        return found
    return [{"insight_type": selector.get("InsightType")} for selector in found or ()]


SERVICE = Service(
    name="cloudtrail",
    reach=Reach.REGIONAL,
    operations=(
        "cloudtrail:DescribeTrails",
        "cloudtrail:GetTrailStatus",
        "cloudtrail:GetEventSelectors",
        "cloudtrail:GetInsightSelectors",
        *_event_alarms.OPERATIONS,
    ),
    parts=(trails,),
    always=True,
)
