"""Plain scalars as Kubernetes reads them: YAML 1.1 with the exceptions of its reader.

``sigs.k8s.io/yaml`` (go-yaml v2) turns YAML into JSON. Unquoted ``yes``, ``on`` and ``y`` are
booleans, ``0644`` is octal; timestamps, sexagesimal numbers and ``=`` stay text.
Source: https://github.com/kubernetes-sigs/yaml, goyaml.v2/resolve.go.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

_WORDS: dict[str, bool | None] = {
    word: value
    for value, words in (
        (True, "y Y yes Yes YES true True TRUE on On ON"),
        (False, "n N no No NO false False FALSE off Off OFF"),
        (None, "~ null Null NULL"),
    )
    for word in words.split()
} | {"": None}
_FIRST = frozenset("0123456789+-.~yYtTnNfFoO")
_WHOLE = re.compile(r"[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LONGEST = 100
"""Characters of a number; what is longer stays text."""
_MOST = 2**64


def resolve(text: str) -> str | int | float | bool | None:
    """Return what an unquoted scalar means. Infinity and NaN, which JSON has not, stay text."""
    return _resolve(text) if not text or text[0] in _FIRST else text


@lru_cache(maxsize=8192)
def _resolve(text: str) -> str | int | float | bool | None:
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _LONGEST:
        return text
    bare = text.replace("_", "")
    if _WHOLE.fullmatch(bare):
        number = int(_base_named(bare), 0)
        if -_MOST < number < _MOST:
            return number
    if _FLOAT.fullmatch(bare):
        value = float(bare)
        return value if math.isfinite(value) else text
    return text


def _base_named(text: str) -> str:
    """Write ``0644`` as ``0o644``."""
    digits = text.lstrip("+-")
    if len(digits) > 1 and digits[0] == "0" and digits[1].isdigit():
        return text[: len(text) - len(digits)] + "0o" + digits[1:]
    return text
