"""The image of a container, as far as a manifest says it."""

from __future__ import annotations

from auditor.facts import Unknown
from auditor_objects.model import Node

_BUILT = "ko://"
"""What *ko* replaces by the image that it builds (https://ko.build/features/k8s/)."""


def image_of(container: Node) -> str | Unknown | None:
    """Return the reference of an image; an Unknown where something else fills it in, as triggers
    of OpenShift do with blank ones."""
    node = container.get("image")
    text = node.text()
    if not isinstance(text, str):
        return text
    if text.startswith(_BUILT):
        return Unknown(f"{node.path} is built and filled in by ko")
    return text if text.strip() else Unknown(f"{node.path} is blank, to be filled in")
