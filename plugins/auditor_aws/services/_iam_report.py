"""The credential report of IAM: passwords, keys and second factors of everybody, in one table.

AWS writes a new report at most every four hours and gives the last one until then (IAM user
guide, *Get credential reports*).
"""

from __future__ import annotations

import csv
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import chain

from msgspec import Struct

from auditor.collecting import Reason
from auditor.facts import Unknown
from auditor_aws.actions import action_of
from auditor_aws.api import Api
from auditor_aws.refusals import Absent, Refused
from auditor_aws.shapes import Item
from auditor_resources import model

OPERATIONS = ("iam:GenerateCredentialReport", "iam:GetCredentialReport")
ROOT = "<root_account>"
"""What the report calls the account's first user."""
NO_ROW = Unknown("the credential report says nothing about it yet")
"""Of somebody who is newer than the report."""
_FRESH = timedelta(hours=4, minutes=5)
_PAUSES_SECONDS = (0.1, 0.4, 1, 2, 4, 8, 8, 8, 8, 8, 8)
"""Between looks at whether the report is written: large accounts take most of a minute."""
_NOTHING = frozenset({"", "N/A", "no_information", "not_supported"})
_NOT_THERE = ("ReportExpired", "ReportInProgress", "ReportNotPresent")


class _Doubtful(Refused):
    """A report that is old, or not written yet."""

    def __init__(self, reason: Reason, what: str, remedy: str) -> None:
        super().__init__(OPERATIONS[1], action_of(OPERATIONS[1]), reason, what)
        self._remedy = remedy

    @property
    def remedy(self) -> str:
        return self._remedy


class Row:
    """One user of the report."""

    __slots__ = ("_cells",)

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells

    @property
    def name(self) -> str:
        """Name of the user, :data:`ROOT` for the first one."""
        return self._cells["user"]

    @property
    def cells(self) -> Mapping[str, str]:
        """The row as it was read, by name of column."""
        return self._cells

    def flag(self, column: str) -> bool | Unknown | None:
        """Return a yes or no; None where the report has no such question."""
        text = self._cells.get(column, "")
        if text in _NOTHING:
            return None
        known = {"true": True, "false": False}.get(text.lower())
        return (
            Unknown(f"{column} of the credential report is unreadable") if known is None else known
        )

    def time(self, column: str) -> datetime | Unknown | None:
        """Return a moment; None where there was none, or none is on record."""
        text = self._cells.get(column, "")
        if text in _NOTHING:
            return None
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            return Unknown(f"{column} of the credential report is unreadable")
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def latest(self, *columns: str) -> datetime | Unknown | None:
        """Return the latest of some moments."""
        last: datetime | None = None
        for column in columns:
            found = self.time(column)
            if isinstance(found, Unknown):
                return found
            if found is not None and (last is None or found > last):
                last = found
        return last


class Report(Struct, frozen=True):
    """The rows by ARN, when AWS wrote them, and the answer that they came in."""

    rows: dict[str, Row]
    made: datetime
    item: Item


def begin(api: Api) -> model.Unknown | None:
    """Ask AWS to write a report; return why it does not, if it does not."""
    answer = api.ask("iam", "generate_credential_report")
    return answer if isinstance(answer, model.Unknown) else None


def finish(api: Api, refusal: model.Unknown | None) -> Report | Unknown:
    """Wait for the report and read it; one that is old is told as such.

    ``refusal`` says why none was ordered; then there may be one that somebody else ordered.
    """
    if refusal is None and not _written(api):
        problem = _Doubtful(
            Reason.UNREACHABLE, "not written yet", "AWS takes its time: scan again in some minutes"
        )
        api.note(problem)
        return Unknown("the credential report was not written in time")
    try:
        answer = api.call("iam", "get_credential_report", absent=_NOT_THERE)
    except Absent:
        return Unknown(refusal.reason if refusal else "there is no credential report")
    except Refused as error:
        api.note(error)
        return Unknown(error.unknown.reason)
    try:
        made, rows = answer["GeneratedTime"].astimezone(UTC), _rows(answer["Content"])
    except (KeyError, ValueError):
        api.note(_Doubtful(Reason.UNPARSABLE, "no table", "scan again, and report it"))
        return Unknown("the credential report could not be read")
    report = Report(rows, made, answer)
    _judge_age(api, report)
    return report


def _written(api: Api) -> bool:
    for pause in _PAUSES_SECONDS:
        answer = api.ask("iam", "generate_credential_report")
        if isinstance(answer, model.Unknown) or answer.get("State") == "COMPLETE":
            return True
        time.sleep(pause)
    return False


def _judge_age(api: Api, report: Report) -> None:
    age = datetime.now(UTC) - report.made
    if age > _FRESH:
        hours = age // timedelta(hours=1)
        api.note(
            _Doubtful(
                Reason.STALE,
                f"made {hours} hours ago" if hours < 48 else f"made {age.days} days ago",
                "what has changed about passwords, keys and second factors since is not in it: "
                f"grant {OPERATIONS[0]}, or scan again later",
            )
        )


def _rows(content: bytes | str) -> dict[str, Row]:
    """Read the table.

    :raises ValueError: when it has no header.
    :raises KeyError: when the header lacks the ARN.
    """
    text = content.decode() if isinstance(content, bytes) else content
    lines = csv.reader(text.splitlines())
    header = next(chain(lines, ((),)))
    if not header:
        raise ValueError("the credential report is empty")
    rows = (dict(zip(header, cells, strict=False)) for cells in lines)
    return {row["arn"]: Row(row) for row in rows if row}
