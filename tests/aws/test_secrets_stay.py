"""A value that is secret is in no byte of any output, and found where it should be found."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from auditor.engine.collect import collect_unit
from auditor_aws.collector import AwsCollector
from auditor_aws.service import services
from auditor_aws.testing import Refusal, Server
from auditor_aws.testing.operations import operation
from tests.aws.estate import Auditor, estate, everything

NOW = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
REPORTS = ("json", "sarif", "junit", "markdown", "csv")


def token(name: str) -> str:
    """Return what everybody takes for a secret, one for each name."""
    return "ghp_" + hashlib.sha256(name.encode()).hexdigest()[:36]


def password(name: str) -> str:
    """Return what is a secret by the name that it has alone."""
    return f"Kx-{hashlib.sha256(name.encode()).hexdigest()[:14]}-Qz"


def forms(value: str) -> Iterator[str]:
    """Yield how a value may be written; of base64 what does not depend on its neighbours."""
    yield value
    yield value.encode().hex()
    yield quote(value, safe="")
    for shift in range(3):
        encoded = base64.b64encode(b"\x00" * shift + value.encode()).decode()
        yield encoded[4:-4]
    yield base64.b64encode(gzip.compress(value.encode(), mtime=0)).decode()


def content(path: Path) -> str:
    """Return what a file says, also one that is packed."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        return text + text.replace("\n", "")
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    return data.decode("utf-8", "replace")


@pytest.fixture
def planted(aws_environment: Server) -> dict[str, str]:
    """Secrets in every place where people leave them, by the place."""
    aws = aws_environment
    hidden: dict[str, str] = {}
    texts: dict[str, Any] = {}
    for name in ("plain", "packed"):
        hidden[f"user data {name}"] = password(name)
        texts[name] = f"#!/bin/sh\nexport DB_PASSWORD={password(name)}\n"
    texts["packed"] = gzip.compress(texts["packed"].encode(), mtime=0)
    hidden["tag"], hidden["name"], hidden["description"] = map(token, ("tag", "name", "text"))
    ec2 = aws.client("ec2")
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "note", "Value": hidden["tag"]}]}]
    for text in texts.values():
        ec2.run_instances(
            ImageId="ami-12345678", MinCount=1, MaxCount=1, UserData=text, TagSpecifications=tags
        )
    hidden["template"] = password("template")
    encoded = base64.b64encode(f"token={hidden['template']}".encode()).decode()
    ec2.create_launch_template(LaunchTemplateName="shop", LaunchTemplateData={"UserData": encoded})
    ec2.create_security_group(GroupName="web", Description=f"see {hidden['description']}")
    _functions(aws, hidden)
    _never_asked_for(aws, hidden)
    hidden["policy"] = token("policy")
    aws.client("sqs").create_queue(
        QueueName="orders",
        Attributes={
            "Policy": json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Sid": hidden["policy"].replace("_", ""),
                            "Effect": "Allow",
                            "Principal": "*",
                            "Action": "sqs:*",
                            "Resource": "*",
                            "Condition": {"StringEquals": {"aws:UserAgent": hidden["policy"]}},
                        }
                    ],
                }
            )
        },
    )
    hidden["message of AWS"] = token("message")
    aws.stub("kms", "ListKeys", Refusal("AccessDeniedException", f"not {hidden['message of AWS']}"))
    return hidden


def _functions(aws: Server, hidden: dict[str, str]) -> None:
    role = aws.client("iam").create_role(RoleName="run", AssumeRolePolicyDocument="{}")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", "")
    hidden["Lambda variable"], hidden["ECS variable"] = map(password, ("lambda", "ecs"))
    aws.client("lambda").create_function(
        FunctionName=hidden["name"],
        Runtime="python3.13",
        Role=role["Role"]["Arn"],
        Handler="index.handler",
        Code={"ZipFile": packed.getvalue()},
        Environment={"Variables": {"DB_PASSWORD": hidden["Lambda variable"]}},
    )
    variable = {"name": "DB_PASSWORD", "value": hidden["ECS variable"]}
    ecs = aws.client("ecs")
    ecs.create_cluster(clusterName="shop")
    container = {"name": "web", "image": "web:1", "memory": 64, "environment": [variable]}
    ecs.register_task_definition(family="web", containerDefinitions=[container])
    ecs.create_service(cluster="shop", serviceName="web", taskDefinition="web", desiredCount=1)


