"""Names within references of container images."""

from __future__ import annotations


def names(image: str | None) -> tuple[str, ...]:
    """Return the parts of a reference's name, without tag and digest, in lower case.

    ``gcr.io/kubernetes-helm/tiller:v2.17.0`` gives ``gcr.io``, ``kubernetes-helm``, ``tiller``;
    never empty.
    """
    name = (image or "").strip().lower().partition("@")[0]
    *above, last = name.split("/")
    return (*above, last.partition(":")[0])
