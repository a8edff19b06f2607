"""``format`` and ``formatlist``: the verbs of Terraform, which are Go's with a few of its own."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from auditor_resources.jsontext import encode
from auditor_resources.limits import MAX_TEXT
from auditor_resources.model import Unknown, Value
from auditor_resources.values import (
    Failed,
    List,
    decimal,
    merged,
    text_of,
    to_bool,
    to_number,
    to_string,
)
from auditor_terraform.functions.registry import function
from auditor_terraform.limits import MAX_ELEMENTS

_VERB = re.compile(r"%([-+ #0]*)(\d+)?(?:\.(\d*))?(?:\[(\d+)\])?(.)", re.S)
_WIDEST = 10_000


@function("format", "sd*", unknown="own")
def format_text(pattern: Value, *arguments: Value) -> Value:
    """Fill a pattern; an unknown argument leaves a hole.

    :raises Failed: when the verbs do not fit the arguments.
    """
    if not isinstance(pattern, str):
        return merged([pattern, *arguments])
    parts: list[str | Unknown] = []
    at = 0
    following = 0
    used = 0
    for found in _VERB.finditer(pattern):
        if found.start() < at:
            continue
        parts.append(pattern[at : found.start()])
        at = found.end()
        if found[5] == "%":
            parts.append("%")
            continue
        index = int(found[4]) - 1 if found[4] else following
        following = index + 1
        used = max(used, following)
        if not 0 <= index < len(arguments):
            raise Failed("the pattern has more verbs than arguments")
        parts.append(_one(found, arguments[index]))
    rest = pattern[at:]
    if "%" in rest:
        raise Failed("the pattern has an incomplete verb")
    if used < len(arguments):
        raise Failed("the pattern has fewer verbs than arguments")
    return text_of([*parts, rest])


def _one(found: re.Match[str], value: Value) -> str | Unknown:
    flags, verb = found[1], found[5]
    width = int((found[2] or "0")[:7])
    precision = None if found[3] is None else int((found[3] or "0")[:7])
    if width > _WIDEST or (precision or 0) > _WIDEST:
        raise Failed("text too large")
    if isinstance(value, Unknown):
        return value if verb in "sv" and not width and precision is None else merged([value])
    text = _written(verb, flags, precision, value)
    if isinstance(text, Unknown):
        return merged([text])
    if len(text) >= width:
        return text
    if "-" in flags:
        return text.ljust(width)
    if "0" in flags and verb in "dfFeEgGboxXv" and not isinstance(value, str):
        sign = text[:1] if text[:1] in ("+", "-", " ") else ""
        return sign + text[len(sign) :].rjust(width - len(sign), "0")
    return text.rjust(width, "0" if "0" in flags else " ")


def _written(verb: str, flags: str, precision: int | None, value: Value) -> str | Unknown:
    if verb == "v" and "#" not in flags:
        if value is None:
            return "null"
        if isinstance(value, bool | str):
            verb = "s"
        elif isinstance(value, int | float):
            verb = "g"
        else:
            return encode(value)
    elif verb == "v":
        return encode(value)
    if value is None:
        raise Failed("an argument of format is null")
    if verb in "sq":
        text = to_string(value)
        if isinstance(text, Unknown):
            return text
        text = text if precision is None else text[:precision]
        return text if verb == "s" else str(encode(text))
    if verb == "t":
        return str(to_string(to_bool(value)))
    number = to_number(value)
    if isinstance(number, Unknown):
        return number
    return _number(verb, flags, precision, number)


def _number(verb: str, flags: str, precision: int | None, value: int | float) -> str:
    sign = "+" if "+" in flags else " " if " " in flags else ""
    if verb in "dboxX":
        if not isinstance(value, int):
            raise Failed("a whole number is required")
        whole = value
        base = {"d": "d", "b": "b", "o": "o", "x": "x", "X": "X"}[verb]
        digits = format(abs(whole), base)
        if precision is not None:
            digits = digits.zfill(precision)
        return ("-" if whole < 0 else sign) + digits
    if verb not in "eEfFgG":
        raise Failed("the pattern has an unknown verb")
    text = ""
    if verb in "gG" and precision is None:
        text = _general(value)
        text = text.upper() if verb == "G" else text
    else:
        exact: Decimal | float = decimal(value) if verb in "fF" else float(value)
        text = format(exact, f".{6 if precision is None else precision}{verb}")
    return text if text.startswith("-") else sign + text


def _general(value: int | float) -> str:
    """Write as Go's ``%g``: the shortest form, with an exponent from 21 digits on."""
    exact = decimal(value)
    if value == 0:
        return "0"
    exponent = exact.adjusted()
    if -4 <= exponent < 21:
        return format(exact, "f")
    digits = "".join(map(str, exact.as_tuple().digits)).rstrip("0")
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    sign = "-" if value < 0 else ""
    return f"{sign}{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


@function("formatlist", "sd*", unknown="own")
def format_list(pattern: Value, *arguments: Any) -> Value:
    """Fill a pattern once for every element of the lists.

    :raises Failed: when the lists have different lengths.
    """
    if isinstance(pattern, Unknown) or any(isinstance(item, Unknown) for item in arguments):
        return merged([pattern, *arguments])
    lengths = {len(item) for item in arguments if isinstance(item, list)}
    if len(lengths) > 1:
        raise Failed("the lists have different lengths")
    if not lengths:
        return List([format_text(pattern, *arguments)])
    count = lengths.pop()
    if count > MAX_ELEMENTS or count * len(str(pattern)) > MAX_TEXT:
        raise Failed("too large: too many elements")
    return List(
        format_text(pattern, *(arg[i] if isinstance(arg, list) else arg for arg in arguments))
        for i in range(count)
    )
