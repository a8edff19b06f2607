"""Three-valued logic: yes, no, and an answer that could not be had."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from auditor.facts import Unknown

Answer: TypeAlias = bool | Unknown


def all_of(answers: Iterable[Answer]) -> Answer:
    """Return False if any answer is False, else the first Unknown, else True."""
    unknown: Unknown | None = None
    for answer in answers:
        if isinstance(answer, Unknown):
            unknown = unknown or answer
        elif not answer:
            return False
    return True if unknown is None else unknown


def any_of(answers: Iterable[Answer]) -> Answer:
    """Return True if any answer is True, else the first Unknown, else False."""
    unknown: Unknown | None = None
    for answer in answers:
        if isinstance(answer, Unknown):
            unknown = unknown or answer
        elif answer:
            return True
    return False if unknown is None else unknown


def negate(answer: Answer) -> Answer:
    """Return the opposite; what is unknown stays so."""
    return answer if isinstance(answer, Unknown) else not answer
