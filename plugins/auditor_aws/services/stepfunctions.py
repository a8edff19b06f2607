"""Step Functions: state machines."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource

_MOST = 1000
"""Machines a page."""


def machines(api: Api) -> Iterator[Resource]:
    """Yield every state machine: one call for each. What it does is searched, and not kept."""
    listed = api.pages("stepfunctions", "list_state_machines", "stateMachines", maxResults=_MOST)
    yield from api.each(listed, lambda item: [_machine(api, item)])


def _machine(api: Api, item: Item) -> Resource:
    arn = item["stateMachineArn"]
    found = api.ask(
        "stepfunctions",
        "describe_state_machine",
        item=item,
        conceal=("definition",),
        stateMachineArn=arn,
    )
    values = {
        "definition": dig(found, "definition"),
        "encryption_configuration": {
            "kms_key_id": dig(found, "encryptionConfiguration", "kmsKeyId")
        },
        "logging_configuration": {"level": dig(found, "loggingConfiguration", "level")},
    }
    return api.resource("aws_sfn_state_machine", arn, item, values, item["name"])


SERVICE = Service(
    name="stepfunctions",
    reach=Reach.REGIONAL,
    operations=("stepfunctions:DescribeStateMachine", "stepfunctions:ListStateMachines"),
    parts=(machines,),
)
