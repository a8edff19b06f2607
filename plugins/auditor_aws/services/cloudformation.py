"""CloudFormation: stacks, what they tell as outputs, and the bootstrap of the CDK."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, Plain
from auditor_resources.model import Resource, Unknown

_KIND = "aws_cloudformation_stack"
_OF_SERVICES = ("StackSet-", "SC-", "awseb-")
"""How stack sets, Service Catalog and Elastic Beanstalk name stacks that they make and delete."""
_BOOTSTRAP, _VERSION = "CDKToolkit", "BootstrapVersion"


def stacks(api: Api) -> Iterator[Resource | Setting]:
    """Yield every stack that is not deleted; nested ones are guarded by their root,
    those of other services by these."""
    for item in api.pages(
        "cloudformation",
        "describe_stacks",
        "Stacks",
        conceal=(
            "Outputs[].OutputValue",
            "Parameters[].ParameterValue",
            "Parameters[].ResolvedValue",
        ),
    ):
        address, name = item["StackId"], item["StackName"]
        outputs = {
            found["OutputKey"]: found.get("OutputValue", "") for found in item.get("Outputs", ())
        }
        yield api.resource(_KIND, address, item, {"outputs": Plain(outputs)}, name)
        if not item.get("RootId") and not name.startswith(_OF_SERVICES):
            guarded = item.get("EnableTerminationProtection", False)
            yield _setting(api, item, "CloudFormation stack", "deletion_guard", guarded)
        if name == _BOOTSTRAP:
            version = outputs.get(_VERSION, "")
            value = int(version) if version.isdigit() else Unknown("the stack tells no version")
            yield _setting(api, item, "CDK bootstrap stack", "bootstrap_version", value)


def _setting(api: Api, item: Item, subject: str, name: str, value: Any) -> Setting:
    return api.setting(_KIND, item["StackId"], subject, name, value, item)


SERVICE = Service(
    name="cloudformation",
    reach=Reach.REGIONAL,
    operations=("cloudformation:DescribeStacks",),
    parts=(stacks,),
)
