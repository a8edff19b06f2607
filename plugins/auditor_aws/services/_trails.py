"""Trails as one region sees them, and what those of the whole account record and tell.

A trail that logs every region is listed in every region; it is told in its home region, and so
are the account's questions: by the home region of the first such trail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.services._event_alarms import Alarms, any_of
from auditor_aws.services._event_classes import CLASSES
from auditor_aws.services._switches import of_account
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Unknown

_READS, _WRITES = frozenset({"read"}), frozenset({"write"})
_BOTH = _READS | _WRITES
_KINDS = {"All": _BOTH, "ReadOnly": _READS, "WriteOnly": _WRITES}
_OBJECT, _FUNCTION = "AWS::S3::Object", "AWS::Lambda::Function"
_DATA = (
    ("object_reads", "Reads of objects", _OBJECT, _READS),
    ("object_writes", "Writes of objects", _OBJECT, _WRITES),
    ("lambda_invocations", "Invocations of functions", _FUNCTION, _WRITES),
)
_TYPE = "resources.type"
_OUT_OF_REACH = (
    "AccessDeniedException",
    "OperationNotPermittedException",
    "TrailNotFoundException",
    "UnsupportedOperationException",
)
"""What a member is answered that asks what the trail of its organisation records."""


class Trail(NamedTuple):
    """A trail that logs this region; ``status`` as :meth:`Api.ask` gives it."""

    item: Item
    status: Any

    @property
    def arn(self) -> str:
        return str(self.item["TrailARN"])

    @property
    def owner(self) -> str:
        """The account that it belongs to: another one for a trail of the organisation."""
        return self.arn.split(":")[4]

    @property
    def logging(self) -> Any:
        """Whether it is recording: True, False or Unknown."""
        return dig(self.status, "IsLogging")

    @property
    def kept(self) -> Any:
        """Whether it is recording and what it records arrives: True, False or Unknown."""
        failed = dig(self.status, "LatestDeliveryError")
        return False if failed and not isinstance(failed, Unknown) else self.logging

    @property
    def home(self) -> str:
        return str(self.item["HomeRegion"])

    @property
    def everywhere(self) -> bool:
        return bool(self.item["IsMultiRegionTrail"])


def seen(api: Api) -> list[Trail]:
    """Return every trail that logs this region.

    :raises Refused: when they cannot be listed.
    """
    listed = api.pages("cloudtrail", "describe_trails", "trailList", includeShadowTrails=True)
    return [
        Trail(item, api.ask("cloudtrail", "get_trail_status", item=item, Name=item["TrailARN"]))
        for item in listed
    ]


def home_of_account(trails: list[Trail]) -> str:
    """Return the region that answers for the account; empty where no trail logs all regions."""
    return min(((t.arn, t.home) for t in trails if t.everywhere), default=("", ""))[1]


def account(api: Api, trails: list[Trail]) -> Iterator[Setting]:
    """Yield what the trails that log every region record, and of what somebody is told."""
    everywhere = [trail for trail in trails if trail.everywhere]
    asked = [(trail, _selected(api, trail)) for trail in everywhere]
    value = any_of(_if(t.kept, _management(s)) for t, s in asked)
    yield of_account(api, "account", "management_events", value)
    for part, subject, kind, wanted in _DATA:
        value = any_of(_if(t.kept, _data(s, kind, wanted)) for t, s in asked)
        yield of_account(api, subject, "data_events", value, part=part)
    alarms = [(trail, _alarms(api, trail)) for trail in everywhere]
    for events in CLASSES:
        value = any_of(
            _if(t.logging, a.raised_by(events) if isinstance(a, Alarms) else a) for t, a in alarms
        )
        yield of_account(api, events.subject, "event_alarm", value, part=events.part)


def nothing_recorded(api: Api, value: bool | Unknown) -> Iterator[Setting]:
    """Yield the same answer to all questions about the account."""
    yield of_account(api, "account", "management_events", value)
    for part, subject, _, _ in _DATA:
        yield of_account(api, subject, "data_events", value, part=part)
    for events in CLASSES:
        yield of_account(api, events.subject, "event_alarm", value, part=events.part)


def _if(works: Any, value: bool | Unknown) -> bool | Unknown:
    """A trail that stands still tells nothing; of one that may, only a no is sure."""
    if works is True or value is False:
        return value
    return works if isinstance(works, Unknown) else False


def _selected(api: Api, trail: Trail) -> Any:
    if trail.logging is False:
        return {}
    if trail.home != api.region:
        return Unknown(f"{trail.arn} is set up in {trail.home}")
    absent = () if trail.owner == api.account else _OUT_OF_REACH
    answer = api.ask(
        "cloudtrail",
        "get_event_selectors",
        item=trail.item,
        absent=absent,
        TrailName=trail.arn,
    )
    if answer is None:
        return Unknown(f"what {trail.arn} records is set up in account {trail.owner}")
    return answer


def _management(answer: Any) -> bool | Unknown:
    if isinstance(answer, Unknown):
        return answer
    found: frozenset[str] = frozenset()
    for selector in answer.get("EventSelectors") or ():
        if selector.get("IncludeManagementEvents", True):
            found |= _KINDS[selector.get("ReadWriteType", "All")]
    for selector in answer.get("AdvancedEventSelectors") or ():
        fields = _fields(selector)
        if fields["eventCategory"].get("Equals") == ["Management"]:
            excluded = fields.get("eventSource", {})
            if fields.keys() <= {"eventCategory", "readOnly", "eventSource"} and not (
                excluded.get("Equals") or excluded.get("StartsWith")
            ):
                found |= _advanced_kinds(fields)
    return found == _BOTH


def _data(answer: Any, kind: str, wanted: frozenset[str]) -> bool | Unknown:
    """Say whether these calls on all things of a kind are recorded."""
    if isinstance(answer, Unknown):
        return answer
    for selector in answer.get("EventSelectors") or ():
        if not wanted <= _KINDS[selector.get("ReadWriteType", "All")]:
            continue
        for source in selector.get("DataResources") or ():
            if source.get("Type") == kind and any(map(_everything, source.get("Values") or ())):
                return True
    for selector in answer.get("AdvancedEventSelectors") or ():
        fields = _fields(selector)
        if (
            fields["eventCategory"].get("Equals") == ["Data"]
            and kind in (fields.get(_TYPE, {}).get("Equals") or ())
            and fields.keys() <= {"eventCategory", _TYPE, "readOnly"}
            and wanted <= _advanced_kinds(fields)
        ):
            return True
    return False


def _everything(value: str) -> bool:
    """``arn:aws:s3``, ``arn:aws:s3:::`` and ``arn:aws:lambda`` stand for all of the account."""
    return len([piece for piece in value.split(":") if piece]) == 3


def _fields(selector: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {field["Field"]: field for field in selector["FieldSelectors"]}


def _advanced_kinds(fields: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    chosen = fields.get("readOnly")
    if chosen is None:
        return _BOTH
    return _READS if chosen.get("Equals") == ["true"] else _WRITES


def _alarms(api: Api, trail: Trail) -> Alarms | bool | Unknown:
    """Return the alarms on the log group of a trail, or why there is none to be seen."""
    group = trail.item.get("CloudWatchLogsLogGroupArn")
    if not group or trail.logging is False:
        return False
    owner = group.split(":")[4]
    if owner != api.account:
        return Unknown(f"the log group of {trail.arn} is in account {owner}")
    if trail.home != api.region:
        return Unknown(f"{trail.arn} is set up in {trail.home}")
    return Alarms(api, group)
