"""The networks that AWS gives every region unasked, as long as nothing stands in them."""

from __future__ import annotations

from typing import Any

from auditor_resources.model import Unknown


class IdleDefaults:
    """Default VPCs without a network interface. Whatever runs in a VPC has one."""

    def __init__(self, vpcs: list[Any] | Unknown, interfaces: list[Any] | Unknown) -> None:
        self._vpcs, self._interfaces = vpcs, interfaces
        if not isinstance(vpcs, Unknown):
            self._defaults = {vpc["VpcId"] for vpc in vpcs if vpc.get("IsDefault")}
        if not isinstance(interfaces, Unknown):
            self._lived_in = {item.get("VpcId") for item in interfaces}

    def holds(self, vpc: str | None) -> bool | Unknown:
        """Say whether a VPC is one of them."""
        if isinstance(self._vpcs, Unknown):
            return self._vpcs
        if vpc not in self._defaults:
            return False
        if isinstance(self._interfaces, Unknown):
            return self._interfaces
        return vpc not in self._lived_in

    def unless(self, vpc: str | None, value: Any) -> Any:
        """Return a value about a VPC that is not one of them; Unknown where it may be one."""
        found = self.holds(vpc)
        return found if isinstance(found, Unknown) else value
