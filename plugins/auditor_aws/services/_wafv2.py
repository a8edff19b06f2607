"""Web firewalls of one scope: those of a region, or those of CloudFront."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.refusals import Refused
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

OPERATIONS = ("wafv2:GetWebACL", "wafv2:ListLoggingConfigurations", "wafv2:ListWebACLs")
_LOG = "aws_wafv2_web_acl_logging_configuration"
_CONCEALED = tuple(
    f"WebACL.{path}"
    for path in (
        "CustomResponseBodies",
        "DefaultAction",
        "PostProcessFirewallManagerRuleGroups",
        "PreProcessFirewallManagerRuleGroups",
        "Rules[].Action",
        "Rules[].Statement",
    )
)
"""What is searched for, and the headers that are added, may be passwords."""


def web_acls(api: Api, scope: str) -> Iterator[Resource]:
    """Yield every web firewall of ``REGIONAL`` or ``CLOUDFRONT``: one call for each."""
    listed = list(api.pages("wafv2", "list_web_acls", "WebACLs", Scope=scope))
    if not listed:
        return
    try:
        logs = list(
            api.pages("wafv2", "list_logging_configurations", "LoggingConfigurations", Scope=scope)
        )
        for log in logs:
            arn = log["ResourceArn"]
            yield api.resource(_LOG, arn, log, {"resource_arn": arn})
    except Refused as error:
        api.note(error)
        yield api.unlisted(_LOG, "resource_arn", error.unknown)
    yield from api.each(listed, lambda item: [_web_acl(api, item, scope)])


def _web_acl(api: Api, item: Item, scope: str) -> Resource:
    found = dig(
        api.ask(
            "wafv2",
            "get_web_acl",
            item=item,
            conceal=_CONCEALED,
            Name=item["Name"],
            Id=item["Id"],
            Scope=scope,
        ),
        "WebACL",
    )
    values = {
        "arn": item["ARN"],
        "rule": _rules(dig(found, "Rules")),
        "rule_json": None,
        "visibility_config": _visibility(dig(found, "VisibilityConfig")),
    }
    for when in ("Pre", "Post"):
        groups = dig(found, f"{when}ProcessFirewallManagerRuleGroups")
        values[f"{when.lower()}_process_firewall_manager_rule_groups"] = (
            groups if isinstance(groups, Unknown) else [group["Name"] for group in groups or ()]
        )
    return api.resource("aws_wafv2_web_acl", item["ARN"], item, values, item["Name"])


def _rules(rules: Any) -> Any:
    if isinstance(rules, Unknown):
        return rules
    return [{"visibility_config": _visibility(rule["VisibilityConfig"])} for rule in rules or ()]


def _visibility(found: Any) -> Any:
    if isinstance(found, Unknown):
        return found
    return {"cloudwatch_metrics_enabled": found["CloudWatchMetricsEnabled"]}
