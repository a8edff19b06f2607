"""String functions."""

from __future__ import annotations

import re
from typing import Any

from auditor_resources.limits import MAX_TEXT
from auditor_resources.model import Partial, Unknown, Value
from auditor_resources.values import Failed, List, merged, text_of, to_string
from auditor_terraform.functions.graphemes import graphemes
from auditor_terraform.functions.patterns import (
    compile_pattern,
    groups_of,
    matches_of,
    substitute,
)
from auditor_terraform.functions.registry import function


def _on_parts(value: str | Unknown, change: Any) -> Value:
    if isinstance(value, str):
        return str(change(value))
    if isinstance(value, Partial):
        parts = [change(part) if isinstance(part, str) else merged([part]) for part in value.parts]
        return text_of(parts)
    return merged([value])


@function("lower", "s", unknown="own")
def lower(text: str | Unknown) -> Value:
    """Return lower case."""
    return _on_parts(text, str.lower)


@function("upper", "s", unknown="own")
def upper(text: str | Unknown) -> Value:
    """Return upper case."""
    return _on_parts(text, lambda part: "".join(map(_upper_letter, part)))


def _upper_letter(sign: str) -> str:
    upper_sign = sign.upper()
    return upper_sign if len(upper_sign) == 1 else sign


@function("title", "s")
def title(text: str) -> Value:
    """Make the first letter of every word upper case."""
    return re.sub(r"(?<!\w)\w", lambda found: found[0].upper(), text)


@function("chomp", "s")
def chomp(text: str) -> Value:
    """Drop newlines at the end."""
    return text.rstrip("\r\n")


@function("trimspace", "s")
def trim_space(text: str) -> Value:
    """Drop white space at both ends."""
    return text.strip()


@function("trim", "ss")
def trim(text: str, signs: str) -> Value:
    """Drop the characters of ``signs`` at both ends."""
    return text.strip(signs) if signs else text


@function("trimprefix", "ss")
def trim_prefix(text: str, prefix: str) -> Value:
    """Drop a prefix, once."""
    return text.removeprefix(prefix)


@function("trimsuffix", "ss")
def trim_suffix(text: str, suffix: str) -> Value:
    """Drop a suffix, once."""
    return text.removesuffix(suffix)


@function("startswith", "ss", unknown="own")
def starts_with(text: str | Unknown, prefix: str | Unknown) -> Value:
    """Tell whether the text starts with a prefix; known text may settle it."""
    if isinstance(prefix, str):
        known = text.parts[0] if isinstance(text, Partial) else text
        if isinstance(known, str):
            if known.startswith(prefix):
                return True
            if isinstance(text, str) or not prefix.startswith(known):
                return False
    return merged([text, prefix])


@function("endswith", "ss", unknown="own")
def ends_with(text: str | Unknown, suffix: str | Unknown) -> Value:
    """Tell whether the text ends with a suffix; known text may settle it."""
    if isinstance(suffix, str):
        known = text.parts[-1] if isinstance(text, Partial) else text
        if isinstance(known, str):
            if known.endswith(suffix):
                return True
            if isinstance(text, str) or not suffix.endswith(known):
                return False
    return merged([text, suffix])


@function("strcontains", "ss", unknown="own")
def contains_text(text: str | Unknown, part: str | Unknown) -> Value:
    """Tell whether the text contains ``part``; known text may settle it."""
    if isinstance(part, str):
        if isinstance(text, str):
            return part in text
        if isinstance(text, Partial):
            for known in text.parts:
                if isinstance(known, str) and part in known:
                    return True
    return merged([text, part])


@function("strrev", "s")
def reverse_text(text: str) -> Value:
    """Reverse the characters; marks stay with their letters."""
    return "".join(reversed(graphemes(text)))


@function("substr", "snn")
def substring(text: str, offset: int | float, length: int | float) -> Value:
    """Return ``length`` characters from ``offset``; -1 takes the rest."""
    if not isinstance(offset, int) or not isinstance(length, int):
        raise Failed("whole numbers required")
    signs = graphemes(text)
    if offset < 0:
        offset = max(offset + len(signs), 0)
    return "".join(signs[offset:] if length < 0 else signs[offset : offset + length])


@function("indent", "ns")
def indent(spaces: int | float, text: str) -> Value:
    """Indent all lines but the first."""
    if not isinstance(spaces, int) or spaces < 0:
        raise Failed("a whole number of spaces is required")
    if spaces > 10_000 or (text.count("\n") + 1) * spaces > MAX_TEXT:
        raise Failed("text too large")
    return text.replace("\n", "\n" + " " * spaces)


@function("join", "sl*", unknown="own")
def join(separator: str | Unknown, *lists: Any) -> Value:
    """Join the elements of lists; unknown elements leave holes."""
    if isinstance(separator, Unknown) or any(isinstance(item, Unknown) for item in lists):
        return merged([separator, *lists])
    if not lists:
        raise Failed("join takes at least one list")
    parts: list[str | Unknown] = []
    for items in lists:
        for item in items:
            if item is None or isinstance(item, list | dict):
                raise Failed("join takes lists of strings")
            if parts:
                parts.append(separator)
            parts.append(to_string(item))
    return text_of(parts)


@function("split", "ss", unknown="own")
def split(separator: str | Unknown, text: str | Unknown) -> Value:
    """Split text at a separator."""
    if isinstance(separator, Unknown) or isinstance(text, Unknown):
        return merged([separator, text])
    if separator == "":
        return List(text)
    return List(text.split(separator))


@function("replace", "sss")
def replace(text: str, old: str, new: str) -> Value:
    """Replace text, or what a pattern between slashes matches."""
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        pattern = compile_pattern(old[1:-1], text)
        if isinstance(pattern, Unknown):
            return pattern
        return substitute(pattern, new, text)
    if text.count(old) * max(len(new), 1) > MAX_TEXT:
        raise Failed("text too large")
    return text.replace(old, new)


@function("regex", "ss")
def first_match(pattern: str, text: str) -> Value:
    """Return the first match: its text, or its groups."""
    compiled = compile_pattern(pattern, text)
    if isinstance(compiled, Unknown):
        return compiled
    found = compiled.search(text)
    if found is None:
        raise Failed("the pattern does not match")
    return groups_of(found)


@function("regexall", "ss")
def all_matches(pattern: str, text: str) -> Value:
    """Return every match as ``regex`` does."""
    compiled = compile_pattern(pattern, text)
    if isinstance(compiled, Unknown):
        return compiled
    return List(groups_of(found) for found in matches_of(compiled, text))
