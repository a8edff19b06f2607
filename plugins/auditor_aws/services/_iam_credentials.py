"""What users sign in with, as the credential report and the lists of IAM tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from auditor.collecting import Reason
from auditor.facts import Credential, Unknown
from auditor_aws.actions import action_of
from auditor_aws.api import Api
from auditor_aws.refusals import Refused
from auditor_aws.services._iam_report import NO_ROW, ROOT, Report, Row
from auditor_aws.shapes import Item

ACTIVITY_SINCE = datetime(2015, 4, 22, tzinfo=UTC)
"""From then on IAM records the use of keys; that of passwords since 2014-10-20 (IAM user guide,
*Get credential reports*)."""
USES = ("password_last_used", "access_key_1_last_used_date", "access_key_2_last_used_date")
"""Columns of the report that tell of activity."""
_KEYS = (
    ("access key", "access_key", "access_key_{}_last_used_date", "aws_iam_access_key"),
    ("signing certificate", "cert", "", "aws_iam_signing_certificate"),
)
"""Form, prefix of the columns, column of the last use, kind: a user may have two of each."""

_LISTING = "iam:ListServiceSpecificCredentials"


def reported(api: Api, report: Report) -> Iterator[Credential]:
    """Yield the passwords, access keys and signing certificates of the report."""
    for arn, row in report.rows.items():
        yield from _password(api, arn, row, report.item)
        for form, prefix, used, kind in _KEYS:
            for number in (1, 2):
                name = f"{prefix}_{number}"
                if not _shown(row, name):
                    continue
                yield Credential(
                    origin=api.origin(kind, arn, report.item),
                    subject=form,
                    part=f"{form} {number}",
                    form=form,
                    principal=arn,
                    root=row.name == ROOT,
                    created=row.time(f"{name}_last_rotated"),
                    last_used=row.time(used.format(number)) if used else None,
                    active=row.flag(f"{name}_active"),
                )


def _shown(row: Row, name: str) -> bool:
    """Say whether there is such a key or certificate, be it inactive."""
    return bool(row.flag(f"{name}_active")) or row.time(f"{name}_last_rotated") is not None


def root_keys(api: Api, report: Report | Unknown) -> Iterator[Credential]:
    """Yield whether the root user has access keys at all, where the report shows none.

    The account's summary counts them too, but is ahead of the report by hours, so that each
    would belie the other.
    """
    address = api.arn("iam", "root", region="")
    active: bool | Unknown
    if isinstance(report, Unknown):
        active, item = report, None
    else:
        row, item = report.rows.get(address), report.item
        if row is not None and any(_shown(row, f"access_key_{number}") for number in (1, 2)):
            return
        active = NO_ROW if row is None else False
    yield Credential(
        origin=api.origin("aws_iam_access_key", address, item),
        subject="access key",
        part="access keys",
        form="root access keys",
        principal=address,
        root=True,
        active=active,
    )


def _password(api: Api, arn: str, row: Row, item: Item) -> Iterator[Credential]:
    enabled = row.flag("password_enabled")
    if not enabled:
        return
    yield Credential(
        origin=api.origin("aws_iam_user_login_profile", arn, item),
        subject="console password",
        part="password",
        form="password",
        principal=arn,
        root=row.name == ROOT,
        created=row.time("password_last_changed"),
        last_used=row.time("password_last_used"),
        active=enabled,
    )


def service_specific(api: Api, users: Mapping[str, str]) -> Iterator[Credential]:
    """Yield the credentials that users made for one service (``users``: ARNs by name).

    :raises Refused: when they cannot be listed, be it after some.
    """
    for item in _service_specific(api):
        name = item["UserName"]
        arn = users.get(name) or api.arn("iam", f"user/{name}", region="")
        number = item["ServiceSpecificCredentialId"][-4:]
        service = item["ServiceName"].removesuffix(".amazonaws.com")
        ends = item.get("ExpirationDate") is not None
        yield Credential(
            origin=api.origin("aws_iam_service_specific_credential", arn, item),
            subject=f"credential for {service}",
            part=f"credential for {service} …{number}",
            form="expiring credential" if ends else "service-specific credential",
            principal=arn,
            created=item["CreateDate"].astimezone(UTC),
            active=item["Status"] == "Active",
        )


def _service_specific(api: Api) -> Iterator[Item]:
    """Yield the listing, which the SDK does not page by itself."""
    arguments: dict[str, Any] = {"AllUsers": True}
    while True:
        answer = api.call("iam", "list_service_specific_credentials", **arguments)
        for found in answer.get("ServiceSpecificCredentials") or ():
            yield Item(found, answer.operation, answer.page)
        if not answer.get("IsTruncated"):
            return
        if answer["Marker"] == arguments.get("Marker"):
            raise Refused(_LISTING, action_of(_LISTING), Reason.UNPARSABLE, "the same page twice")
        arguments["Marker"] = answer["Marker"]


def in_hardware(
    second: bool | Unknown | None, arn: str, virtual: frozenset[str] | Unknown
) -> bool | Unknown | None:
    """Say whether a second factor is a device of its own: AWS does not tell, but whoever has one
    that is not virtual has such. ``virtual`` are the ARNs of those with a virtual device; one with
    both kinds counts as having a virtual one."""
    if second is not True:
        return second
    return virtual if isinstance(virtual, Unknown) else arn not in virtual
