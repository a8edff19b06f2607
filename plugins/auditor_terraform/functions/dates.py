"""Dates: RFC 3339 timestamps, durations as Go writes them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from auditor_resources.model import Unknown, Value
from auditor_resources.values import Failed
from auditor_terraform.functions.registry import function

_STAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:[.,]\d+)?([Zz]|[+-]\d\d:\d\d)"
)
_DURATION = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)")
_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}
_FORMAT = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+")
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def read_timestamp(text: str) -> tuple[datetime, str]:
    """Read an RFC 3339 timestamp; return also its zone as written.

    :raises Failed: when it is none.
    """
    found = _STAMP.fullmatch(text)
    if found is None:
        raise Failed("not an RFC 3339 timestamp")
    zone = "Z" if found[7] in "Zz" else found[7]
    try:
        stamp = "-".join(found.group(1, 2, 3)) + "T" + ":".join(found.group(4, 5, 6))
        return datetime.fromisoformat(stamp + ("+00:00" if zone == "Z" else zone)), zone
    except ValueError:
        raise Failed("not an RFC 3339 timestamp") from None


def read_duration(text: str) -> timedelta:
    """Read a duration as Go does: ``1h30m``.

    :raises Failed: when it is none.
    """
    body = text[1:] if text[:1] in ("+", "-") else text
    if body == "0":
        return timedelta()
    if len(body) > 100 or not body or _DURATION.sub("", body):
        raise Failed("not a duration")
    seconds = sum(float(amount) * _SECONDS[unit] for amount, unit in _DURATION.findall(body))
    try:
        return timedelta(seconds=-seconds if text.startswith("-") else seconds)
    except OverflowError:
        raise Failed("the duration is too long") from None


@function("timeadd", "ss")
def time_add(stamp: str, duration: str) -> Value:
    """Add a duration to a timestamp."""
    moment, zone = read_timestamp(stamp)
    try:
        moved = moment + read_duration(duration)
    except OverflowError:
        raise Failed("the date is out of range") from None
    return moved.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0") + zone


@function("timecmp", "ss")
def time_compare(left: str, right: str) -> Value:
    """Return -1, 0 or 1: whether ``left`` is before, at or after ``right``."""
    one, other = read_timestamp(left)[0], read_timestamp(right)[0]
    return (one > other) - (one < other)


@function("timestamp", "")
def timestamp() -> Value:
    """Return Unknown: it differs in every run."""
    return Unknown("known after apply: timestamp()")


@function("plantimestamp", "")
def plan_timestamp() -> Value:
    """Return Unknown: it differs in every run."""
    return Unknown("known after plan: plantimestamp()")


@function("formatdate", "ss")
def format_date(pattern: str, stamp: str) -> Value:
    """Write a timestamp by a pattern such as ``YYYY-MM-DD``."""
    moment, zone = read_timestamp(stamp)
    out: list[str] = []
    at = 0
    for found in _FORMAT.finditer(pattern):
        if found.start() != at:
            raise Failed("the date pattern has an open quote")
        at = found.end()
        if found[1] is not None:
            out.append(found[1].replace("''", "'"))
        elif found[2] is not None:
            out.append(_field(found[0], moment, zone))
        else:
            out.append(found[0])
    if at != len(pattern):
        raise Failed("the date pattern has an open quote")
    return "".join(out)


def _field(name: str, moment: datetime, zone: str) -> str:
    hour = moment.hour % 12 or 12
    offset = "+00:00" if zone == "Z" else zone
    fields = {
        "YYYY": f"{moment.year:04d}",
        "YY": f"{moment.year % 100:02d}",
        "MMMM": _MONTHS[moment.month - 1],
        "MMM": _MONTHS[moment.month - 1][:3],
        "MM": f"{moment.month:02d}",
        "M": str(moment.month),
        "DD": f"{moment.day:02d}",
        "D": str(moment.day),
        "EEEE": _DAYS[moment.weekday()],
        "EEE": _DAYS[moment.weekday()][:3],
        "hh": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "HH": f"{hour:02d}",
        "H": str(hour),
        "AA": "AM" if moment.hour < 12 else "PM",
        "aa": "am" if moment.hour < 12 else "pm",
        "mm": f"{moment.minute:02d}",
        "m": str(moment.minute),
        "ss": f"{moment.second:02d}",
        "s": str(moment.second),
        "ZZZZZ": offset,
        "ZZZZ": offset.replace(":", ""),
        "ZZZ": "UTC" if zone == "Z" else offset.replace(":", ""),
        "Z": zone,
    }
    if name not in fields:
        raise Failed("the date pattern has an unknown field")
    return fields[name]
