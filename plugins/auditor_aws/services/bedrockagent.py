"""Agents for Bedrock: prompts, and what knowledge bases take in; each costs one call."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource


def prompts(api: Api) -> Iterator[Resource]:
    """Yield every prompt."""

    def read(item: Item) -> Iterator[Resource]:
        answer = api.ask(
            "bedrock-agent",
            "get_prompt",
            item=item,
            conceal=("variants",),
            promptIdentifier=item["arn"],
        )
        values = {"customer_encryption_key_arn": dig(answer, "customerEncryptionKeyArn")}
        yield api.resource("aws_bedrockagent_prompt", item["arn"], item, values)

    listed = api.pages("bedrock-agent", "list_prompts", "promptSummaries")
    yield from api.each(list(listed), read)


def data_sources(api: Api) -> Iterator[Resource]:
    """Yield what knowledge bases take in."""

    def read(base: Item) -> Iterator[Resource]:
        number = base["knowledgeBaseId"]
        for item in api.pages(
            "bedrock-agent", "list_data_sources", "dataSourceSummaries", knowledgeBaseId=number
        ):
            source = item["dataSourceId"]
            answer = api.ask(
                "bedrock-agent",
                "get_data_source",
                item=item,
                knowledgeBaseId=number,
                dataSourceId=source,
            )
            key = dig(answer, "dataSource", "serverSideEncryptionConfiguration", "kmsKeyArn")
            values = {"server_side_encryption_configuration": {"kms_key_arn": key}}
            address = api.arn("bedrock", f"knowledge-base/{number}/data-source/{source}")
            yield api.resource("aws_bedrockagent_data_source", address, item, values)

    listed = api.pages("bedrock-agent", "list_knowledge_bases", "knowledgeBaseSummaries")
    yield from api.each(list(listed), read)


SERVICE = Service(
    name="bedrockagent",
    reach=Reach.REGIONAL,
    operations=(
        "bedrock-agent:ListPrompts",
        "bedrock-agent:GetPrompt",
        "bedrock-agent:ListKnowledgeBases",
        "bedrock-agent:ListDataSources",
        "bedrock-agent:GetDataSource",
    ),
    parts=(prompts, data_sources),
)
