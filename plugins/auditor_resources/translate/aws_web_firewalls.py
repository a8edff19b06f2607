"""Web firewalls: rule lists of AWS WAF."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact
from auditor_resources.model import Resource
from auditor_resources.translate._aws import attached, settings
from auditor_resources.translate._base import Context, translates
from auditor_resources.translate._columns import over
from auditor_resources.translate._tables import every, has, on

_METRICS = "visibility_config.cloudwatch_metrics_enabled"


@translates("aws_wafv2_web_acl")
def web_acl(resource: Resource, context: Context) -> Iterator[Fact]:
    """A list of rules: whether it has any, and whether what they match is counted and logged."""
    body = resource.body
    metrics = on(_METRICS)
    answers = {
        "filter_rules": has(
            "rule",
            "rule_json",
            "pre_process_firewall_manager_rule_groups",
            "post_process_firewall_manager_rule_groups",
        )(body),
        "detailed_monitoring": every([metrics(body), *over(body, "rule", read=metrics)]),
        "service_logs": attached(
            context, resource, "aws_wafv2_web_acl_logging_configuration", "resource_arn", "arn"
        ),
    }
    yield from settings(context, resource, "web firewall", answers)
