"""SageMaker: notebooks and their scripts, domains, models, endpoints, and the latest trainings.

Each thing costs one call, since listings tell names only.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from typing import Any

from auditor_aws.api import Api
from auditor_aws.service import Reach, Service
from auditor_aws.services._managed_keys import OPERATION as KEY_ALIASES
from auditor_aws.services._managed_keys import ManagedKeys
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Resource, Unknown

_TRAININGS = 20
"""Jobs that are read, the latest ones: each runs once, and later ones are made like them."""
_HIDDEN = ("HyperParameters", "Environment", "PrimaryContainer.Environment", "Containers")


def notebooks(api: Api) -> Iterator[Resource]:
    """Yield every notebook instance."""
    keys = ManagedKeys(api)

    def values(answer: Item) -> dict[str, Any]:
        metadata = "MinimumInstanceMetadataServiceVersion"
        return {
            "kms_key_id": keys.named(answer.get("KmsKeyId")),
            "instance_metadata_service_configuration": {
                "minimum_instance_metadata_service_version": dig(
                    answer, "InstanceMetadataServiceConfiguration", metadata
                )
            },
            "direct_internet_access": answer.get("DirectInternetAccess"),
            "subnet_id": answer.get("SubnetId"),
            "root_access": answer.get("RootAccess"),
        }

    listed = api.pages("sagemaker", "list_notebook_instances", "NotebookInstances")
    yield from _described(
        api, listed, "aws_sagemaker_notebook_instance", "NotebookInstance", "Name", values
    )


def scripts(api: Api) -> Iterator[Resource]:
    """Yield what notebooks run when they are made and started."""

    def values(answer: Item) -> dict[str, Any]:
        found = [*answer.get("OnCreate", ()), *answer.get("OnStart", ())]
        return {"user_data": [_decoded(script.get("Content", "")) for script in found]}

    listed = api.pages(
        "sagemaker",
        "list_notebook_instance_lifecycle_configs",
        "NotebookInstanceLifecycleConfigs",
    )
    yield from _described(
        api,
        listed,
        "aws_sagemaker_notebook_instance_lifecycle_configuration",
        "NotebookInstanceLifecycleConfig",
        "Name",
        values,
        ("OnCreate[].Content", "OnStart[].Content"),
    )


def _decoded(content: str) -> str | Unknown:
    try:
        return base64.b64decode(content).decode("utf-8", "replace")
    except binascii.Error:
        return Unknown("the script is not in base64")


def domains(api: Api) -> Iterator[Resource]:
    """Yield every domain."""
    keys = ManagedKeys(api)

    def values(answer: Item) -> dict[str, Any]:
        return {
            "kms_key_id": keys.named(answer.get("KmsKeyId")),
            "auth_mode": answer["AuthMode"],
        }

    listed = api.pages("sagemaker", "list_domains", "Domains")
    yield from _described(api, listed, "aws_sagemaker_domain", "Domain", "Id", values)


def models(api: Api) -> Iterator[Resource]:
    """Yield every model."""

    def values(answer: Item) -> dict[str, Any]:
        return {
            "enable_network_isolation": answer.get("EnableNetworkIsolation", False),
            "vpc_config": _network(answer),
        }

    listed = api.pages("sagemaker", "list_models", "Models")
    yield from _described(api, listed, "aws_sagemaker_model", "Model", "Name", values)


def endpoints(api: Api) -> Iterator[Resource]:
    """Yield how endpoints are set up."""
    keys = ManagedKeys(api)

    def values(answer: Item) -> dict[str, Any]:
        return {
            "kms_key_arn": keys.named(answer.get("KmsKeyId")),
            "production_variants": [
                {
                    "initial_instance_count": variant.get("InitialInstanceCount"),
                    "serverless_config": {} if variant.get("ServerlessConfig") else None,
                }
                for variant in answer["ProductionVariants"]
            ],
        }

    listed = api.pages("sagemaker", "list_endpoint_configs", "EndpointConfigs")
    yield from _described(
        api, listed, "aws_sagemaker_endpoint_configuration", "EndpointConfig", "Name", values
    )


def trainings(api: Api) -> Iterator[Resource]:
    """Yield the latest training jobs."""
    keys = ManagedKeys(api)

    def values(answer: Item) -> dict[str, Any]:
        return {
            "volume_kms_key_id": keys.named(dig(answer, "ResourceConfig", "VolumeKmsKeyId")),
            "output_kms_key_id": keys.named(dig(answer, "OutputDataConfig", "KmsKeyId")),
            "enable_network_isolation": answer.get("EnableNetworkIsolation", False),
            "enable_inter_container_traffic_encryption": answer.get(
                "EnableInterContainerTrafficEncryption", False
            ),
            "vpc_config": _network(answer),
        }

    answer = api.call(
        "sagemaker",
        "list_training_jobs",
        SortBy="CreationTime",
        SortOrder="Descending",
        MaxResults=_TRAININGS,
    )
    listed = (Item(job, answer.operation, answer.page) for job in answer["TrainingJobSummaries"])
    yield from _described(api, listed, "aws_sagemaker_training_job", "TrainingJob", "Name", values)


def _network(answer: Item) -> Any:
    found = answer.get("VpcConfig")
    return found and {"subnets": found.get("Subnets", [])}


def _described(
    api: Api,
    listed: Iterator[Any],
    kind: str,
    noun: str,
    by: str,
    values: Callable[[Item], dict[str, Any]],
    conceal: tuple[str, ...] = _HIDDEN,
) -> Iterator[Resource]:
    """Yield the things of a listing, each described; ``noun`` is what the API calls them and
    ``by`` the end of the member that names one."""
    name, arn = f"{noun}{by}", f"{noun}Arn"
    method = "describe_" + "".join(f"_{c.lower()}" if c.isupper() else c for c in noun)[1:]

    def read(item: Item) -> Iterator[Resource]:
        asked = {name: item[name]}
        answer = api.call("sagemaker", method, item=item, conceal=conceal, **asked)
        yield api.resource(kind, item[arn], item, values(answer), item[name])

    yield from api.each(list(listed), read)


SERVICE = Service(
    name="sagemaker",
    reach=Reach.REGIONAL,
    operations=(
        "sagemaker:ListNotebookInstances",
        "sagemaker:DescribeNotebookInstance",
        "sagemaker:ListNotebookInstanceLifecycleConfigs",
        "sagemaker:DescribeNotebookInstanceLifecycleConfig",
        "sagemaker:ListDomains",
        "sagemaker:DescribeDomain",
        "sagemaker:ListModels",
        "sagemaker:DescribeModel",
        "sagemaker:ListEndpointConfigs",
        "sagemaker:DescribeEndpointConfig",
        "sagemaker:ListTrainingJobs",
        "sagemaker:DescribeTrainingJob",
        KEY_ALIASES,
    ),
    parts=(notebooks, scripts, domains, models, endpoints, trainings),
)
