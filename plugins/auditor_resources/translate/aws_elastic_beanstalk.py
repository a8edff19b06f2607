"""Elastic Beanstalk: environments, whose switches are options in namespaces."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import settings, unread
from auditor_resources.translate._base import Answer, Context, flag, present, text, translates

_SWITCHES = {
    "automatic_minor_upgrades": (
        "aws:elasticbeanstalk:managedactions",
        "ManagedActionsEnabled",
    ),
    "service_logs": ("aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs"),
}
"""Off unless an option says otherwise (Elastic Beanstalk developer guide, *General options*)."""


@translates("aws_elastic_beanstalk_environment")
def environment(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether the platform is updated by itself, and logs are sent on."""
    answers = {name: _option(resource.body, *option) for name, option in _SWITCHES.items()}
    yield from settings(context, resource, "Elastic Beanstalk environment", answers)


def _option(body: Body, namespace: str, name: str) -> Answer:
    """Read an option; one whose name is unknown may be it. What the files leave to a template is
    not asked."""
    doubt = unread(body, "setting")
    for block in body.blocks("setting"):
        found = (text(block, "namespace").value, text(block, "name").value)
        if found == (namespace, name):
            return flag(block, "value", False)
        doubt = doubt or next((part for part in found if isinstance(part, Unknown)), None)
    if body.place.file and present(body, "template_name").value is not False:
        return Answer(None)
    return Answer(doubt or False)
