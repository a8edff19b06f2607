"""What a service module declares: the calls it makes, where, and the parts it reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeAlias

from msgspec import Struct

from auditor.facts import Fact
from auditor_aws.api import Api
from auditor_resources.model import Resource

Part: TypeAlias = Callable[[Api], Iterator[Resource | Fact]]
"""Reads things that are judged together; what one part is refused does not cost the others."""


class Reach(Enum):
    """Where a service is asked."""

    REGIONAL = "regional"
    GLOBAL = "global"


class Service(Struct, frozen=True, kw_only=True):
    """A unit of collection.

    ``operations`` are all calls that the parts may make, as the SDK names them:
    ``ec2:DescribeVolumes``, ``elbv2:DescribeListeners``.
    """

    name: str
    reach: Reach
    operations: tuple[str, ...]
    parts: tuple[Part, ...]
    always: bool = False
    """Whether it is asked in every region, also where an inventory lists nothing of it."""

    @property
    def api(self) -> str:
        """The SDK's name of the API that most of its operations belong to."""
        names = Counter(operation.partition(":")[0] for operation in self.operations)
        return names.most_common(1)[0][0]


@cache
def services() -> dict[str, Service]:
    """Return every service by name: the modules of :mod:`auditor_aws.services`."""
    from auditor_aws import services as package

    found = {}
    for module in iter_modules(package.__path__):
        if not module.name.startswith("_"):
            service: Service = import_module(f"{package.__name__}.{module.name}").SERVICE
            found[service.name] = service
    return dict(sorted(found.items()))
