"""What a reader takes for one character: letters with their marks, joined emoji, flags.

A short form of Unicode's text segmentation (UAX 29), enough for combining marks,
variation selectors, skin tones, joiners, flags and carriage returns; Hangul syllables
written as single letters count as several.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_JOINER = "\u200d"


def _extends(sign: str) -> bool:
    return (
        sign == _JOINER
        or unicodedata.category(sign) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= sign <= "\U0001f3ff"
    )


def _is_flag_half(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def graphemes(text: str) -> Sequence[str]:
    """Split text into what counts as one character in ``length`` and ``substr``."""
    if text.isascii() and "\r\n" not in text:
        return text
    found: list[str] = []
    for sign in text:
        last = found[-1] if found else ""
        pair = len(last) == 1 and _is_flag_half(last) and _is_flag_half(sign)
        joined = last.endswith(_JOINER) and not sign.isspace()
        if last and (_extends(sign) or pair or joined or last + sign == "\r\n"):
            found[-1] += sign
        else:
            found.append(sign)
    return found
