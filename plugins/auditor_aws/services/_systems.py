"""Operating systems, as the agents of Systems Manager report them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

_KNOWN = {
    "almalinux": ("almalinux", "AlmaLinux{version}"),
    "amazon linux": ("amazon-linux", "AmazonLinux{version}"),
    "amazon linux ami": ("amazon-linux", "AmazonLinux{version}"),
    "centos linux": ("centos", "CentOS{version}"),
    "centos stream": ("centos-stream", "CentOS{version}"),
    "debian gnu/linux": ("debian", "Debian{major}"),
    "oracle linux server": ("oracle-linux", "OracleLinux{version}"),
    "red hat enterprise linux": ("rhel", "RedhatEnterpriseLinux{version}"),
    "red hat enterprise linux server": ("rhel", "RedhatEnterpriseLinux{version}"),
    "rocky linux": ("rocky-linux", "RockyLinux{version}"),
    "sles": ("sles", "Suse{version}"),
    "ubuntu": ("ubuntu", "Ubuntu{version}"),
}
"""By the agent's name of a system: slug of the lifecycle data, and Patch Manager's name
(``describe-patch-properties``)."""
_WINDOWS = re.compile(r"windows server (\d{4})( r2)?", re.IGNORECASE)


class System(Struct, frozen=True):
    """An operating system; ``product`` is a slug of the lifecycle data, empty for none."""

    name: str
    product: str
    version: str
    patched_as: str | None
    """Patch Manager's name of a Linux; empty for Windows, None where nobody knows."""


def system_of(agent: Mapping[str, Any]) -> System | None:
    """Return the system that an agent runs on; None when it does not say."""
    called, version = agent.get("PlatformName", ""), agent.get("PlatformVersion", "")
    if not called:
        return None
    name = f"{called} {version}".rstrip()
    if agent.get("PlatformType") == "Windows":
        found = _WINDOWS.search(called)
        if found is None:
            return System(name, "", version, "")
        return System(name, "windows-server", f"{found[1]}{'-r2' if found[2] else ''}", "")
    known = _KNOWN.get(called.lower())
    if known is None or not version:
        return System(name, "", version, None)
    product, template = known
    patched_as = template.format(version=version, major=version.partition(".")[0])
    return System(name, product, version, patched_as)
