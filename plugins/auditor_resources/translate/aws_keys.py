"""Keys, secrets and parameters: KMS, Secrets Manager and Systems Manager."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.facts import DataStore, EncryptionKey, Fact, ManagedSecret, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import attached, named_key, only_when, policy
from auditor_resources.translate._base import (
    Answer,
    Context,
    customer_key,
    flag,
    instant,
    number,
    present,
    text,
    translates,
)
from auditor_resources.translate._tables import either

_IMAGE = "aws:ec2:image"
_RATE = re.compile(r"rate\(\s*(\d+)\s+(day|hour)s?\s*\)")


@translates("aws_kms_key")
def key(resource: Resource, context: Context) -> Iterator[Fact]:
    """A key; only symmetric keys whose material KMS made itself can rotate unattended, and only
    while they are enabled."""
    body = resource.body
    spec = text(body, "customer_master_key_spec")
    if spec.value is None:
        spec = text(body, "key_spec", "SYMMETRIC_DEFAULT")
    own_store = present(body, "custom_key_store_id")
    can_rotate = spec.map(lambda value: value == "SYMMETRIC_DEFAULT").value
    deletion = instant(body, "deletion_date")
    enabled = flag(body, "is_enabled", True)
    if own_store.value is True or enabled.value is False or isinstance(deletion.value, datetime):
        can_rotate = False
    rotation = only_when(can_rotate, flag(body, "enable_key_rotation", False))
    period = number(body, "rotation_period_in_days", 365)
    yield context.fact(
        EncryptionKey,
        resource,
        "KMS key",
        answers={
            "rotation": rotation,
            "rotation_days": only_when(rotation.value, period),
            "deletion_window_days": number(body, "deletion_window_in_days", 30),
            "enabled": enabled,
            "multi_region": flag(body, "multi_region", False),
            "deletion": deletion,
        },
    )
    yield from policy(context, resource, "KMS key", "resource")


@translates("aws_kms_replica_key", "aws_kms_external_key", "aws_kms_replica_external_key")
def other_key(resource: Resource, context: Context) -> Iterator[Fact]:
    """A replica rotates with its primary, imported material never by itself."""
    answers = {
        "deletion_window_days": number(resource.body, "deletion_window_in_days", 30),
        "enabled": flag(resource.body, "enabled", True),
        "deletion": instant(resource.body, "deletion_date"),
    }
    yield context.fact(EncryptionKey, resource, "KMS key", answers=answers)
    yield from policy(context, resource, "KMS key", "resource")


@translates("aws_secretsmanager_secret")
def secret(resource: Resource, context: Context) -> Iterator[Fact]:
    """A secret rotates when a rotation is declared for it, or by the attributes of old.

    One that a service of AWS manages (``managed_by``, told of live ones only) is that service's
    to encrypt, to rotate and to delete: its owner can do none of it.
    """
    body = resource.body
    managed = present(body, "managed_by").value is True
    rotated = either(
        (
            present(body, "rotation_lambda_arn", "rotation_rules"),
            attached(
                context, resource, "aws_secretsmanager_secret_rotation", "secret_id", "arn", "id"
            ),
        )
    )
    answers = {"last_rotated": instant(body, "last_rotated_date")}
    if not managed:
        answers["created"] = instant(body, "created_date")
        answers["last_read"] = instant(body, "last_accessed_date")
    if not managed or rotated.value is True:
        answers["rotation"] = rotated
    rules = body.block("rotation_rules")
    if rules is not None:
        answers["rotation_days"] = _period(rules)
    yield context.fact(ManagedSecret, resource, "Secrets Manager secret", answers=answers)
    if not managed:
        store = {"key": named_key(context, body, "kms_key_id")}
        yield context.fact(DataStore, resource, "Secrets Manager secret", answers=store)
    yield from policy(context, resource, "Secrets Manager secret", "resource")


@translates("aws_secretsmanager_secret_rotation")
def rotation(resource: Resource, context: Context) -> Iterator[Fact]:
    """How often a secret rotates, in days; a schedule by the calendar stays unknown."""
    rules = resource.body.block("rotation_rules")
    if rules is None:
        return
    yield context.fact(
        ManagedSecret, resource, "rotation of a secret", answers={"rotation_days": _period(rules)}
    )


def _period(rules: Body) -> Answer:
    days = number(rules, "automatically_after_days", None)
    return days if days.value is not None else text(rules, "schedule_expression").map(_days)


def _days(schedule: str) -> int | Unknown:
    rate = _RATE.fullmatch(schedule.strip())
    if rate is None or len(rate[1]) > 6:
        return Unknown("the schedule is not a plain rate")
    amount = int(rate[1])
    return amount if rate[2] == "day" else -(-amount // 24)


@translates("aws_ssm_parameter")
def parameter(resource: Resource, context: Context) -> Iterator[Fact]:
    """A parameter; only SecureString is encrypted, by the account's key if none is named.

    One that names a machine image has to be plain (Systems Manager user guide, *Using native
    parameter support for AMI IDs*).
    """
    body = resource.body
    secure = text(body, "type").map(lambda value: value == "SecureString")
    if text(body, "data_type").value != _IMAGE:
        answers = {"encrypted_store": secure}
        yield context.fact(ManagedSecret, resource, "SSM parameter", answers=answers)
    key_answer = only_when(secure.value, customer_key(body, "key_id"))
    yield context.fact(DataStore, resource, "SSM parameter", answers={"key": key_answer})
