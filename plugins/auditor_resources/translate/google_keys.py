"""Google Cloud's keys, secrets and audit logs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.facts import AuditLog, Fact, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Answer, Context, text, translates, unknown
from auditor_resources.translate._columns import describe, guarded_key, secret, settings
from auditor_resources.translate._tables import Reader, days, has, when, word

_SECONDS = re.compile(r"([0-9]+)(?:\.[0-9]+)?s")
_A_DAY = 86_400
_DATA_ACCESS = {"DATA_READ", "DATA_WRITE"}
_ROTATING = ("ENCRYPT_DECRYPT",)


def seconds_in_days(path: str, default: int | None = None) -> Reader:
    """Read a duration such as ``7776000s`` in whole days."""

    def parsed(value: str) -> int | Unknown:
        found = _SECONDS.fullmatch(value.strip())
        if found is None:
            return Unknown(f"{path} is not a number of seconds")
        return int(found[1]) // _A_DAY

    def reader(body: Body) -> Answer:
        answer = word(path)(body)
        return Answer(default) if answer.value is None else answer.map(parsed)

    return reader


describe(
    "KMS key",
    "google_kms_crypto_key",
    guarded_key(
        rotation=when("purpose", _ROTATING, has("rotation_period"), "ENCRYPT_DECRYPT"),
        rotation_days=when(
            "purpose", _ROTATING, seconds_in_days("rotation_period"), "ENCRYPT_DECRYPT"
        ),
        deletion_window_days=seconds_in_days("destroy_scheduled_duration", 30),
    ),
)
describe(
    "secret",
    "google_secret_manager_secret",
    "google_secret_manager_regional_secret",
    secret(
        rotation=has("rotation.rotation_period", "rotation.next_rotation_time"),
        rotation_days=seconds_in_days("rotation.rotation_period"),
    ),
)
describe(
    "log bucket",
    "google_logging_project_bucket_config",
    "google_logging_folder_bucket_config",
    "google_logging_organization_bucket_config",
    "google_logging_billing_account_bucket_config",
    settings(log_retention_days=days("retention_days", 30)),
)


@translates(
    "google_project_iam_audit_config",
    "google_folder_iam_audit_config",
    "google_organization_iam_audit_config",
)
def audit_config(resource: Resource, context: Context) -> Iterator[Fact]:
    """Data access logs of all services; they count when all reads and writes of everybody do.

    Those of a single service say nothing about the account.
    """
    body = resource.body
    if text(body, "service").value != "allServices":
        return
    answers = {"enabled": Answer(_everything(body), body.place_of("audit_log_config"))}
    yield context.fact(AuditLog, resource, "data access audit log", answers=answers)


def _everything(body: Body) -> bool | Unknown:
    hole = body.hole("audit_log_config")
    if hole is not None:
        return unknown(hole)
    blocks = body.blocks("audit_log_config")
    for block in blocks:
        if has("exempted_members")(block).value is True:
            return False
    types = [text(block, "log_type").value for block in blocks]
    if {item for item in types if isinstance(item, str)} >= _DATA_ACCESS:
        return True
    return next((item for item in types if isinstance(item, Unknown)), False)
