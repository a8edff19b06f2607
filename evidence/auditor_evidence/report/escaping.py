"""Making text from outside harmless, each function for one place it is shown in."""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Control characters, invisible and direction-changing ones, lone surrogates."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_LIST_MARK = re.compile(r"^[-+=\d]")
_MARKUP = re.compile(r"[\\`*_\[\]<>|&~$#!]")


def visible(text: str, keep: str = "") -> str:
    """Write control, invisible and direction-changing characters as ``\\x1b`` or ``\\u202e``.

    :param keep: characters of these to leave as they are.
    """

    def name(match: re.Match[str]) -> str:
        character = match.group()
        if character in keep:
            return character
        code = ord(character)
        if code < 0x100:
            return f"\\x{code:02x}"
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

    return _HIDDEN.sub(name, text)


def prose(text: str) -> str:
    """Return a sentence on one line: runs of white space become one space."""
    return visible(" ".join(text.split()))


def xml_text(text: str) -> str:
    """Escape for an XML 1.0 element or quoted attribute; forbidden characters are spelt out."""
    from html import escape

    return escape(visible(text, keep="\t\n")).replace("\n", "&#10;").replace("\t", "&#9;")


def formula_guard(text: str) -> str:
    """Return a spreadsheet cell that no program takes for a formula."""
    shown = visible(text, keep="\t\r\n")
    return "'" + shown if shown.startswith(_FORMULA) else shown


def markdown_code(text: str) -> str:
    """Return text as inline code that also holds within a table."""
    shown = visible(text)
    if not shown.strip():
        return ""
    if "`" in shown or "|" in shown:
        return f"<code>{_MARKUP.sub(_entity, shown)}</code>"
    return f"`{shown}`"


def markdown_prose(text: str) -> str:
    """Return a sentence without markup, mentions or references to issues."""
    entities = _LIST_MARK.sub(_entity, _MARKUP.sub(_entity, prose(text)))
    return entities.replace("@", "@<!-- -->").replace("://", ":&#47;/")


def html_code(text: str) -> str:
    """Return text as an HTML code element, for places where Markdown is not read."""
    from html import escape

    return f"<code>{escape(visible(text))}</code>"


def workflow_data(text: str) -> str:
    """Escape the message of a GitHub workflow command."""
    flat = visible(text, keep="\r\n\t")
    return flat.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """Escape a property (``file``, ``title``) of a GitHub workflow command."""
    return workflow_data(text).replace(":", "%3A").replace(",", "%2C")


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match.group())};"
