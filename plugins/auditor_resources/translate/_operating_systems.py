"""Operating systems and their versions, out of the names that clouds give machine images."""

from __future__ import annotations

import re

_SHAPES: tuple[tuple[str, str, str], ...] = (
    (r"ubuntu(?:-os-cloud/ubuntu)?-(?:minimal-|pro-)*(\d\d)(\d\d)\b", "ubuntu", "{0}.{1}"),
    (r"debian-(\d+)\b", "debian", "{0}"),
    (r"centos-(\d+)\b", "centos", "{0}"),
    (r"rhel-(\d+)\b", "rhel", "{0}"),
    (r"rocky-linux-(\d+)\b", "rocky-linux", "{0}"),
    (r"almalinux-(\d+)\b", "almalinux", "{0}"),
    (r"windows-server-2012-r2\b", "windows-server", "2012-r2"),
    (r"windows-server-(\d{4})\b", "windows-server", "{0}"),
)
_FROM_GOOGLE = tuple((re.compile(shape), product, form) for shape, product, form in _SHAPES)

_PUBLISHERS: dict[str, tuple[str, str, str]] = {
    "canonical": ("ubuntu", r"(?:^|[^\d])(\d\d)[._](\d\d)", "{0}.{1}"),
    "credativ": ("debian", r"^(?:debian-)?(\d+)", "{0}"),
    "debian": ("debian", r"^(?:debian-)?(\d+)", "{0}"),
    "microsoftwindowsserver": ("windows-server", r"^(2012-r2|\d{4})", "{0}"),
    "openlogic": ("centos", r"^(\d+)", "{0}"),
    "redhat": ("rhel", r"^(?:rhel-?)?(\d+)", "{0}"),
}
"""By publisher in the Azure marketplace: product, and where the SKU writes the version."""


def from_google(image: str) -> tuple[str, str] | None:
    """Return product and version of an image or family: ``debian-cloud/debian-11``."""
    for shape, product, form in _FROM_GOOGLE:
        found = shape.search(image.lower())
        if found is not None:
            return product, form.format(*found.groups())
    return None


def from_azure(publisher: str, offer: str, sku: str) -> tuple[str, str] | None:
    """Return product and version of a marketplace image."""
    known = _PUBLISHERS.get(publisher.lower())
    if known is None:
        return None
    product, shape, form = known
    for text in (sku.lower(), offer.lower().removeprefix("0001-com-")):
        found = re.search(shape, text)
        if found is not None:
            return product, form.format(*found.groups())
    return None
