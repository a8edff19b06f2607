"""Azure's logs: activity log, flow logs, workspaces, and Defender plans."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import AuditLog, Fact, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Answer, Context, texts, translates
from auditor_resources.translate._columns import describe, linked, settings
from auditor_resources.translate._tables import among, days, on

_FLOW_LOG = "azurerm_network_watcher_flow_log"
_FEWEST_REGIONS = 30
_CATEGORIES = {"action", "delete", "write"}


def _kept(body: Body) -> Answer:
    """Read ``retention_policy``. Switched off or at 0 it keeps for ever, which nobody faults."""
    enabled = on("retention_policy.enabled", None)(body)
    kept = days("retention_policy.days")(body)
    if enabled.value is False or kept.value == 0:
        return Answer(None)
    return enabled if isinstance(enabled.value, Unknown) else kept


def _covers(body: Body, name: str, wanted: set[str]) -> Answer:
    found = texts(body, name)
    place = body.place_of(name)
    if found is None or isinstance(found, Unknown):
        return Answer(False if found is None else found, place)
    if wanted <= {item.lower() for item in found if isinstance(item, str)}:
        return Answer(True, place)
    return Answer(next((item for item in found if isinstance(item, Unknown)), False), place)


def _every_region(body: Body) -> Answer:
    """Say whether ``global`` and all regions are listed; Azure has had more than thirty since
    2017, so a shorter list leaves some out."""
    answer = _covers(body, "locations", {"global"})
    listed = texts(body, "locations")
    if answer.value is True and isinstance(listed, tuple) and len(listed) < _FEWEST_REGIONS:
        return Answer(False, answer.place)
    return answer


@translates("azurerm_monitor_log_profile")
def activity_log(resource: Resource, context: Context) -> Iterator[Fact]:
    """The export of a subscription's activity log; events without a region are in ``global``."""
    body, subject = resource.body, "activity log export"
    answers = {
        "enabled": _covers(body, "categories", _CATEGORIES),
        "every_region": _every_region(body),
    }
    yield context.fact(AuditLog, resource, subject, answers=answers)
    kept = _kept(body)
    if kept.value is not None:
        yield context.setting(resource, subject, "log_retention_days", kept)


describe(
    "network flow log",
    _FLOW_LOG,
    settings(flow_logs=on("enabled"), log_retention_days=_kept),
)


@translates("azurerm_virtual_network")
def network(resource: Resource, context: Context) -> Iterator[Fact]:
    """A network has flow logs of its own, or of its security groups where any are kept."""
    found = linked(context, resource, _FLOW_LOG, "target_resource_id", on("enabled"))
    own = context.linked(resource, _FLOW_LOG, "target_resource_id", "id")
    if not own and next(context.estate.of_type(_FLOW_LOG), None) is not None:
        return
    yield context.setting(resource, "virtual network", "flow_logs", found)


describe(
    "log workspace",
    "azurerm_log_analytics_workspace",
    settings(log_retention_days=days("retention_in_days", 30)),
)
describe(
    "Application Insights",
    "azurerm_application_insights",
    settings(log_retention_days=days("retention_in_days", 90)),
)
describe(
    "Defender plan",
    "azurerm_security_center_subscription_pricing",
    settings(threat_detection=among("tier", ("Standard",))),
)
