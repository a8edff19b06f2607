"""Paths of a node that pods mount: which are sensitive, and which lead to its runtime."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from auditor.facts import Container, Mount, Unknown, Volume, Workload
from auditor_checks import _data


def sensitive(path: str) -> bool:
    """Say whether a path holds programs, keys, devices or data of its node or of other pods."""
    data = _data.load("host_paths")
    tidy = _tidy(path)
    if tidy in data["whole"]:
        return True
    return _within(tidy, data["sensitive"]) and not _within(tidy, data["public"])


def _within(path: str, directories: Iterable[str]) -> bool:
    return any(path == directory or path.startswith(f"{directory}/") for directory in directories)


def is_socket(path: str) -> bool:
    """Say whether a container runtime takes orders at this path."""
    return posixpath.basename(_tidy(path)) in _data.load("host_paths")["sockets"]


def holds_socket(path: str) -> bool:
    """Say whether a container runtime's socket lies in this directory or below."""
    return _tidy(path) in _data.load("host_paths")["runtime"]


def _tidy(path: str) -> str:
    return posixpath.normpath(f"/{path.strip()}").replace("//", "/")


def mounts_of_host(workload: Workload) -> Iterator[tuple[Container, Mount, Volume]]:
    """Yield every mount of a path of the node; nothing where volumes could not be read."""
    if isinstance(workload.volumes, Unknown) or isinstance(workload.containers, Unknown):
        return
    of_host = {volume.name: volume for volume in workload.volumes if volume.form == "hostPath"}
    for container in workload.containers:
        for mount in container.mounts:
            volume = of_host.get(mount.volume)
            if volume is not None:
                yield container, mount, volume
