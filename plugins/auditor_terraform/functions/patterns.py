"""Regular expressions in Go's syntax (RE2) on Python's engine, without its pitfalls.

RE2 matches in linear time; Python's engine may need exponential time. A pattern that
could need it (a repetition within a repetition) is not evaluated but for short texts,
and one with several repetitions in a row only for texts of bounded length.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from auditor_resources.limits import MAX_TEXT
from auditor_resources.model import Unknown, Value
from auditor_resources.values import Failed

_POSIX = {
    "alpha": "A-Za-z", "digit": "0-9", "alnum": "0-9A-Za-z", "upper": "A-Z", "lower": "a-z",
    "punct": "!-/:-@\\[-`{-~", "space": "\\s", "word": "\\w", "xdigit": "0-9A-Fa-f",
    "blank": " \\t", "cntrl": "\\x00-\\x1f\\x7f", "print": " -~", "graph": "!-~",
}  # fmt: skip
_MOST_STEPS = 2_000_000
_SHORT = 18
_UNSUPPORTED = re.compile(r"\\[pPQEC]|\[\[:\^")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> tuple[re.Pattern[str], int, bool]:
    """Compile; return also how many repetitions follow each other and whether any nest.

    :raises re.error: when Python cannot read the pattern.
    """
    text = re.sub(r"\[:(\w+):\]", lambda found: _POSIX.get(found[1], found[0]), pattern)
    text = text.replace("\\z", "\\Z")
    text = re.sub(r"\(\?P?<(\w+)>", r"(?P<\1>", text)
    lazy = re.match(r"\(\?([a-zA-Z]*)U", text)
    if lazy or "(?=" in text or "(?!" in text or "(?<=" in text or "(?<!" in text:
        raise re.error("not a pattern of RE2")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import re._parser as parser  # type: ignore[import-not-found]

        tree = parser.parse(text, re.ASCII)
        count, nested = _repetitions(tree)
        # `$` is the very end of the text in RE2.
        return re.compile(_strict_end(text), re.ASCII), count, nested


def _strict_end(text: str) -> str:
    """Write ``$`` as ``\\Z``, unless the pattern asks for lines."""
    if re.match(r"\(\?[a-z]*m", text):
        return text
    out = []
    inside = False
    index = 0
    while index < len(text):
        sign = text[index]
        if sign == "\\":
            out.append(text[index : index + 2])
            index += 2
            continue
        if sign == "[":
            inside = True
        elif sign == "]":
            inside = False
        out.append("\\Z" if sign == "$" and not inside else sign)
        index += 1
    return "".join(out)


def _repetitions(tree: Any) -> tuple[int, bool]:
    """Count unbounded repetitions in a parsed pattern and tell whether one holds another."""
    count = 0
    nested = False
    for operation, argument in tree:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, inner = argument
            inside, deeper = _repetitions(inner)
            grows = int(high) > 16 or int(high) - int(low) > 8
            nested = nested or deeper or (grows and inside > 0)
            if grows and any(str(part[0]) == "BRANCH" for part in inner):
                nested = True
            count += inside + (1 if grows else 0)
        elif name == "SUBPATTERN":
            inside, deeper = _repetitions(argument[-1])
            nested = nested or deeper
            count += inside
        elif name == "BRANCH":
            for branch in argument[1]:
                inside, deeper = _repetitions(branch)
                nested = nested or deeper
                count += inside
    return count, nested


def compile_pattern(pattern: str, text: str) -> re.Pattern[str] | Unknown:
    """Compile a pattern for use on ``text``; Unknown when that could take too long.

    :raises Failed: when it is no pattern.
    """
    if len(pattern) > 10_000:
        return Unknown("the pattern is too long")
    if _UNSUPPORTED.search(pattern):
        return Unknown("the pattern uses syntax that is not evaluated")
    try:
        compiled, count, nested = _compiled(pattern)
    except (re.error, OverflowError, RecursionError):
        raise Failed("the pattern is not valid") from None
    if nested and len(text) > _SHORT:
        return Unknown("the pattern repeats repetitions and is not evaluated")
    if (len(text) + 1) ** (count + 1) > max(_MOST_STEPS, len(text) + 1) and count > 0:
        return Unknown("the pattern is not evaluated on text of this length")
    return compiled


def groups_of(found: re.Match[str]) -> Value:
    """Return what a match says: its text, its groups, or its groups by name.

    :raises Failed: when named and unnamed groups mix.
    """
    names = found.re.groupindex
    if not found.re.groups:
        return found[0]
    if not names:
        return list(found.groups())
    if len(names) != found.re.groups:
        raise Failed("named and unnamed groups mix")
    return dict(found.groupdict())


def matches_of(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches as Go finds them: none is empty right after another one."""
    end = -1
    for found in pattern.finditer(text):
        if found[0] or found.start() != end:
            yield found
        end = found.end()


def substitute(pattern: re.Pattern[str], template: str, text: str) -> str:
    """Replace every match.

    :raises Failed: when the result is too long.
    """
    out: list[str] = []
    at = length = 0
    for found in matches_of(pattern, text):
        out += (text[at : found.start()], _filled(template, found))
        length += len(out[-1])
        if length > MAX_TEXT:
            raise Failed("text too large")
        at = found.end()
    return "".join((*out, text[at:]))


def _filled(template: str, found: re.Match[str]) -> str:
    """Fill ``$1``, ``${1}`` and ``$name`` as Go does: ``$1x`` is the group ``1x``."""

    def fill(reference: re.Match[str]) -> str:
        if reference[0] == "$$":
            return "$"
        name = reference[1] or reference[2]
        try:
            return found[int(name) if name.isdigit() else name] or ""
        except (IndexError, ValueError):
            return ""

    return re.sub(r"\$\$|\$(\w+)|\$\{(\w+)\}", fill, template)
