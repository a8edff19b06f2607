"""Takes references of container images apart."""

from __future__ import annotations

from typing import NamedTuple

_HUB = "docker.io"
_ITS_NAMES = frozenset(("index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"))


class Image(NamedTuple):
    """The parts of a reference; empty where they are not written."""

    registry: str
    """``docker.io`` where none is written."""
    path: str
    tag: str
    digest: str


def image_of(reference: str) -> Image:
    """Take a reference apart as container runtimes do (distribution reference grammar).

    The first part is a registry when it has a dot or a port, or is ``localhost``.
    """
    name, _, digest = reference.strip().partition("@")
    head, slash, rest = name.partition("/")
    if slash and ("." in head or ":" in head or head == "localhost"):
        registry, path = head.lower(), rest
    else:
        registry, path = _HUB, name
    folder, slash, last = path.rpartition("/")
    last, _, tag = last.partition(":")
    path = f"{folder}{slash}{last}"
    if registry in _ITS_NAMES:
        registry = _HUB
    if registry == _HUB and "/" not in path:
        path = f"library/{path}"
    return Image(registry, path, tag, digest)
