"""Glue, EMR, Athena, DMS, Bedrock and Batch."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from auditor_aws.testing import Refusal, Server

Audited = Callable[..., Any]
SERVICES = (
    "athena",
    "batch",
    "bedrock",
    "bedrockagent",
    "dms",
    "emr",
    "glue",
)
NOW = datetime.now(UTC)
SECRET = "AKIAIOSFODNN7EXAMPLQ"
OWN = "arn:aws:kms:us-east-1:123456789012:key/own"
OF_AWS = "arn:aws:kms:us-east-1:123456789012:key/of-aws"
Parameters = dict[str, Any]


def arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:us-east-1:123456789012:{rest}"


def seed(aws: Server) -> None:
    """A careless and a careful thing of each kind."""
    aliases = [{"AliasName": "alias/aws/dms", "TargetKeyId": "of-aws"}]
    aws.stub("kms", "ListAliases", {"Aliases": aliases})
    for filling in (_glue, _emr, _athena, _dms, _bedrock, _batch):
        filling(aws)


def _glue(aws: Server) -> None:
    aws.stub("glue", "GetDatabases", {"DatabaseList": [{"Name": "sales"}]})
    settings = {
        "EncryptionAtRest": {"CatalogEncryptionMode": "SSE-KMS"},
        "ConnectionPasswordEncryption": {"ReturnConnectionPasswordEncrypted": False},
    }
    aws.stub(
        "glue", "GetDataCatalogEncryptionSettings", {"DataCatalogEncryptionSettings": settings}
    )
    statement = {"Effect": "Allow", "Principal": "*", "Action": "glue:GetTable"}
    aws.stub("glue", "GetResourcePolicy", {"PolicyInJson": json.dumps({"Statement": [statement]})})
    connections = [
        {
            "Name": name,
            "ConnectionType": "JDBC",
            "ConnectionProperties": {"JDBC_ENFORCE_SSL": tls, "USERNAME": SECRET},
        }
        for name, tls in (("clear", "false"), ("tls", "true"))
    ]
    aws.stub("glue", "GetConnections", {"ConnectionList": connections})
    encryption = {
        "S3Encryption": [{"S3EncryptionMode": "SSE-KMS"}],
        "CloudWatchEncryption": {"CloudWatchEncryptionMode": "SSE-KMS"},
        "JobBookmarksEncryption": {"JobBookmarksEncryptionMode": "CSE-KMS"},
    }
    configurations = [{"Name": "whole", "EncryptionConfiguration": encryption}]
    aws.stub("glue", "GetSecurityConfigurations", {"SecurityConfigurations": configurations})
    jobs = [
        {"Name": "bare", "DefaultArguments": {"--key": SECRET}},
        {
            "Name": "careful",
            "SecurityConfiguration": "whole",
            "DefaultArguments": {"--enable-continuous-cloudwatch-log": "true"},
        },
    ]
    aws.stub("glue", "GetJobs", {"Jobs": jobs})
    aws.stub("glue", "GetDevEndpoints", {"DevEndpoints": [{"EndpointName": "dev"}]})
    kms = {"MlUserDataEncryption": {"MlUserDataEncryptionMode": "SSE-KMS"}}
    transforms = [{"TransformId": "t1"}, {"TransformId": "t2", "TransformEncryption": kms}]
    aws.stub("glue", "GetMLTransforms", {"Transforms": transforms})


def _emr(aws: Server) -> None:
    configuration = {
        "BlockPublicSecurityGroupRules": True,
        "PermittedPublicSecurityGroupRuleRanges": [{"MinRange": 0, "MaxRange": 65535}],
    }
    aws.stub(
        "emr",
        "GetBlockPublicAccessConfiguration",
        {
            "BlockPublicAccessConfiguration": configuration,
            "BlockPublicAccessConfigurationMetadata": {
                "CreationDateTime": NOW,
                "CreatedByArn": arn("iam", "user/admin"),
            },
        },
    )
    aws.stub("emr", "ListSecurityConfigurations", {"SecurityConfigurations": [{"Name": "half"}]})
    encryption = {"EnableAtRestEncryption": False, "EnableInTransitEncryption": True}
    document = json.dumps({"EncryptionConfiguration": encryption})
    aws.stub(
        "emr", "DescribeSecurityConfiguration", {"Name": "half", "SecurityConfiguration": document}
    )
    listed = [
        {
            "Id": f"j-{name}",
            "Name": name,
            "ClusterArn": arn("elasticmapreduce", f"cluster/j-{name}"),
        }
        for name in ("open", "inside")
    ]
    aws.stub("emr", "ListClusters", {"Clusters": listed})
    aws.stub("emr", "DescribeCluster", _cluster)


def _cluster(parameters: Parameters, account: str, region: str) -> dict[str, Any]:
    if parameters["ClusterId"] == "j-open":
        return {"Cluster": {"MasterPublicDnsName": "ec2-1-2-3-4.compute-1.amazonaws.com"}}
    name = "ip-10-0-0-1.ec2.internal"
    return {"Cluster": {"MasterPublicDnsName": name, "SecurityConfiguration": "half"}}


def _athena(aws: Server) -> None:
    groups = [{"Name": "careless"}, {"Name": "careful"}]
    aws.stub("athena", "ListWorkGroups", {"WorkGroups": groups})
    aws.stub("athena", "GetWorkGroup", _work_group)


def _work_group(parameters: Parameters, account: str, region: str) -> dict[str, Any]:
    careful = parameters["WorkGroup"] == "careful"
    result = {"EncryptionConfiguration": {"EncryptionOption": "SSE_S3"}} if careful else {}
    configuration = {"ResultConfiguration": result, "PublishCloudWatchMetricsEnabled": careful}
    return {"WorkGroup": {"Name": parameters["WorkGroup"], "Configuration": configuration}}


def _dms(aws: Server) -> None:
    def endpoint(name: str, engine: str, key: str, **more: Any) -> dict[str, Any]:
        found = {"EndpointIdentifier": name, "EndpointArn": arn("dms", f"endpoint:{name}")}
        return {**found, "EngineName": engine, "KmsKeyId": key, **more}

    cache = {"ServerName": "cache", "Port": 6379, "SslSecurityProtocol": "plaintext"}
    graph = {"S3BucketName": "b", "S3BucketFolder": "f", "IamAuthEnabled": False}
    endpoints = [
        endpoint("clear", "mysql", OF_AWS, SslMode="none"),
        endpoint("tls", "mysql", OWN, SslMode="require"),
        endpoint("cache", "redis", OWN, RedisSettings=cache),
        endpoint(
            "documents", "mongodb", OWN, SslMode="require", MongoDbSettings={"AuthType": "no"}
        ),
        endpoint("graph", "neptune", OWN, NeptuneSettings=graph),
    ]
    aws.stub("dms", "DescribeEndpoints", {"Endpoints": endpoints})
    instances = [
        {
            "ReplicationInstanceIdentifier": name,
            "ReplicationInstanceArn": arn("dms", f"rep:{name}"),
            "PubliclyAccessible": not good,
            "MultiAZ": good,
            "AutoMinorVersionUpgrade": good,
            "KmsKeyId": OWN,
        }
        for name, good in (("careless", False), ("careful", True))
    ]
    aws.stub("dms", "DescribeReplicationInstances", {"ReplicationInstances": instances})
    components = [
        {"Id": name, "Severity": "LOGGER_SEVERITY_DEFAULT"}
        for name in ("SOURCE_CAPTURE", "SOURCE_UNLOAD", "TARGET_LOAD")
    ]
    components.append({"Id": "TARGET_APPLY", "Severity": "LOGGER_SEVERITY_ERROR"})
    logging = {"Logging": {"EnableLogging": True, "LogComponents": components}}
    task = {
        "ReplicationTaskArn": arn("dms", "task:copy"),
        "ReplicationTaskSettings": json.dumps(logging),
    }
    aws.stub("dms", "DescribeReplicationTasks", {"ReplicationTasks": [task]})


def _bedrock(aws: Server) -> None:
    logged = {"s3Config": {"bucketName": "bucket"}, "textDataDeliveryEnabled": False}
    aws.stub("bedrock", "GetModelInvocationLoggingConfiguration", {"loggingConfig": logged})
    model = arn("bedrock", "custom-model/amazon.titan-text-express-v1:0:8k/abcdefghijkl")
    base = "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-text-express-v1"
    summary = {
        "modelArn": model,
        "modelName": "tuned",
        "creationTime": NOW,
        "baseModelArn": base,
        "baseModelName": "titan",
    }
    aws.stub("bedrock", "ListCustomModels", {"modelSummaries": [summary]})
    answer = {"modelArn": model, "modelName": "tuned", "creationTime": NOW}
    aws.stub("bedrock", "GetCustomModel", answer)
    prompt = {
        "name": "greeting",
        "id": "ABCDEFGHIJ",
        "arn": arn("bedrock", "prompt/ABCDEFGHIJ"),
        "version": "DRAFT",
        "createdAt": NOW,
        "updatedAt": NOW,
    }
    aws.stub("bedrock-agent", "ListPrompts", {"promptSummaries": [prompt]})
    aws.stub("bedrock-agent", "GetPrompt", {**prompt, "customerEncryptionKeyArn": OWN})
    aws.stub("bedrock-agent", "ListKnowledgeBases", {"knowledgeBaseSummaries": []})


def _batch(aws: Server) -> None:
    def definition(name: str, revision: int, value: str) -> dict[str, Any]:
        environment = [{"name": "AWS_KEY", "value": value}]
        return {
            "jobDefinitionName": name,
            "jobDefinitionArn": arn("batch", f"job-definition/{name}:{revision}"),
            "revision": revision,
            "type": "container",
            "containerProperties": {"image": "app:1", "environment": environment},
        }

    found = [
        definition("leaky", 2, SECRET),
        definition("leaky", 1, SECRET),
        definition("tight", 1, "none"),
    ]
    aws.stub("batch", "DescribeJobDefinitions", {"jobDefinitions": found})


TWINS = {"careless": "fail", "careful": "pass"}
VERDICTS = {
    "glue": [
        ("encryption.in_transit", {"clear": "fail", "tls": "pass"}),
        ("access.public_principal", {"policy": "fail"}),
        ("logging.log_after_the_run", {"bare": "fail", "careful": "pass"}),
        ("secrets.in_environment", {"bare": "fail", "careful": "pass"}),
    ],
    "emr": [
        ("exposure.public_sharing_possible", {"us-east-1": "fail"}),
        ("exposure.public_ip", {"j-open": "fail", "j-inside": "pass"}),
        ("encryption.at_rest", {"half": "fail", "j-open": "fail"}),
    ],
    "athena": [
        ("encryption.at_rest", TWINS),
        ("logging.service_logs_disabled", TWINS),
    ],
    "dms": [
        (
            "encryption.in_transit",
            {"clear": "fail", "tls": "pass", "cache": "fail", "documents": "pass"},
        ),
        ("access.no_authentication", {"documents": "fail"}),
        ("access.no_database_iam_authentication", {"graph": "fail"}),
        ("exposure.public_data_store", TWINS),
        ("resilience.single_zone", TWINS),
        ("patching.auto_minor_upgrade", TWINS),
        (
            "encryption.customer_managed_key",
            {
                "clear": "fail",
                **dict.fromkeys(("tls", "cache", "documents", "graph", *TWINS), "pass"),
            },
        ),
    ],
    "bedrock": [("encryption.customer_managed_key", {"abcdefghijkl": "fail"})],
    "bedrockagent": [("encryption.customer_managed_key", {"ABCDEFGHIJ": "pass"})],
    "batch": [("secrets.in_environment", {"2": "fail", "1": "pass"})],
}


def worst(audit: Any, check: str) -> dict[str, str]:
    """The worst verdict on each thing, by the last part of its address."""
    found: dict[str, str] = {}
    for finding in audit.findings:
        name = finding.resource.rpartition("/")[2].rpartition(":")[2]
        if finding.check == check and found.get(name) != "fail":
            found[name] = finding.verdict
    return found


def parts(audit: Any, name: str) -> dict[str, Any]:
    return {f.part: f.value for f in audit.facts if getattr(f, "name", "") == name}


@pytest.mark.parametrize("service", SERVICES)
def test_things_have_the_verdicts_of_their_settings(
    aws: Server, audited: Audited, service: str
) -> None:
    seed(aws)
    audit = audited(service)
    wanted = dict(VERDICTS[service])
    assert {check: worst(audit, check) for check in wanted} == wanted
    assert not audit.gaps
    assert "not collected" not in repr(audit.facts)
    assert not [blob for blob in audit.evidence if SECRET.encode() in blob]


def test_glue_runs_are_encrypted_as_their_configuration_says(aws: Server, audited: Audited) -> None:
    seed(aws)
    found = worst(audited("glue"), "encryption.at_rest")
    assert found == {
        "catalog": "fail",
        "whole": "pass",
        "careful": "pass",
        "t1": "fail",
        "t2": "pass",
    }


def test_both_ends_of_a_task_are_logged(aws: Server, audited: Audited) -> None:
    seed(aws)
    assert parts(audited("dms"), "service_logs") == {"source": True, "target": False}


@pytest.mark.parametrize(("guardrails", "told"), [(True, {"": False, "text": False}), (False, {})])
def test_bedrock_is_judged_where_it_is_used(
    aws: Server, audited: Audited, guardrails: bool, told: dict[str, bool]
) -> None:
    guardrail = {
        "id": "abc123",
        "arn": arn("bedrock", "guardrail/abc123"),
        "status": "READY",
        "name": "g",
        "version": "1",
        "createdAt": NOW,
        "updatedAt": NOW,
    }
    aws.stub("bedrock", "GetModelInvocationLoggingConfiguration", {})
    aws.stub("bedrock", "ListGuardrails", {"guardrails": [guardrail] if guardrails else []})
    aws.stub("bedrock", "ListCustomModels", {"modelSummaries": []})
    aws.stub("bedrock", "ListProvisionedModelThroughputs", {"provisionedModelSummaries": []})
    assert parts(audited("bedrock"), "service_logs") == told


DENIED = [
    ("glue:GetDataCatalogEncryptionSettings", "encryption.at_rest", {"catalog"}),
    ("glue:GetSecurityConfigurations", "encryption.at_rest", {"careful"}),
    ("bedrock:GetCustomModel", "encryption.customer_managed_key", {"abcdefghijkl"}),
    ("bedrock-agent:GetPrompt", "encryption.customer_managed_key", {"ABCDEFGHIJ"}),
    ("emr:GetBlockPublicAccessConfiguration", "exposure.public_sharing_possible", {"us-east-1"}),
]


@pytest.mark.parametrize(("operation", "check", "doubtful"), DENIED)
def test_what_is_denied_is_unknown(
    aws: Server, audited: Audited, operation: str, check: str, doubtful: set[str]
) -> None:
    seed(aws)
    service = operation.partition(":")[0].replace("-", "")
    with aws.faulty(operation, "denied"):
        audit = audited(service)
    found = worst(audit, check)
    assert {name for name, word in found.items() if word == "unknown"} == doubtful
    assert any(operation in gap.detail for gap in audit.gaps)


def test_without_a_catalog_policy_nobody_is_let_in(aws: Server, audited: Audited) -> None:
    seed(aws)
    aws.stub("glue", "GetResourcePolicy", Refusal("EntityNotFoundException", "none"))
    assert not worst(audited("glue"), "access.public_principal")