def _never_asked_for(aws: Server, hidden: dict[str, str]) -> None:
    hidden["parameter"], hidden["secret"] = map(password, ("parameter", "secret"))
    hidden["stack output"] = password("stack")
    aws.client("ssm").put_parameter(Name="/a", Value=hidden["parameter"], Type="String")
    aws.client("secretsmanager").create_secret(Name="a", SecretString=hidden["secret"])
    template = {
        "Resources": {"T": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {"AdminPassword": {"Value": hidden["stack output"]}},
    }
    aws.client("cloudformation").create_stack(StackName="a", TemplateBody=json.dumps(template))


def test_no_output_holds_what_was_planted(
    auditor: Any, planted: Mapping[str, str], aws: Server, tmp_path: Path
) -> None:
    wanted = "cloudformation ec2 ecs kms lambda secretsmanager sqs ssm vpc".split()
    names = [name for name in wanted if name in services()]
    (tmp_path / "auditor.toml").write_text(
        f'[aws]\nregions = ["us-east-1"]\nservices = {json.dumps(names)}\ncalls_per_second = 1000\n'
    )
    outputs = [word for name in REPORTS for word in ("-o", f"{name}=out/{name}")]
    (tmp_path / "out").mkdir()
    environment = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "AWS_MAX_ATTEMPTS": "1"}
    with aws.faulty("ssm:ListDocuments", "expired"):
        ran = auditor(
            "--debug", "scan", "aws:", "--moment", NOW, "-o", "terminal", *outputs,
            "-o", "pdf=out/report.pdf", "--bundle", "bundle", **environment,
        )  # fmt: skip
    assert (tmp_path / "bundle").is_dir(), ran.text
    written = {"stdout": ran.out, "stderr": ran.err}
    for folder in ("out", "bundle", "cache"):
        for path in (tmp_path / folder).rglob("*"):
            if path.is_file():
                written[str(path.relative_to(tmp_path))] = content(path)
    assert any(name.startswith("cache/") for name in written), "the spool of the run is kept"
    leaks = [
        (place, name)
        for place, value in planted.items()
        for name, text in written.items()
        for form in forms(value)
        if form in text
    ]
    assert leaks == []
    document = json.loads((tmp_path / "out/json").read_text())
    found = {
        (item["check"], item["kind"])
        for item in document["findings"]
        if item["check"].startswith("secrets.in_") and item["verdict"] == "fail"
    }
    assert {
        ("secrets.in_user_data", "aws_instance"),
        ("secrets.in_user_data", "aws_launch_template"),
        ("secrets.in_environment", "aws_lambda_function"),
    } <= found
    number = [
        item
        for item in document["findings"]
        if item["check"] == "secrets.in_user_data" and item["verdict"] == "fail"
    ]
    assert len({item["resource"] for item in number}) == 3
    assert auditor("replay", "bundle").code == 0


PUBLIC = tuple(
    """
    Address AccountUrl Comment Database Description DisplayName Email Error.Message Filters Header
    Id Issuer KMSMasterKeyID Name Notes Phone Prefixes Role Roles.Value Schema Table Type User
    Username adminUsername description userAgent variableReferences.one
    """.split()
)
"""Ends of what the SDK calls sensitive and that is no secret: what people and things are called,
and how to reach them."""


def canaries(answer: Any, shape: Any, path: str) -> Any:
    """Return an answer with a secret in each member that the SDK calls sensitive."""
    if shape.type_name == "structure" and isinstance(answer, dict):
        return {
            key: canaries(value, shape.members[key], f"{path}.{key}")
            for key, value in answer.items()
        }
    if shape.type_name == "list" and isinstance(answer, list):
        return [canaries(item, shape.member, path) for item in answer]
    if shape.type_name == "map" and isinstance(answer, dict):
        return {key: canaries(value, shape.value, f"{path}.{key}") for key, value in answer.items()}
    if shape.type_name != "string" or not shape.metadata.get("sensitive") or shape.enum:
        return answer
    if path.endswith(PUBLIC):
        return answer
    value = f"Kx{hashlib.sha256(path.encode()).hexdigest()[:20]}Qz"
    return value.ljust(int(shape.metadata.get("min", 0)), "0")


def test_what_the_sdk_calls_sensitive_is_not_kept(
    aws_environment: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    aws = aws_environment
    monkeypatch.setattr("auditor_aws.rates.SLOWER", {})
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    examples = estate()
    examples.seed_all(aws)
    planted: dict[str, str] = {}
    for name in {name for service in services().values() for name in service.operations}:
        service, _, called = name.partition(":")
        shape = operation(service, called).model.output_shape
        if shape is None or service == "sts":
            continue
        given = examples.sample(shape, 1)
        changed = canaries(given, shape, name)
        if changed != given:
            aws.stub(service, called, changed)
            planted |= dict(_planted(changed, given, name))
    auditor = Auditor(aws, calls_per_second=1000, **everything())
    assert len(planted) > 20
    leaks = set()
    for unit in auditor.units(services()):
        result = collect_unit(AwsCollector(), unit, auditor.scene, b"key", True)
        kept = b"".join(blob.content for blob in result.blobs.values()).decode()
        kept += repr(result.records)
        leaks |= {path for value, path in planted.items() if value in kept}
    assert leaks == set()


def _planted(changed: Any, given: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(changed, dict):
        for key, value in changed.items():
            yield from _planted(value, given[key], f"{path}.{key}")
    elif isinstance(changed, list):
        for value, before in zip(changed, given, strict=True):
            yield from _planted(value, before, path)
    elif changed != given:
        yield changed, path
