"""Bedrock: the log of what its models are asked and answer, and custom models.

Only regions where something of Bedrock's exists are judged for its log.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from auditor.facts import Setting
from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._switches import of_thing
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_LOG = "aws_bedrock_model_invocation_logging_configuration"
_SUBJECT = "Bedrock"


def invocation_log(api: Api) -> Iterator[Setting]:
    """Yield whether calls of models are logged, with their text, where models are in use."""
    answer = api.ask("bedrock", "get_model_invocation_logging_configuration")
    found = dig(answer, "loggingConfig")
    if (not found or isinstance(found, Unknown)) and not _in_use(api):
        return
    item = answer if isinstance(answer, Item) else None
    logged: Any = found if isinstance(found, Unknown) else bool(found)
    text = dig(found, "textDataDeliveryEnabled")
    address = api.arn("bedrock", "model-invocation-logging-configuration")
    for part, value in (("", logged), ("text", text if isinstance(text, Unknown) else bool(text))):
        subject = f"{_SUBJECT} ({part})" if part else _SUBJECT
        yield of_thing(api, _LOG, address, subject, "service_logs", value, part=part, item=item)


def _in_use(api: Api) -> bool:
    """Say whether something was made here that models are called through."""
    for method, key in (
        ("list_guardrails", "guardrails"),
        ("list_custom_models", "modelSummaries"),
        ("list_provisioned_model_throughputs", "provisionedModelSummaries"),
    ):
        found = api.listed("bedrock", method, key)
        if found and not isinstance(found, Unknown):
            return True
    return False


def custom_models(api: Api) -> Iterator[Resource]:
    """Yield every custom model of this account."""

    def read(item: Item) -> Iterator[Resource]:
        answer = api.ask("bedrock", "get_custom_model", item=item, modelIdentifier=item["modelArn"])
        values = {"custom_model_kms_key_id": dig(answer, "modelKmsKeyArn")}
        yield api.resource("aws_bedrock_custom_model", item["modelArn"], item, values)

    listed = api.pages("bedrock", "list_custom_models", "modelSummaries", isOwned=True)
    yield from api.each(list(listed), read)


SERVICE = Service(
    name="bedrock",
    reach=Reach.REGIONAL,
    operations=(
        "bedrock:GetModelInvocationLoggingConfiguration",
        "bedrock:ListGuardrails",
        "bedrock:ListCustomModels",
        "bedrock:GetCustomModel",
        "bedrock:ListProvisionedModelThroughputs",
    ),
    parts=(invocation_log, custom_models),
)
