"""What every fact carries: where it comes from and where it is written."""

from __future__ import annotations

from msgspec import Struct


class Unknown(Struct, frozen=True, gc=False):
    """An answer that could not be had; ``reason`` says why, for people to read.

    For example ``var.kms_key has no value`` or ``denied: kms:DescribeKey``. It is
    never a stand-in for a default.
    """

    reason: str


class Place(Struct, frozen=True, array_like=True, gc=False):
    """Lines of one file, 1-based and inclusive; ``file`` is relative to the run's base."""

    file: str
    line: int
    end_line: int


class Origin(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The thing a fact is about, shared by all facts that were read from it.

    ``address`` is stable and unique within ``scope``: a Terraform address within a
    root module, an ARN within an account, ``host:port`` within the network.
    """

    provider: str
    """``aws``, ``google``, ``azurerm``, ``kubernetes``, ``tls``, ``file`` …"""
    scope: str
    address: str
    kind: str
    """The provider's own word for the type: ``aws_ebs_volume``, ``certificate``."""
    place: Place | None = None
    calls: tuple[Place, ...] = ()
    """Module calls that lead to ``place``, outermost first."""
    evidence: str = ""
    """SHA-256 (hex) of the redacted evidence the fact was read from."""
    unchanged: bool = False
    """True when a plan document leaves this thing as it is."""


class Fact(
    Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False, tag_field="fact", tag=True
):
    """A typed statement about one thing, in the words of the domain.

    A field is ``None`` when the question does not arise for this thing, and
    :class:`Unknown` when it arises but could not be answered. ``part`` tells apart
    several facts of one kind about one thing (``root_block_device[0]``). ``places``
    says where a field's answer is written, by field name. A fact is no part of a circle, and
    the search for garbage passes it over.
    """

    origin: Origin
    subject: str
    """A noun for people: ``EBS volume``."""
    part: str = ""
    places: dict[str, Place] = {}
