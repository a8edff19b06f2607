"""The containers of a pod as nodes, for whoever reads few of their fields."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_objects.model import Node
from auditor_objects.pods import Pod

_LISTINGS = ("containers", "initContainers", "ephemeralContainers")


def containers_of(pod: Pod) -> Iterator[tuple[str, Node]]:
    """Yield every container with the name that verdicts give it: ``containers[web]``."""
    for listing in _LISTINGS:
        for node in pod.spec.get(listing).items():
            name = node.get("name").known()
            yield f"{listing}[{name or node.key.strip('[]')}]", node
