"""Encodings: JSON, Base64, URL, CSV and text encodings."""

from __future__ import annotations

import base64
import binascii
import csv
import io
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from auditor_resources.jsontext import as_json, decode, encode
from auditor_resources.model import Json, Partial, Unknown, Value
from auditor_resources.values import Failed, List, merged
from auditor_terraform.functions.registry import function


@function("jsonencode", "d", unknown="own", secret=True)
def json_encode(value: Value) -> Value:
    """Write JSON; unknown leaves keep their place."""
    return encode(value)


@function("jsondecode", "s", unknown="own")
def json_decode(text: Value) -> Value:
    """Read JSON; holes in the text become unknown leaves."""
    if isinstance(text, str):
        return decode(text)
    if isinstance(text, Json | Partial):
        return as_json(text)
    return merged([text])


@function("base64encode", "s", secret=True)
def base64_encode(text: str) -> Value:
    """Write UTF-8 text in Base64."""
    return base64.b64encode(text.encode()).decode()


def decode_base64(text: str) -> bytes:
    """Read standard Base64 with its padding.

    :raises Failed: when it is none.
    """
    try:
        return base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        raise Failed("not Base64") from None


@function("base64decode", "s", secret=True)
def base64_decode(text: str) -> Value:
    """Read Base64 that holds UTF-8 text."""
    try:
        return decode_base64(text).decode()
    except UnicodeDecodeError:
        raise Failed("the content is not UTF-8") from None


@function("base64gzip", "s")
def base64_gzip(text: str) -> Value:
    """Return Unknown: the bytes depend on the compressor."""
    return Unknown("base64gzip is not evaluated")


@function("urlencode", "s", secret=True)
def url_encode(text: str) -> Value:
    """Write text for a query string."""
    return quote_plus(text, safe="").replace("%7E", "~")


@function("urldecode", "s", secret=True)
def url_decode(text: str) -> Value:
    """Read text of a query string."""
    try:
        return unquote_plus(text, errors="strict")
    except UnicodeDecodeError:
        raise Failed("the content is not UTF-8") from None


_CODECS = {"utf-8": "utf-8", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "us-ascii": "ascii"}


def _codec(name: str) -> str | None:
    known = name.lower()
    if known in _CODECS:
        return _CODECS[known]
    if known.startswith(("iso-8859-", "windows-12")):
        return known.replace("windows-", "cp")
    return None


@function("textencodebase64", "ss", secret=True)
def text_encode(text: str, encoding: str) -> Value:
    """Write text in an encoding, in Base64."""
    codec = _codec(encoding)
    if codec is None:
        return Unknown("the text encoding is not supported")
    try:
        return base64.b64encode(text.encode(codec)).decode()
    except (UnicodeEncodeError, LookupError):
        raise Failed("the text cannot be written in this encoding") from None


@function("textdecodebase64", "ss", secret=True)
def text_decode(text: str, encoding: str) -> Value:
    """Read Base64 that holds text in an encoding."""
    codec = _codec(encoding)
    if codec is None:
        return Unknown("the text encoding is not supported")
    try:
        return decode_base64(text).decode(codec)
    except (UnicodeDecodeError, LookupError):
        raise Failed("the content cannot be read in this encoding") from None


@function("csvdecode", "s")
def csv_decode(text: str) -> Value:
    """Read CSV with a header line into a list of objects."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text), strict=True) if row]
    except csv.Error:
        raise Failed("not CSV") from None
    if not rows:
        raise Failed("no header line")
    header, *rest = rows
    if len(set(header)) != len(header) or any(len(row) != len(header) for row in rest):
        raise Failed("the rows do not fit the header")
    found: list[Any] = [dict(zip(header, row, strict=True)) for row in rest]
    return List(found)
