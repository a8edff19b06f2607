"""Transfer servers: file transfer over SSH, TLS or in the clear."""

from __future__ import annotations

import re

from auditor_resources.model import Body
from auditor_resources.translate._aws import inverted
from auditor_resources.translate._base import Answer
from auditor_resources.translate._tables import among, holds, tables, word

_DEFAULT = "TransferSecurityPolicy-2018-11"
"""What the provider takes where no policy is named."""
_SINCE = "2025-03"
"""From this family on policies hold hybrid keys (Transfer user guide, *Security policies*)."""
_POLICY = word("security_policy_name", _DEFAULT)


def _post_quantum(name: str) -> bool:
    dated = re.search(r"\d{4}-\d{2}$", name)
    return "-PQ-" in name or (dated is not None and dated[0] >= _SINCE)


def _quantum(body: Body) -> Answer:
    return _POLICY(body).map(_post_quantum)


def _validated(body: Body) -> Answer:
    return _POLICY(body).map(lambda name: "FIPS" in name)


def _inside(body: Body) -> Answer:
    """A server stands on the internet unless a network is chosen for it; whoever comes still has
    to sign in."""
    return inverted(among("endpoint_type", ("PUBLIC",), True)(body))


def _encrypted(body: Body) -> Answer:
    """SFTP, FTPS and AS2 protect what they carry; FTP does not."""
    return inverted(holds("protocols", "FTP")(body))


tables(
    "aws_transfer_server",
    subject="Transfer server",
    encrypted_in_transit=_encrypted,
    settings={
        "internal_only": _inside,
        "post_quantum": _quantum,
        "validated_cryptography": _validated,
    },
)
