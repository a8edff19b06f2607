"""SageMaker: how far its machines reach, who works on them, and what fails with one of them."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import settings
from auditor_resources.translate._base import Answer, Context, number, translates
from auditor_resources.translate._columns import describe, over, store
from auditor_resources.translate._columns import settings as switches
from auditor_resources.translate._tables import among, every, has, key, on, tables

tables(
    "aws_sagemaker_notebook_instance",
    subject="SageMaker notebook instance",
    settings={
        "no_direct_internet": among("direct_internet_access", ("Disabled",)),
        "private_network": has("subnet_id"),
        "unprivileged": among("root_access", ("Disabled",)),
    },
)
tables(
    "aws_sagemaker_model",
    subject="SageMaker model",
    settings={
        "no_direct_internet": on("enable_network_isolation"),
        "private_network": has("vpc_config"),
    },
)
tables(
    "aws_sagemaker_domain",
    subject="SageMaker domain",
    settings={"federated_sign_in": among("auth_mode", ("SSO",))},
)
describe(
    "SageMaker training job",
    "aws_sagemaker_training_job",
    store("volume", key=key("volume_kms_key_id")),
    store("output", key=key("output_kms_key_id")),
    store(encrypted_in_transit=on("enable_inter_container_traffic_encryption")),
    switches(
        no_direct_internet=on("enable_network_isolation"),
        private_network=has("vpc_config"),
    ),
)


@translates("aws_sagemaker_endpoint_configuration")
def endpoint(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether every variant that serves has a second instance; serverless ones have no number."""
    answers = over(resource.body, "production_variants", read=_several)
    yield from settings(context, resource, "SageMaker endpoint", {"redundant": every(answers)})


def _several(variant: Body) -> Answer:
    if has("serverless_config")(variant).value is True:
        return Answer(None)
    return number(variant, "initial_instance_count", None).map(lambda count: count > 1)
