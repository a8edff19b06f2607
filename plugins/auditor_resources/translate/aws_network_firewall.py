"""AWS Network Firewall: firewalls and their policies."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import attached, in_block, settings
from auditor_resources.translate._base import Answer, Context, texts, translates, unknown
from auditor_resources.translate._tables import Reader, has, on

_LOGS = "aws_networkfirewall_logging_configuration"
_rules = has("stateful_rule_group_reference", "stateless_rule_group_reference")


@translates("aws_networkfirewall_firewall")
def firewall(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether a firewall is guarded, logs, and stands in several zones: it takes at most one
    subnet a zone."""
    answers = {
        "deletion_guard": on("delete_protection")(resource.body),
        "several_zones": _spread(resource.body),
        "service_logs": attached(context, resource, _LOGS, "firewall_arn", "arn", "id"),
    }
    yield from settings(context, resource, "network firewall", answers)


def _spread(body: Body) -> Answer:
    hole = body.hole("subnet_mapping")
    if hole is not None:
        return Answer(unknown(hole), body.place_of("subnet_mapping"))
    number = len(body.blocks("subnet_mapping"))
    return Answer(number > 1, body.place_of("subnet_mapping")) if number else Answer(None)


@translates("aws_networkfirewall_firewall_policy")
def firewall_policy(resource: Resource, context: Context) -> Iterator[Fact]:
    """What a policy does with packets that match no stateless rule, and whether it has rules."""
    body, subject = resource.body, "network firewall policy"
    for part, name in (
        ("full", "stateless_default_actions"),
        ("fragmented", "stateless_fragment_default_actions"),
    ):
        dropped = in_block(body, "firewall_policy", _without_pass(name), Answer(None))
        if dropped.value is not None:
            yield context.setting(resource, subject, "drops_by_default", dropped, part)
    ruled = in_block(body, "firewall_policy", _rules)
    yield context.setting(resource, subject, "filter_rules", ruled)


def _without_pass(name: str) -> Reader:
    def reader(body: Body) -> Answer:
        actions = texts(body, name)
        place = body.place_of(name)
        if actions is None or isinstance(actions, Unknown):
            return Answer(actions, place)
        if "aws:pass" in actions:
            return Answer(False, place)
        return Answer(next((item for item in actions if isinstance(item, Unknown)), True), place)

    return reader
