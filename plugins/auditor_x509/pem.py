"""Certificates within texts in PEM form (RFC 7468)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from auditor_x509 import reading

if TYPE_CHECKING:
    from cryptography.x509 import Certificate as X509

_BLOCK: Final = re.compile(
    rb"-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----(?:(?!-----BEGIN ).)*?"
    rb"-----END (?:X509 |TRUSTED )?CERTIFICATE-----",
    re.DOTALL,
)
_BEGIN: Final = re.compile(rb"-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----")
_OTHER_WORDS: Final = re.compile(rb"(BEGIN|END) (?:X509|TRUSTED) ")


class Block(NamedTuple):
    """A block that says it is a certificate, and where it stands within the text."""

    certificate: X509 | None
    """None when it holds none."""
    start: int
    end: int


class Blocks(NamedTuple):
    """What a text holds. What is not a block of a certificate is left out."""

    found: tuple[Block, ...]
    cut_off: bool
    """Whether a block begins that does not end."""


def blocks(content: bytes) -> Blocks:
    """Read the certificates of a text in their order."""
    found = tuple(
        Block(reading.load_pem(_OTHER_WORDS.sub(rb"\1 ", block[0])), block.start(), block.end())
        for block in _BLOCK.finditer(content)
    )
    return Blocks(found, len(_BEGIN.findall(content)) > len(found))
