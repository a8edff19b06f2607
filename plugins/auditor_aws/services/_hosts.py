"""Machines as hosts that have to be patched, as Systems Manager sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from auditor.facts import Component, Fact, Host
from auditor_aws.api import Api, told
from auditor_aws.services._new_machines import images
from auditor_aws.services._patches import missing_patches
from auditor_aws.services._systems import System, system_of
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Unknown

_STOPPED = re.compile(r"\((\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (?:GMT|UTC)\)")
"""When a machine was stopped, in what AWS calls the reason of a change of state."""
_GROUP = "aws:autoscaling:groupName"
"""Tag of a machine of a scaling group, whose warm pool keeps machines stopped on purpose."""


def hosts(api: Api, machines: Sequence[Item]) -> Iterator[Fact]:
    """Yield a host for each of these instances, and for each machine outside of EC2 that
    Systems Manager keeps.

    Whether a machine is managed follows from the whole list of managed ones: without it nobody
    can tell.
    """
    managed = api.listed(
        "ssm", "describe_instance_information", "InstanceInformationList", MaxResults=50
    )
    agents: dict[str, Item] | Unknown
    outside: list[Item]
    if isinstance(managed, Unknown):
        agents, outside = managed, []
    else:
        agents = {item["InstanceId"]: item for item in managed}
        outside = [item for item in managed if item.get("ResourceType") == "ManagedInstance"]
    if not machines and not outside:
        return
    summaries = _summaries(api) if agents else {}
    missing = missing_patches(api, [*machines, *outside], agents, summaries)
    started_from = images(api, (item["ImageId"] for item in machines))
    for item in machines:
        yield from _instance(api, item, agents, summaries, missing, started_from)
    for item in outside:
        yield from _other(api, item, summaries, missing)


def _summaries(api: Api) -> dict[str, Item] | Unknown:
    """Return the verdicts of the patch service on all machines it ever scanned."""
    found = api.listed(
        "ssm",
        "list_resource_compliance_summaries",
        "ResourceComplianceSummaryItems",
        Filters=[{"Key": "ComplianceType", "Values": ["Patch"], "Type": "EQUAL"}],
        MaxResults=50,
    )
    if isinstance(found, Unknown):
        return found
    return {item["ResourceId"]: item for item in found if item["ComplianceType"] == "Patch"}


def _instance(
    api: Api,
    item: Item,
    agents: Mapping[str, Item] | Unknown,
    summaries: Mapping[str, Item] | Unknown,
    missing: Mapping[str, Any],
    started_from: Mapping[str, Item] | Unknown,
) -> Iterator[Fact]:
    name, state = item["InstanceId"], item["State"]["Name"]
    address = api.arn("ec2", f"instance/{name}")
    agent: Any = agents if isinstance(agents, Unknown) else agents.get(name)
    image: Any = started_from
    if not isinstance(started_from, Unknown):
        gone = Unknown(f"image {item['ImageId']} is gone, or no longer shared")
        image = started_from.get(item["ImageId"], gone)
    running = state in ("pending", "running")
    pooled = any(tag["Key"] == _GROUP for tag in item.get("Tags", ()))
    system = system_of(agent) if isinstance(agent, Item) else None
    host = Host(
        origin=api.origin("aws_instance", address, item),
        subject="EC2 instance",
        running=running,
        launched=_utc(item["LaunchTime"]),
        stopped=None if running or pooled else told(_stopped(item)),
        image=item["ImageId"],
        image_created=told(_moment(dig(image, "CreationDate"))),
        image_deprecated=told(_moment(dig(image, "DeprecationTime"))),
        operating_system=system.name if system else item.get("PlatformDetails"),
        managed=told(agent) if isinstance(agent, Unknown) else agent is not None,
        agent_seen=told(_utc(dig(agent, "LastPingDateTime"))),
        **_patching(name, summaries, missing),
    )
    yield host
    yield from _system(host, system)


def _other(
    api: Api,
    item: Item,
    summaries: Mapping[str, Item] | Unknown,
    missing: Mapping[str, Any],
) -> Iterator[Fact]:
    """Yield a machine outside of EC2: whether it runs shows only in its agent's reports."""
    name = item["InstanceId"]
    address = api.arn("ssm", f"managed-instance/{name}")
    system = system_of(item)
    host = Host(
        origin=api.origin("aws_ssm_managed_instance", address, item),
        subject="managed machine",
        running=True if item.get("PingStatus") == "Online" else None,
        operating_system=system.name if system else None,
        managed=True,
        agent_seen=_utc(item.get("LastPingDateTime")),
        **_patching(name, summaries, missing),
    )
    yield host
    yield from _system(host, system)


def _patching(
    name: str, summaries: Mapping[str, Item] | Unknown, missing: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the fields about patches; None for a machine that was never scanned."""
    if isinstance(summaries, Unknown):
        return dict.fromkeys(("missing", "compliant", "scanned"), told(summaries))
    summary = summaries.get(name)
    if summary is None:
        return {}
    compliant = summary["Status"] == "COMPLIANT"
    return {
        "missing": () if compliant else told(missing[name]),
        "compliant": compliant,
        "scanned": _utc(dig(summary, "ExecutionSummary", "ExecutionTime")),
    }


def _system(host: Host, system: System | None) -> Iterator[Component]:
    if system is not None and system.product:
        yield Component(
            origin=host.origin,
            subject=host.subject,
            part="operating system",
            product=system.product,
            version=system.version,
        )


def _stopped(item: Item) -> datetime | Unknown:
    found = _STOPPED.search(item.get("StateTransitionReason", ""))
    if found is None:
        return Unknown("AWS does not tell since when it stands still")
    return datetime.strptime(found[1], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)


def _moment(text: Any) -> datetime | Unknown | None:
    """Read a time as images have it: ``2026-01-31T10:00:00.000Z``."""
    if not isinstance(text, str):
        return text  # type: ignore[no-any-return]
    return datetime.fromisoformat(text) if text else None


def _utc(time: Any) -> Any:
    """Return a time of the SDK, which has this machine's zone, in UTC."""
    return time.astimezone(UTC) if isinstance(time, datetime) else time
