"""Arithmetic and order on numbers, exact for integers and for decimal fractions."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Context, Decimal

from auditor_resources.limits import MAX_NUMBER_BITS
from auditor_resources.values import Failed, decimal, number

Number = int | float
_CONTEXT = Context(prec=160)


def _exact(
    whole: Callable[[int, int], int], fraction: Callable[[Decimal, Decimal], Decimal]
) -> Callable[[Number, Number], Number]:
    def apply(left: Number, right: Number) -> Number:
        if isinstance(left, int) and isinstance(right, int):
            result = whole(left, right)
            if result.bit_length() > MAX_NUMBER_BITS:
                raise Failed("number too large")
            return result
        return number(fraction(decimal(left), decimal(right)))

    return apply


def divide(left: Number, right: Number) -> Number:
    """Divide; the result is an int when it is integral.

    :raises Failed: for a zero divisor.
    """
    if right == 0:
        raise Failed("division by zero")
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return left // right
    return number(_CONTEXT.divide(decimal(left), decimal(right)))


def remainder(left: Number, right: Number) -> Number:
    """Return the remainder, which has the sign of ``left``; of a zero divisor, ``left``."""
    if right == 0:
        return left
    whole = _CONTEXT.divide(decimal(left), decimal(right)).to_integral_value("ROUND_DOWN")
    return number(_CONTEXT.subtract(decimal(left), _CONTEXT.multiply(whole, decimal(right))))


add = _exact(operator.add, _CONTEXT.add)
"""Return the sum."""

BINARY: dict[str, Callable[[Number, Number], Number | bool]] = {
    "+": add,
    "-": _exact(operator.sub, _CONTEXT.subtract),
    "*": _exact(operator.mul, _CONTEXT.multiply),
    "/": divide,
    "%": remainder,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
