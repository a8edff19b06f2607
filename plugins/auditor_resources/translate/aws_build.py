"""CodeBuild and CodePipeline: where they put what they build, and what they run."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Fact, ImageReference
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import inverted, named_key
from auditor_resources.translate._base import (
    Answer,
    Context,
    flag,
    text,
    translates,
)
from auditor_resources.translate._tables import among, either, key, off, tables, when
from auditor_resources.translate.aws_containers import image_name

_REPORTS = "export_config.s3_destination"


@translates("aws_codebuild_project")
def project(resource: Resource, context: Context) -> Iterator[Fact]:
    """A project: its key, its artifacts and logs (encrypted unless told not to), its image."""
    body, subject = resource.body, "CodeBuild project"
    answers = {
        "key": named_key(context, body, "encryption_key"),
        "public": among("project_visibility", ("PUBLIC_READ",))(body),
    }
    yield context.fact(DataStore, resource, subject, answers=answers)
    logged = either(
        (
            among("logs_config.cloudwatch_logs.status", ("ENABLED",), True)(body),
            among("logs_config.s3_logs.status", ("ENABLED",))(body),
        )
    )
    yield context.setting(resource, subject, "service_logs", logged)
    for name in ("artifacts", "secondary_artifacts"):
        for index, block in enumerate(body.blocks(name)):
            kind = text(block, "type").value
            if kind != "NO_ARTIFACTS":
                yield _artifacts(resource, context, block, f"{name}[{index}]")
    for logs in body.blocks("logs_config"):
        for block in logs.blocks("s3_logs"):
            if text(block, "status", "DISABLED").value != "DISABLED":
                yield _artifacts(resource, context, block, "logs_config.s3_logs")
    environment = body.block("environment")
    image = None if environment is None else environment.get("image")
    if environment is not None and image is not None:
        answer = Answer(image_name(image), environment.place_of("image"))
        yield context.fact(
            ImageReference, resource, subject, part="environment", answers={"image": answer}
        )


def _artifacts(resource: Resource, context: Context, block: Body, part: str) -> Fact:
    encrypted = inverted(flag(block, "encryption_disabled", False))
    if encrypted.place is None:
        encrypted = Answer(encrypted.value, block.place)
    return context.fact(
        DataStore,
        resource,
        "CodeBuild artifacts",
        part=part,
        answers={"encrypted": encrypted},
    )


tables(
    "aws_codebuild_report_group",
    subject="CodeBuild reports",
    encrypted=when("export_config.type", ("S3",), off(f"{_REPORTS}.encryption_disabled", True)),
    key=when("export_config.type", ("S3",), key(f"{_REPORTS}.encryption_key")),
)
tables(
    "aws_codepipeline",
    subject="CodePipeline artifacts",
    key=key("artifact_store.encryption_key.id"),
)
