"""The lowest protocol version behind AWS's names for sets of protocols and ciphers."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from auditor.facts import Unknown
from auditor_terraform.translate._base import Answer


class _Policies(msgspec.Struct, frozen=True):
    as_of: str
    load_balancer: dict[str, str]
    cloudfront: dict[str, str]
    api_gateway: dict[str, str]


@cache
def _policies() -> _Policies:
    content = files("auditor_terraform").joinpath("data", "aws_tls_policies.json").read_bytes()
    return msgspec.json.decode(content, type=_Policies)


def minimum_version(service: str, policy: Answer) -> Answer:
    """Return the version for ``TlsListener.minimum_version``; None and Unknown stay.

    ``service`` is ``load_balancer``, ``cloudfront`` or ``api_gateway``.
    """
    return policy.map(lambda name: _version(service, name))


def _version(service: str, name: str) -> str | Unknown:
    table: dict[str, str] = getattr(_policies(), service)
    exact = table.get(name)
    if exact is not None:
        return exact
    fitting = [key for key in table if key.endswith("*") and name.startswith(key[:-1])]
    if fitting:
        return table[max(fitting, key=len)]
    return Unknown(f"no protocol version is on record for policy {name} ({_policies().as_of})")
