"""Lambda: functions, who may call them, and where their failures go."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from auditor_aws.testing import Server

Audited = Callable[..., Any]
SERVICES = ("lambda",)
QUEUE = "arn:aws:sqs:us-east-1:123456789012:failed"
SECRET = "AKIAIOSFODNN7EXAMPLQ"


def seed(aws: Server) -> None:
    """A careless function and its clean twin; a public URL, and one for the organisation."""
    client, iam = aws.client("lambda"), aws.client("iam")
    role = iam.create_role(RoleName="run", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{i}.0/24", AvailabilityZone=f"us-east-1{z}")[
            "Subnet"
        ]["SubnetId"]
        for i, z in enumerate("aab")
    ]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.writestr("main.py", "")
    common = {"Role": role, "Handler": "main.run", "Code": {"ZipFile": archive.getvalue()}}
    client.create_function(
        FunctionName="careless",
        Runtime="python3.7",
        Environment={"Variables": {"AWS_KEY": SECRET}},
        VpcConfig={"SubnetIds": subnets[:2], "SecurityGroupIds": []},
        **common,
    )
    client.create_function(
        FunctionName="careful",
        Runtime="python3.13",
        KMSKeyArn="arn:aws:kms:us-east-1:123456789012:key/own",
        Environment={"Variables": {"LEVEL": "debug"}},
        TracingConfig={"Mode": "Active"},
        VpcConfig={"SubnetIds": subnets[1:], "SecurityGroupIds": []},
        **common,
    )
    client.create_function(FunctionName="alone", Runtime="python3.13", **common)
    for name in ("alone", "careful"):
        client.put_function_event_invoke_config(
            FunctionName=name, DestinationConfig={"OnFailure": {"Destination": QUEUE}}
        )
    client.add_permission(
        FunctionName="careless",
        StatementId="all",
        Action="lambda:InvokeFunctionUrl",
        Principal="*",
        FunctionUrlAuthType="NONE",
    )
    client.add_permission(
        FunctionName="careful",
        StatementId="topic",
        Action="lambda:InvokeFunction",
        Principal="sns.amazonaws.com",
        SourceArn="arn:aws:sns:us-east-1:123456789012:events",
    )
    aws.stub("lambda", "ListFunctionUrlConfigs", _urls)


def _urls(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
    made = "2026-01-01T00:00:00Z"
    return {
        "FunctionUrlConfigs": [
            {
                "FunctionUrl": "https://abc.lambda-url.us-east-1.on.aws/",
                "FunctionArn": parameters["FunctionName"],
                "AuthType": "NONE",
                "Cors": {"AllowOrigins": ["*"]},
                "CreationTime": made,
                "LastModifiedTime": made,
            }
        ]
    }


FUNCTIONS = [
    ("patching.end_of_support", {"careless": "fail", "careful": "pass", "alone": "pass"}),
    ("logging.tracing_disabled", {"careless": "fail", "careful": "pass", "alone": "fail"}),
    ("encryption.customer_managed_key", {"careless": "fail", "careful": "pass"}),
    ("resilience.no_dead_letter_queue", {"careless": "fail", "careful": "pass", "alone": "pass"}),
    ("exposure.no_private_network", {"careless": "pass", "careful": "pass", "alone": "fail"}),
    ("resilience.one_zone", {"careless": "fail", "careful": "pass"}),
    ("secrets.in_environment", {"careless": "fail", "careful": "pass"}),
    ("access.public_principal", {"careless": "fail", "careful": "pass"}),
    ("access.unauthenticated_api", {"url": "fail"}),
    ("exposure.any_website_may_call", {"url": "fail"}),
]


def test_functions_have_the_verdicts_of_their_settings(aws: Server, audited: Audited) -> None:
    seed(aws)
    audit = audited(*SERVICES)
    assert {check: audit.verdicts(check) for check, _ in FUNCTIONS} == dict(FUNCTIONS)
    assert not audit.gaps
    assert "not collected" not in repr(audit.facts)
    assert not [blob for blob in audit.evidence if SECRET.encode() in blob]
    assert aws.calls()["lambda:ListFunctionUrlConfigs"] == 1


def test_layers_of_strangers_and_hidden_variables_are_in_doubt(
    aws: Server, audited: Audited
) -> None:
    def layers(*accounts: str) -> list[dict[str, str]]:
        return [{"Arn": f"arn:aws:lambda:us-east-1:{n}:layer:tools:1"} for n in accounts]

    aws.stub(
        "lambda",
        "ListFunctions",
        {
            "Functions": [
                {
                    "FunctionName": name,
                    "FunctionArn": f"arn:aws:lambda:us-east-1:123456789012:function:{name}",
                    "Runtime": "python3.13",
                    "Environment": {"Error": {"ErrorCode": "AccessDeniedException"}},
                    "Layers": found,
                    "DeadLetterConfig": queue,
                }
                for name, found, queue in (
                    ("own", layers("123456789012"), {"TargetArn": QUEUE}),
                    ("mixed", layers("123456789012", "210987654321"), {}),
                )
            ]
        },
    )
    aws.stub("lambda", "GetPolicy", {"Policy": json.dumps({"Statement": []})})
    aws.stub("lambda", "ListFunctionEventInvokeConfigs", {"FunctionEventInvokeConfigs": []})
    audit = audited(*SERVICES)
    assert audit.verdicts("access.outside_organisation") == {"own": "pass", "mixed": "unknown"}
    assert audit.verdicts("resilience.no_dead_letter_queue") == {"own": "pass", "mixed": "fail"}
    assert audit.verdicts("secrets.in_environment") == {"own": "unknown", "mixed": "unknown"}


DENIED = [
    ("lambda:GetPolicy", "access.public_principal"),
    ("lambda:ListFunctionEventInvokeConfigs", "resilience.no_dead_letter_queue"),
    ("lambda:ListFunctionUrlConfigs", "access.unauthenticated_api"),
    ("ec2:DescribeSubnets", "resilience.one_zone"),
]


@pytest.mark.parametrize(("operation", "check"), DENIED)
def test_what_is_denied_is_unknown(
    aws: Server, audited: Audited, operation: str, check: str
) -> None:
    seed(aws)
    full = audited(*SERVICES)
    with aws.faulty(operation, "denied"):
        audit = audited(*SERVICES)
    told = {name: word for name, word in audit.verdicts(check).items() if word != "unknown"}
    assert "unknown" in audit.verdicts(check).values()
    assert told.items() <= full.verdicts(check).items()
    for other, _ in FUNCTIONS:
        if other != check and not audit.verdicts(other).keys() - full.verdicts(other).keys():
            assert set(audit.verdicts(other).items()) <= set(full.verdicts(other).items()) | {
                (name, "unknown") for name in full.verdicts(other)
            }
    assert any(operation in gap.detail for gap in audit.gaps)
