"""Lambda: functions with their variables, policies, URLs and layers.

A function costs one call, one more where it has no dead letter queue of its own, and one more
where its policy lets its URL be called.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._switches import of_thing
from auditor_aws.shapes import Item, Plain, dig
from auditor_resources.model import Resource, Unknown

_KIND = "aws_lambda_function"
_SUBJECT = "Lambda function"
_VALUES = "Environment.Variables"
_ANSWERS = ("InvokeFunctionUrl", '"lambda:*"', '"*"', '"lambda:Invoke*"')
"""What the policy of a function whose URL anybody else may call says somewhere."""


def functions(api: Api) -> Iterator[Resource | Setting]:
    """Yield every function, with its URLs."""
    listed = list(api.pages("lambda", "list_functions", "Functions", conceal=(_VALUES,)))
    zones = _zones(api, listed)

    def read(item: Item) -> Iterator[Resource | Setting]:
        yield from _read(api, item)
        yield from _spread(api, item, zones)
        yield from _layers(api, item)

    yield from api.each(listed, read)


def _read(api: Api, item: Item) -> Iterator[Resource]:
    asked = {"item": item, "FunctionName": item["FunctionArn"]}
    missing = ("ResourceNotFoundException",)
    policy = dig(api.ask("lambda", "get_policy", absent=missing, **asked), "Policy")
    letters: Any = dig(item, "DeadLetterConfig", "TargetArn")
    if not letters:
        letters = _on_failure(
            api.ask("lambda", "list_function_event_invoke_configs", absent=missing, **asked)
        )
    urls = policy if isinstance(policy, Unknown) else None
    if urls is None and any(word in (policy or "") for word in _ANSWERS):
        urls = api.ask("lambda", "list_function_url_configs", absent=missing, **asked)
    values = {
        "runtime": item.get("Runtime"),
        "image_uri": None,
        "tracing_config": {"mode": dig(item, "TracingConfig", "Mode")},
        "environment": _environment(item),
        "kms_key_arn": item.get("KMSKeyArn"),
        "dead_letter_config": _block("target_arn", letters),
        "vpc_config": _block("subnet_ids", dig(item, "VpcConfig", "SubnetIds")),
        "policy": policy,
        "function_name": item["FunctionName"],
        "arn": item["FunctionArn"],
    }
    yield api.resource(_KIND, item["FunctionArn"], item, values, item["FunctionName"])
    yield from _urls(api, item, urls)


def _environment(item: Item) -> Any:
    """Return the variables; a key that does not let us in hides them (*EnvironmentError*)."""
    inside = item.get("Environment")
    if not inside:
        return None
    if inside.get("Error"):
        return {"variables": Unknown("denied: kms:Decrypt")}
    return {"variables": Plain(inside.get("Variables") or {})}


def _block(name: str, value: Any) -> Any:
    if isinstance(value, Unknown):
        return value
    return {name: value} if value else None


def _on_failure(answer: Any) -> Any:
    if answer is None or isinstance(answer, Unknown):
        return answer
    for config in answer.get("FunctionEventInvokeConfigs", ()):
        target = dig(config, "DestinationConfig", "OnFailure", "Destination")
        if target:
            return target
    return None


def _urls(api: Api, item: Item, answer: Any) -> Iterator[Resource]:
    kind = "aws_lambda_function_url"
    if isinstance(answer, Unknown):
        values: dict[str, Any] = {"authorization_type": answer, "cors": answer}
        yield api.resource(kind, f"{item['FunctionArn']}/url", item, values)
    elif answer is not None:
        for url in answer["FunctionUrlConfigs"]:
            origins = dig(url, "Cors", "AllowOrigins")
            values = {
                "authorization_type": url["AuthType"],
                "cors": {"allow_origins": origins} if origins else None,
            }
            yield api.resource(kind, f"{url['FunctionArn']}/url", item, values)


def _zones(api: Api, listed: list[Item]) -> dict[str, str] | Unknown:
    """Return the zone of each subnet, if any function stands in one."""
    if not any(dig(item, "VpcConfig", "SubnetIds") for item in listed):
        return {}
    subnets = api.listed("ec2", "describe_subnets", "Subnets")
    if isinstance(subnets, Unknown):
        return subnets
    return {subnet["SubnetId"]: subnet["AvailabilityZone"] for subnet in subnets}


def _spread(api: Api, item: Item, zones: dict[str, str] | Unknown) -> Iterator[Setting]:
    """Yield whether a function in a private network has several zones to run in."""
    subnets = dig(item, "VpcConfig", "SubnetIds")
    if not subnets:
        return
    value: bool | Unknown
    if isinstance(zones, Unknown):
        value = zones
    else:
        found = {zones.get(subnet) for subnet in subnets}
        value = len(found - {None}) > 1
        if not value and None in found:
            value = Unknown("a subnet of the function is not listed")
    yield of_thing(api, _KIND, item["FunctionArn"], _SUBJECT, "several_zones", value, item=item)


def _layers(api: Api, item: Item) -> Iterator[Setting]:
    """Yield whether all code that a function loads comes from its own account. A layer of
    another account may be AWS's own: the accounts it publishes from are listed nowhere."""
    layers = item.get("Layers")
    if not layers:
        return
    value: bool | Unknown = True
    for layer in layers:
        owner = layer["Arn"].split(":")[4]
        if owner != api.account:
            value = Unknown(f"a layer comes from account {owner}, AWS's own or a stranger's")
    yield of_thing(
        api,
        _KIND,
        item["FunctionArn"],
        _SUBJECT,
        "trusted_sharing",
        value,
        part="layers",
        item=item,
    )


SERVICE = Service(
    name="lambda",
    reach=Reach.REGIONAL,
    operations=(
        "lambda:ListFunctions",
        "lambda:GetPolicy",
        "lambda:ListFunctionEventInvokeConfigs",
        "lambda:ListFunctionUrlConfigs",
        "ec2:DescribeSubnets",
    ),
    parts=(functions,),
)
