"""CodePipeline: pipelines and the key of what they build; each costs one call."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource

_STAGES = "pipeline.stages"
"""They carry variables and tokens, and are not judged."""


def pipelines(api: Api) -> Iterator[Resource]:
    """Yield every pipeline; one of several regions by its first store."""
    keys = ManagedKeys(api)

    def read(item: Item) -> Iterator[Resource]:
        answer = api.call(
            "codepipeline", "get_pipeline", item=item, conceal=(_STAGES,), name=item["name"]
        )
        found = answer["pipeline"]
        stores = found.get("artifactStores") or {}
        store = found.get("artifactStore") or stores.get(api.region)
        values = {
            "artifact_store": {
                "encryption_key": {"id": keys.named(dig(store, "encryptionKey", "id"))}
            }
        }
        address = dig(answer, "metadata", "pipelineArn") or api.arn("codepipeline", item["name"])
        yield api.resource("aws_codepipeline", address, item, values, item["name"])

    listed = api.pages("codepipeline", "list_pipelines", "pipelines")
    yield from api.each(list(listed), read)


SERVICE = Service(
    name="codepipeline",
    reach=Reach.REGIONAL,
    operations=("codepipeline:ListPipelines", "codepipeline:GetPipeline", KEY_ALIASES),
    parts=(pipelines,),
)
