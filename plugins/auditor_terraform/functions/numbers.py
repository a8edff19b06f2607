"""Numeric functions."""

from __future__ import annotations

import math
from decimal import Decimal

from auditor_resources.limits import MAX_NUMBER_BITS
from auditor_resources.model import Value
from auditor_resources.values import Failed, number, to_number
from auditor_terraform.functions.registry import function
from auditor_terraform.operators import add

Number = int | float


@function("abs", "n")
def absolute(value: Number) -> Value:
    """Return the value without its sign."""
    return abs(value)


@function("ceil", "n")
def ceiling(value: Number) -> Value:
    """Round up."""
    return math.ceil(value)


@function("floor", "n")
def floor(value: Number) -> Value:
    """Round down."""
    return math.floor(value)


@function("log", "nn")
def logarithm(value: Number, base: Number) -> Value:
    """Return the logarithm of ``value`` to ``base``."""
    try:
        return _from_float(math.log(value) / math.log(base))
    except (ValueError, ZeroDivisionError, OverflowError):
        raise Failed("the logarithm is not defined") from None


@function("max", "n*")
def maximum(*values: Number) -> Value:
    """Return the greatest argument."""
    if not values:
        raise Failed("max takes at least one argument")
    return max(values)


@function("min", "n*")
def minimum(*values: Number) -> Value:
    """Return the least argument."""
    if not values:
        raise Failed("min takes at least one argument")
    return min(values)


@function("pow", "nn")
def power(value: Number, exponent: Number) -> Value:
    """Raise to a power, in double precision as Terraform does."""
    try:
        return _from_float(math.pow(value, exponent))
    except (ValueError, OverflowError):
        raise Failed("the power is not defined") from None


def _from_float(value: float) -> Number:
    if not math.isfinite(value):
        raise Failed("the number is not finite")
    return number(Decimal(repr(value)))


@function("signum", "n")
def sign(value: Number) -> Value:
    """Return -1, 0 or 1."""
    return (value > 0) - (value < 0)


@function("parseint", "sn")
def parse_integer(text: str, base: Number) -> Value:
    """Read an integer in a base from 2 to 62."""
    if not isinstance(base, int) or not 2 <= base <= 62:
        raise Failed("the base must be a whole number from 2 to 62")
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    digits += digits[10:].upper()
    negative = text.startswith("-")
    body = text[1:] if text[:1] in ("-", "+") else text
    if base <= 36:
        body = body.lower()
    result = 0
    if not body:
        raise Failed("no integer")
    for sign_ in body:
        digit = digits.find(sign_)
        if not 0 <= digit < base:
            raise Failed("no integer in this base")
        result = result * base + digit
        if result.bit_length() > MAX_NUMBER_BITS:
            raise Failed("number too large")
    return -result if negative else result


@function("sum", "l")
def total(values: list[Value]) -> Value:
    """Add up a list of numbers."""
    if not values:
        raise Failed("sum of an empty list")
    result: Number = 0
    for value in values:
        item = to_number(value)
        if isinstance(item, int | float):
            result = add(result, item)
    return result
