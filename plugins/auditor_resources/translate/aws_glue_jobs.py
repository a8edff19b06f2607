"""What runs in Glue: jobs, development endpoints and transforms, by their own settings and by the
security configuration they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.facts import DataStore, Fact, Unknown
from auditor_resources import model
from auditor_resources.model import Resource
from auditor_resources.translate._base import Answer, Context, translates
from auditor_resources.translate._tables import Reader, among, referent, tables

_CONFIGURATION = "aws_glue_security_configuration"
_POINTER = "security_configuration"
_TOPICS: Mapping[str, Reader] = {
    topic: among(f"encryption_configuration.{topic}.{attribute}", modes)
    for topic, attribute, modes in (
        ("cloudwatch_encryption", "cloudwatch_encryption_mode", ("SSE-KMS",)),
        ("job_bookmarks_encryption", "job_bookmarks_encryption_mode", ("CSE-KMS",)),
        ("s3_encryption", "s3_encryption_mode", ("SSE-KMS", "SSE-S3")),
    )
}
_SUBJECTS = {"aws_glue_job": "Glue job", "aws_glue_dev_endpoint": "Glue development endpoint"}
_LOGGED = "--enable-continuous-cloudwatch-log"


@translates("aws_glue_job", "aws_glue_dev_endpoint")
def encryption(resource: Resource, context: Context) -> Iterator[Fact]:
    """What a run writes is encrypted as its security configuration says, without one by the keys
    of S3 and CloudWatch. What a configuration leaves in the clear is told of that alone, and one
    that other files hold is judged with them."""
    subject, named = _SUBJECTS[resource.type], resource.body.get(_POINTER)
    if named in (None, ""):
        yield context.fact(DataStore, resource, subject, answers={"key": Answer("provider")})
        return
    place = resource.body.place_of(_POINTER)
    source = referent(context, resource, _POINTER, (_CONFIGURATION,), "name", "id")
    if source is None and place.file:
        return
    for topic, read in _TOPICS.items():
        answer = Answer(
            context.loose(_CONFIGURATION, "name")
            or Unknown(f"{_POINTER} is outside of this configuration")
        )
        if source is not None:
            answer = read(source.body)
        if answer.value is not False:
            answers = {"encrypted": Answer(answer.value, place)}
            yield context.fact(DataStore, resource, subject, part=topic, answers=answers)


@translates("aws_glue_job")
def logging(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether a job logs while it runs, rather than when it has ended; it does not unless an
    argument says so."""
    place = resource.body.place_of("default_arguments")
    value: Any = resource.body.get("default_arguments")
    answer: Any = False
    if isinstance(value, dict):
        value = value.get(_LOGGED)
        answer = str(value).lower() == "true"
    if isinstance(value, model.Unknown):
        answer = Unknown(value.reason)
    yield context.setting(resource, "Glue job", "continuous_log", Answer(answer, place))


tables(
    "aws_glue_ml_transform",
    subject="Glue transform",
    encrypted=among("ml_user_data_encryption_mode", ("SSE-KMS",), None),
)
