"""CodeBuild, CodePipeline, CloudFormation and Elastic Beanstalk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auditor_aws.testing import Server

Audited = Callable[..., Any]
SERVICES = ("cloudformation", "codebuild", "codepipeline", "elasticbeanstalk")
NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=400)
SECRET = "AKIAIOSFODNN7EXAMPLQ"
OWN = "arn:aws:kms:us-east-1:123456789012:key/own"
OF_AWS = "arn:aws:kms:us-east-1:123456789012:key/of-aws"
TWINS = {"careless": "fail", "careful": "pass"}
Parameters = dict[str, Any]


def arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:us-east-1:123456789012:{rest}"


def seed(aws: Server) -> None:
    """A careless and a careful thing of each kind."""
    aliases = [{"AliasName": "alias/aws/s3", "TargetKeyId": "of-aws"}]
    aws.stub("kms", "ListAliases", {"Aliases": aliases})
    _codebuild(aws)
    pipelines = [{"name": name} for name in TWINS]
    aws.stub("codepipeline", "ListPipelines", {"pipelines": pipelines})
    aws.stub("codepipeline", "GetPipeline", _pipeline)
    stacks = [
        _stack("careless", outputs={"Key": SECRET}),
        _stack("careful", outputs={"Url": "https://example.com"}, EnableTerminationProtection=True),
        _stack("StackSet-baseline-1"),
        _stack("nested", RootId=arn("cloudformation", "stack/careful/1")),
        _stack("CDKToolkit", outputs={"BootstrapVersion": "8"}, EnableTerminationProtection=True),
    ]
    aws.stub("cloudformation", "DescribeStacks", {"Stacks": stacks})
    environments = [
        {
            "EnvironmentName": name,
            "EnvironmentArn": arn("elasticbeanstalk", f"environment/app/{name}"),
            "ApplicationName": "app",
        }
        for name in TWINS
    ]
    aws.stub("elasticbeanstalk", "DescribeEnvironments", {"Environments": environments})
    aws.stub("elasticbeanstalk", "DescribeConfigurationSettings", _options)


def _codebuild(aws: Server) -> None:
    aws.stub("codebuild", "ListProjects", {"projects": list(TWINS)})
    projects = [
        {
            "name": name,
            "arn": arn("codebuild", f"project/{name}"),
            "source": {"type": "GITHUB", "location": location},
            "artifacts": {"type": "S3", "encryptionDisabled": not good},
            "environment": {
                "type": "LINUX_CONTAINER",
                "image": "aws/codebuild/standard:7.0",
                "computeType": "BUILD_GENERAL1_SMALL",
                "environmentVariables": [{"name": "AWS_KEY", "value": value}],
            },
            "encryptionKey": OWN if good else OF_AWS,
            "created": LONG_AGO,
            "logsConfig": {"cloudWatchLogs": {"status": "ENABLED" if good else "DISABLED"}},
            "projectVisibility": "PRIVATE" if good else "PUBLIC_READ",
        }
        for name, good, value, location in (
            ("careless", False, SECRET, f"https://ci:{SECRET}@example.com/app.git"),
            ("careful", True, "none", "https://example.com/app.git"),
        )
    ]
    aws.stub("codebuild", "BatchGetProjects", {"projects": projects})
    aws.stub("codebuild", "ListBuildsForProject", _builds)
    aws.stub("codebuild", "BatchGetBuilds", {"builds": [{"startTime": NOW}]})
    aws.stub("codebuild", "ListReportGroups", {"reportGroups": [arn("codebuild", "r")]})
    store = {"encryptionDisabled": True}
    group = {
        "arn": arn("codebuild", "report-group/tests"),
        "exportConfig": {"exportConfigType": "S3", "s3Destination": store},
    }
    aws.stub("codebuild", "BatchGetReportGroups", {"reportGroups": [group]})


def _builds(parameters: Parameters, account: str, region: str) -> dict[str, Any]:
    return {"ids": ["careful:1"]} if parameters["projectName"] == "careful" else {}


def _pipeline(parameters: Parameters, account: str, region: str) -> dict[str, Any]:
    name = parameters["name"]
    key = {"id": OWN if name == "careful" else OF_AWS, "type": "KMS"}
    action = {
        "name": "fetch",
        "actionTypeId": {
            "category": "Source",
            "owner": "ThirdParty",
            "provider": "GitHub",
            "version": "1",
        },
        "configuration": {"OAuthToken": SECRET},
    }
    return {
        "pipeline": {
            "name": name,
            "roleArn": arn("iam", "role/pipeline"),
            "artifactStore": {"type": "S3", "location": "artifacts", "encryptionKey": key},
            "stages": [{"name": "Source", "actions": [action]}],
        },
        "metadata": {"pipelineArn": arn("codepipeline", name)},
    }


def _stack(name: str, *, outputs: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    pairs = (outputs or {}).items()
    return {
        "StackId": arn("cloudformation", f"stack/{name}"),
        "StackName": name,
        "CreationTime": NOW,
        "StackStatus": "CREATE_COMPLETE",
        "Outputs": [{"OutputKey": key, "OutputValue": value} for key, value in pairs],
        **more,
    }


def _options(parameters: Parameters, account: str, region: str) -> dict[str, Any]:
    good = parameters["EnvironmentName"] == "careful"
    options = {
        ("aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled"): str(good).lower(),
        ("aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs"): str(good).lower(),
        ("aws:elasticbeanstalk:application:environment", "KEY"): "none" if good else SECRET,
    }
    found = [
        {"Namespace": namespace, "OptionName": name, "Value": value}
        for (namespace, name), value in options.items()
    ]
    return {"ConfigurationSettings": [{"OptionSettings": found}]}


VERDICTS = {
    "codebuild": [
        ("encryption.at_rest", {**TWINS, "tests": "fail"}),
        ("encryption.customer_managed_key", {**TWINS, "tests": "fail"}),
        ("exposure.public_data_store", TWINS),
        ("exposure.unused_resource", TWINS),
        ("logging.service_logs_disabled", TWINS),
        ("secrets.in_environment", TWINS),
        ("secrets.in_code", TWINS),
    ],
    "codepipeline": [("encryption.customer_managed_key", TWINS)],
    "cloudformation": [
        ("resilience.deletion_unguarded", {**TWINS, "CDKToolkit": "pass"}),
        ("exposure.outdated_bootstrap", {"CDKToolkit": "fail"}),
        ("secrets.in_code", {"careless": "fail"}),
    ],
    "elasticbeanstalk": [
        ("patching.auto_minor_upgrade", TWINS),
        ("logging.service_logs_disabled", TWINS),
        ("secrets.in_environment", TWINS),
    ],
}


@pytest.mark.parametrize("service", SERVICES)
def test_things_have_the_verdicts_of_their_settings(
    aws: Server, audited: Audited, service: str
) -> None:
    seed(aws)
    audit = audited(service)
    wanted = dict(VERDICTS[service])
    assert {check: audit.verdicts(check) for check in wanted} == wanted
    assert not audit.gaps
    assert "not collected" not in repr(audit.facts)
    assert not [blob for blob in audit.evidence if SECRET.encode() in blob]


DENIED = [
    ("codebuild:ListBuildsForProject", "exposure.unused_resource", set(TWINS)),
    ("codebuild:BatchGetBuilds", "exposure.unused_resource", {"careful"}),
    ("elasticbeanstalk:DescribeConfigurationSettings", "patching.auto_minor_upgrade", set(TWINS)),
]


@pytest.mark.parametrize(("operation", "check", "doubtful"), DENIED)
def test_what_is_denied_is_unknown(
    aws: Server, audited: Audited, operation: str, check: str, doubtful: set[str]
) -> None:
    seed(aws)
    with aws.faulty(operation, "denied"):
        audit = audited(operation.partition(":")[0])
    found = audit.verdicts(check)
    assert {name for name, word in found.items() if word == "unknown"} == doubtful
    assert any(operation in gap.detail for gap in audit.gaps)
