"""SageMaker: notebooks, models, endpoints, trainings, and who signs in."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from auditor_aws.testing import Server

Audited = Callable[..., Any]
SERVICES = ("sagemaker",)
NOW = datetime.now(UTC)
SECRET = "AKIAIOSFODNN7EXAMPLQ"
OWN = "arn:aws:kms:us-east-1:123456789012:key/own"
OF_AWS = "arn:aws:kms:us-east-1:123456789012:key/of-aws"
TWINS = {"careless": "fail", "careful": "pass"}
Parameters = dict[str, Any]


def arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:us-east-1:123456789012:{rest}"


def seed(aws: Server) -> None:
    """A careless and a careful thing of each kind."""
    aws.stub("kms", "ListAliases", {"Aliases": []})
    kinds = {
        "NotebookInstance": ("ListNotebookInstances", "NotebookInstances", _notebook),
        "NotebookInstanceLifecycleConfig": (
            "ListNotebookInstanceLifecycleConfigs",
            "NotebookInstanceLifecycleConfigs",
            _script,
        ),
        "Model": ("ListModels", "Models", _model),
        "EndpointConfig": ("ListEndpointConfigs", "EndpointConfigs", _endpoint),
        "TrainingJob": ("ListTrainingJobs", "TrainingJobSummaries", _training),
    }
    for noun, (operation, key, describe) in kinds.items():
        listed = [
            {
                f"{noun}Name": name,
                f"{noun}Arn": arn("sagemaker", f"{noun.lower()}/{name}"),
                "CreationTime": NOW,
                **({"TrainingJobStatus": "Completed"} if noun == "TrainingJob" else {}),
            }
            for name in ("careless", "careful")
        ]
        aws.stub("sagemaker", operation, {key: listed})
        aws.stub("sagemaker", f"Describe{noun}", _described(f"{noun}Name", describe))
    domain = {"DomainId": "d-1", "DomainArn": arn("sagemaker", "domain/d-1")}
    aws.stub("sagemaker", "ListDomains", {"Domains": [domain]})
    aws.stub("sagemaker", "DescribeDomain", {"AuthMode": "IAM", "KmsKeyId": OWN})


def _described(by: str, describe: Callable[[bool], dict[str, Any]]) -> Any:
    def answer(parameters: Parameters, account: str, region: str) -> dict[str, Any]:
        return describe(parameters[by] == "careful")

    return answer


def _notebook(careful: bool) -> dict[str, Any]:
    if not careful:
        return {"DirectInternetAccess": "Enabled", "RootAccess": "Enabled", "KmsKeyId": OF_AWS}
    return {
        "DirectInternetAccess": "Disabled",
        "RootAccess": "Disabled",
        "KmsKeyId": OWN,
        "SubnetId": "subnet-1",
        "InstanceMetadataServiceConfiguration": {"MinimumInstanceMetadataServiceVersion": "2"},
    }


def _script(careful: bool) -> dict[str, Any]:
    text = "echo ready" if careful else f"export AWS_ACCESS_KEY_ID={SECRET}"
    return {"OnStart": [{"Content": base64.b64encode(text.encode()).decode()}]}


def _model(careful: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ModelName": "m",
        "ModelArn": arn("sagemaker", "model/m"),
        "CreationTime": NOW,
        "EnableNetworkIsolation": careful,
        "PrimaryContainer": {"Environment": {"KEY": SECRET}},
    }
    if careful:
        found["VpcConfig"] = {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}
    return found


def _endpoint(careful: bool) -> dict[str, Any]:
    variant = {"VariantName": "v", "ModelName": "m", "InitialInstanceCount": 2 if careful else 1}
    found: dict[str, Any] = {
        "EndpointConfigName": "e",
        "EndpointConfigArn": arn("sagemaker", "endpoint-config/e"),
        "CreationTime": NOW,
        "ProductionVariants": [variant],
    }
    return {**found, "KmsKeyId": OWN} if careful else found


def _training(careful: bool) -> dict[str, Any]:
    key = {"KmsKeyId": OWN} if careful else {}
    found: dict[str, Any] = {
        "TrainingJobName": "t",
        "TrainingJobArn": arn("sagemaker", "training-job/t"),
        "TrainingJobStatus": "Completed",
        "SecondaryStatus": "Completed",
        "ModelArtifacts": {"S3ModelArtifacts": "s3://models/t"},
        "AlgorithmSpecification": {"TrainingInputMode": "File"},
        "StoppingCondition": {},
        "CreationTime": NOW,
        "OutputDataConfig": {"S3OutputPath": "s3://models", **key},
        "ResourceConfig": {"VolumeKmsKeyId": OWN} if careful else {},
        "EnableNetworkIsolation": careful,
        "EnableInterContainerTrafficEncryption": careful,
        "HyperParameters": {"token": SECRET},
    }
    if careful:
        found["VpcConfig"] = {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}
    return found


VERDICTS = [
    ("exposure.direct_internet_access", TWINS),
    ("exposure.no_private_network", TWINS),
    ("access.privileged_workload", TWINS),
    ("access.metadata_v1", TWINS),
    ("access.no_federation", {"d-1": "fail"}),
    ("resilience.not_redundant", TWINS),
    ("secrets.in_user_data", TWINS),
    ("encryption.in_transit", TWINS),
]


def by_name(audit: Any, check: str) -> dict[str, set[str]]:
    """The verdicts on things of one name, whatever kind they are of."""
    found: dict[str, set[str]] = {}
    for finding in audit.findings:
        if finding.check == check:
            name = finding.resource.rpartition("/")[2]
            found.setdefault(name, set()).add(finding.verdict)
    return found


def test_things_have_the_verdicts_of_their_settings(aws: Server, audited: Audited) -> None:
    seed(aws)
    audit = audited("sagemaker")
    for check, wanted in VERDICTS:
        assert by_name(audit, check) == {name: {word} for name, word in wanted.items()}, check
    assert not audit.gaps
    assert "not collected" not in repr(audit.facts)
    assert not [blob for blob in audit.evidence if SECRET.encode() in blob]


def test_keys_of_aws_are_not_the_customers(aws: Server, audited: Audited) -> None:
    seed(aws)
    aliases = [{"AliasName": "alias/aws/sagemaker", "TargetKeyId": "of-aws"}]
    aws.stub("kms", "ListAliases", {"Aliases": aliases})
    found = audited("sagemaker").facts
    keys = {
        (f.origin.address.rpartition(":")[2], f.part): f.key for f in found if hasattr(f, "key")
    }
    assert keys["notebookinstance/careless", ""] == "provider"
    assert keys["notebookinstance/careful", ""] == "customer"
    assert keys["trainingjob/careful", "volume"] == "customer"
    assert keys["trainingjob/careful", "output"] == "customer"


DENIED = [
    ("sagemaker:DescribeNotebookInstance", "access.privileged_workload"),
    ("sagemaker:DescribeDomain", "access.no_federation"),
    ("sagemaker:DescribeEndpointConfig", "resilience.not_redundant"),
]


@pytest.mark.parametrize(("operation", "check"), DENIED)
def test_what_is_denied_is_a_gap(aws: Server, audited: Audited, operation: str, check: str) -> None:
    seed(aws)
    with aws.faulty(operation, "denied"):
        audit = audited("sagemaker")
    assert not audit.verdicts(check)
    assert any(operation in gap.detail for gap in audit.gaps)
