"""CloudWatch Logs: log groups, and who else may write to them."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_resources.model import Resource


def resource_policies(api: Api) -> Iterator[Resource]:
    """Yield the policies that let services write."""
    for item in api.pages("logs", "describe_resource_policies", "resourcePolicies"):
        address = item.get("resourceArn") or api.arn(
            "logs", f"resource-policy:{item['policyName']}"
        )
        values = {"policy_document": item.get("policyDocument")}
        yield api.resource("aws_cloudwatch_log_resource_policy", address, item, values)


def groups(api: Api) -> Iterator[Resource]:
    """Yield every log group that keeps something: those of the class ``DELIVERY`` pass on."""
    for item in api.pages("logs", "describe_log_groups", "logGroups"):
        if item.get("logGroupClass") == "DELIVERY":
            continue
        values = {
            "retention_in_days": item.get("retentionInDays"),
            "kms_key_id": item.get("kmsKeyId"),
            "name": item["logGroupName"],
        }
        address = item.get("logGroupArn") or item["arn"].removesuffix(":*")
        yield api.resource("aws_cloudwatch_log_group", address, item, values, item["logGroupName"])


SERVICE = Service(
    name="logs",
    reach=Reach.REGIONAL,
    operations=("logs:DescribeResourcePolicies", "logs:DescribeLogGroups"),
    parts=(resource_policies, groups),
)
