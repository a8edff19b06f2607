"""Directories, and the desktops and applications that are streamed to people."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import attached, only_when, settings
from auditor_resources.translate._base import Answer, Context, text, translates, unknown
from auditor_resources.translate._tables import days, off, tables

_RADIUS = "aws_directory_service_radius_settings"
_WITH_RADIUS = ("ADConnector", "MicrosoftAD")
"""Types that can ask a RADIUS server for a second factor."""


@translates("aws_directory_service_directory")
def directory(resource: Resource, context: Context) -> Iterator[Fact]:
    """A directory: whether sign-ins take a second factor, and whether it logs elsewhere."""
    kind = text(resource.body, "type", "SimpleAD")
    able = kind.map(lambda value: value in _WITH_RADIUS).value
    logs = kind.map(lambda value: value == "MicrosoftAD").value
    log = attached(
        context, resource, "aws_directory_service_log_subscription", "directory_id", "id"
    )
    answers = {
        "mfa_enforced": only_when(able, attached(context, resource, _RADIUS, "directory_id", "id")),
        "strong_radius_protocol": _protocol(resource, context),
        "service_logs": only_when(logs, log),
    }
    yield from settings(context, resource, "directory", answers)


def _protocol(resource: Resource, context: Context) -> Answer:
    """Say whether the RADIUS server is spoken to safely; None without one."""
    for item in context.linked(resource, _RADIUS, "directory_id", "id"):
        if item.exists is not None:
            return Answer(unknown(item.exists), item.place)
        protocol = text(item.body, "authentication_protocol")
        return protocol.map(lambda value: value == "MS-CHAPv2")
    return Answer(context.loose(_RADIUS, "directory_id"))


def _idle_minutes(body: Body) -> Answer:
    return days("idle_disconnect_timeout_in_seconds", 0)(body).map(lambda seconds: seconds // 60)


tables(
    "aws_appstream_fleet",
    subject="AppStream fleet",
    settings={
        "idle_timeout_minutes": _idle_minutes,
        "no_direct_internet": off("enable_default_internet_access", True),
    },
)
