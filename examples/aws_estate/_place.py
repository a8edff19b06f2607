"""Where things are planted, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from auditor_aws.testing import ACCOUNT, Server

SHOP = ACCOUNT
"""The account of the shop, which manages the organisation too."""
PARTNER = "999988887777"
"""An account of somebody else."""
REGIONS = ("us-east-1", "eu-west-1")
NOW = datetime.now(UTC).replace(microsecond=0)


@dataclass
class Ground:
    """The stand-in that is planted.

    ``names`` leads from our names of things (``bucket.exports``) to their addresses: most ids
    are AWS's to choose.
    """

    server: Server
    member: str = ""
    """The other account of the organisation."""
    names: dict[str, str] = field(default_factory=dict)

    def arn(self, service: str, rest: str, region: str = REGIONS[0]) -> str:
        """Return an ARN in the shop's account."""
        return f"arn:aws:{service}:{region}:{SHOP}:{rest}"

    def once(self, service: str, operation: str, key: str, items: list[dict[str, Any]]) -> None:
        """Answer a listing with these items in the shop's first region, and with none elsewhere."""

        def answer(parameters: dict[str, Any], account: str, region: str) -> dict[str, Any]:
            return {key: items if (account, region) == (SHOP, REGIONS[0]) else []}

        self.server.stub(service, operation, answer)
