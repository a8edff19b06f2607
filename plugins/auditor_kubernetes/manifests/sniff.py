"""Telling manifests from other files before they are parsed."""

from __future__ import annotations

import codecs
import re

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_KEYS = tuple(
    re.compile(rb"(?:^(?:---[ \t]+)?|[{,]\s*)[\"']?%b[\"']?[ \t]*:" % key, re.MULTILINE)
    for key in (b"kind", b"apiVersion")
)

_ITEM = re.compile(rb"^-[ \t]+[\"']?(?:kind|apiVersion)[\"']?[ \t]*:", re.MULTILINE)
"""How an object begins that is an element of an array, not of a key's list."""
_ITS_KEYS = tuple(
    re.compile(rb"^(?:-[ \t]+|[ \t]+)[\"']?%b[\"']?[ \t]*:" % key, re.MULTILINE)
    for key in (b"kind", b"apiVersion")
)


def normal(content: bytes) -> bytes:
    """Return text as UTF-8 without a byte order mark. What is no UTF-16 after all becomes what is
    no UTF-8 either, but still shows whether it may hold objects."""
    if content.startswith(_UTF16):
        try:
            return content.decode("utf-16").encode()
        except UnicodeDecodeError:
            return content.decode("utf-16", "ignore").encode() + b"\xff"
    return content.removeprefix(codecs.BOM_UTF8)


def is_manifest(content: bytes) -> bool:
    """Say whether text (see :func:`normal`) may hold objects: it names kind and apiVersion where
    a document's own keys stand, or those of an array's elements. Reports, plans and values that
    speak of manifests do not."""
    return bool(
        b"apiVersion" in content
        and b"kind" in content
        and (
            all(key.search(content) for key in _KEYS)
            or (_ITEM.search(content) and all(key.search(content) for key in _ITS_KEYS))
        )
    )


def is_template(content: bytes) -> bool:
    """Say whether text has actions of Go templates."""
    return b"{{" in content
