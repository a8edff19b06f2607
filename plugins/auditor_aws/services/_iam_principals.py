"""Root, users, groups and roles of an account as principals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from auditor.facts import Fact, Principal, Unknown
from auditor_aws.api import Api
from auditor_aws.services._iam_credentials import ACTIVITY_SINCE, USES, in_hardware
from auditor_aws.services._iam_last_use import Services, services_of
from auditor_aws.services._iam_policies import Kind, attached, boundary, of_principal
from auditor_aws.services._iam_report import NO_ROW, ROOT, Report, Row
from auditor_aws.shapes import Item, Plain, dig
from auditor_resources import model
from auditor_resources.model import Resource

SERVICE_ROLES = "/aws-service-role/"
"""Path of the roles that AWS makes for its services."""
_KEPT_BY_AWS = (SERVICE_ROLES, "/aws-reserved/")
_ROLE_USE_DAYS = 400
"""So far back IAM tells the last use of a role (IAM API, *RoleLastUsed*)."""
_ROOT_DEVICE = ":mfa/root-account-mfa-device"
"""End of the serial number of the root user's virtual device."""
_NO_SERVICES = Services()


def owners(devices: list[Item] | model.Unknown) -> frozenset[str] | Unknown:
    """Return the ARNs of those who have a virtual device."""
    if isinstance(devices, model.Unknown):
        return Unknown(devices.reason)
    found = set()
    for device in devices:
        arn = (device.get("User") or {}).get("Arn")
        serial = device["SerialNumber"]
        if serial.endswith(_ROOT_DEVICE):
            arn = f"{serial.removesuffix(_ROOT_DEVICE)}:root"
        if arn:
            found.add(arn)
    return frozenset(found)


def root(
    api: Api,
    summary: Item | model.Unknown,
    report: Report | Unknown,
    virtual: frozenset[str] | Unknown,
) -> Principal:
    """Return the account's first user."""
    arn = api.arn("iam", "root", region="")
    row = None if isinstance(report, Unknown) else report.rows.get(arn)
    second = _counted(summary, "AccountMFAEnabled")
    password = _counted(summary, "AccountPasswordPresent")
    last: Any = report if isinstance(report, Unknown) else NO_ROW
    if row is not None:
        last = row.latest(*USES)
        second = row.flag("mfa_active") if isinstance(second, Unknown | None) else second
        told = row.flag("password_enabled")
        password = told if isinstance(told, bool) and not isinstance(password, bool) else password
    item = report.item if isinstance(report, Report) else _item(summary)
    return Principal(
        origin=api.origin("aws_account", arn, item),
        subject="root user",
        form="root",
        name="root",
        last_active=last,
        activity_known_since=ACTIVITY_SINCE,
        password=password,
        second_factor=second,
        hardware_factor=in_hardware(second, arn, virtual),
    )


def _item(answer: Item | model.Unknown) -> Item | None:
    return None if isinstance(answer, model.Unknown) else answer


def _counted(summary: Item | model.Unknown, name: str) -> bool | Unknown | None:
    number = dig(summary, "SummaryMap", name)
    if isinstance(number, model.Unknown):
        return Unknown(number.reason)
    return None if number is None else bool(number)


class Readings:
    """What is read of the account as a whole, and says something about each principal."""

    def __init__(
        self,
        groups: Mapping[str, str] | Unknown,
        report: Report | Unknown,
        virtual: frozenset[str] | Unknown,
    ) -> None:
        self.groups = groups
        """ARNs by name."""
        self.report = report
        self.virtual = virtual
        self.roles_since = datetime.now(UTC).replace(microsecond=0) - timedelta(days=_ROLE_USE_DAYS)

    def row(self, arn: str) -> Row | Unknown:
        """Return a user's row of the report."""
        if isinstance(self.report, Unknown):
            return self.report
        return self.report.rows.get(arn, NO_ROW)


def user(api: Api, item: Item, readings: Readings) -> Iterator[Fact]:
    """Yield a user and the policies it has by itself."""
    arn = item["Arn"]
    row = readings.row(arn)
    if isinstance(row, Unknown):
        password: Any = row
        second: Any = row
        last: Any = row
    else:
        password, second = row.flag("password_enabled"), row.flag("mfa_active")
        last = row.latest(*USES)
        item.answers.append({"operation": "iam:GetCredentialReport", "answer": row.cells})
    yield from _principal(
        api,
        "user",
        item,
        readings,
        last_active=last,
        activity_known_since=ACTIVITY_SINCE,
        password=password,
        second_factor=second,
        hardware_factor=in_hardware(second, arn, readings.virtual),
        member_of=_groups(api, item, readings.groups),
    )


def _groups(api: Api, item: Item, groups: Mapping[str, str] | Unknown) -> tuple[str, ...] | Unknown:
    names = item.get("GroupList") or ()
    if names and isinstance(groups, Unknown):
        return groups
    known = {} if isinstance(groups, Unknown) else groups
    return tuple(known.get(name) or api.arn("iam", f"group/{name}", region="") for name in names)


def known_by_report(api: Api, report: Report, why: Unknown, readings: Readings) -> Iterator[Fact]:
    """Yield the users where the report is all that tells of them; ``why`` their policies are
    not known."""
    for arn, row in report.rows.items():
        if row.name == ROOT:
            continue
        second = row.flag("mfa_active")
        yield Principal(
            origin=api.origin("aws_iam_user", arn, report.item),
            subject="IAM user",
            form="user",
            name=row.name,
            created=row.time("user_creation_time"),
            last_active=row.latest(*USES),
            activity_known_since=ACTIVITY_SINCE,
            password=row.flag("password_enabled"),
            second_factor=second,
            hardware_factor=in_hardware(second, arn, readings.virtual),
            member_of=why,
            policies=why,
            boundary=why,
        )


def group(api: Api, item: Item, readings: Readings) -> Iterator[Fact]:
    """Yield a group and its policies."""
    yield from _principal(api, "group", item, readings)


def role(api: Api, item: Item, readings: Readings) -> Iterator[Resource | Fact]:
    """Yield a role, who may assume it, and its policies."""
    used = (item.get("RoleLastUsed") or {}).get("LastUsedDate")
    yield from _principal(
        api,
        "role",
        item,
        readings,
        last_active=used and used.astimezone(UTC),
        activity_known_since=readings.roles_since,
        provider_managed=item["Path"].startswith(_KEPT_BY_AWS),
    )
    document = item["AssumeRolePolicyDocument"]
    values: dict[str, Any] = {
        "assume_role_policy": Plain(document) if isinstance(document, dict) else document,
        "inline_policy": [],
        "managed_policy_arns": [],
    }
    yield api.resource("aws_iam_role", item["Arn"], item, values, item["RoleName"])


def _principal(
    api: Api, kind: Kind, item: Item, readings: Readings, **fields: Any
) -> Iterator[Fact]:
    asked = api.options.last_accessed and kind != "group"
    services = (
        services_of(api, item) if asked and not fields.get("provider_managed") else _NO_SERVICES
    )
    yield Principal(
        origin=api.origin(f"aws_iam_{kind}", item["Arn"], item),
        subject=f"IAM {kind}",
        form=kind,
        name=item[f"{kind.capitalize()}Name"],
        created=item["CreateDate"].astimezone(UTC),
        policies=attached(item),
        boundary=boundary(item),
        services_granted=services.granted,
        services_unused=services.unused,
        **fields,
    )
    yield from of_principal(api, kind, item)
