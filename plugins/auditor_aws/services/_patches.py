"""Patches that hosts lack, with the days on which their vendors released them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from auditor.facts import MissingPatch
from auditor_aws.api import Api
from auditor_aws.services._systems import system_of
from auditor_aws.shapes import Item, dig
from auditor_resources.model import Unknown

_AT_ONCE = 20
"""Names of patches asked for in one call."""
_SEVERITIES = {
    "critical": "critical",
    "important": "high",
    "high": "high",
    "moderate": "medium",
    "medium": "medium",
    "low": "low",
}
"""Severities of Microsoft, Red Hat, Amazon and Canonical in our words."""
_RANKED_BY_PLACE = ("Debian", "Ubuntu")
_PLACES = frozenset({"required", "important", "standard", "optional", "extra"})
"""Priorities of a package within Debian and Ubuntu, which say nothing about its flaws (*Debian
Policy Manual*, section 2.5)."""


class _Wanted(Struct, frozen=True):
    """A patch to be dated: the system it is for (empty: Windows), its name and its title."""

    product: str
    name: str
    title: str


def missing_patches(
    api: Api,
    machines: Iterable[Item],
    agents: Mapping[str, Item] | Unknown,
    summaries: Mapping[str, Item] | Unknown,
) -> dict[str, tuple[MissingPatch, ...] | Unknown]:
    """Return what each machine lacks that is not compliant. Compliant ones are not asked."""
    if isinstance(summaries, Unknown):
        return {}
    lacking = [
        item
        for item in machines
        if dig(summaries.get(item["InstanceId"]), "Status") not in (None, "COMPLIANT")
    ]

    def read(item: Item) -> Iterator[tuple[str, list[dict[str, Any]] | Unknown]]:
        yield item["InstanceId"], _missing(api, item, summaries[item["InstanceId"]])

    found = dict(api.each(lacking, read))
    systems = {} if isinstance(agents, Unknown) else agents
    products = {name: _product(systems.get(name)) for name in found}
    wanted = {
        _wanted(patch, product)
        for name, product in products.items()
        if product is not None
        for patch in _told(found[name])
    }
    released = _released(api, wanted)
    return {
        name: patches
        if isinstance(patches, Unknown)
        else tuple(
            _patch(patch, products[name] or "", released.get(_wanted(patch, products[name] or "")))
            for patch in patches
        )
        for name, patches in found.items()
    }


def _told(patches: list[dict[str, Any]] | Unknown) -> list[dict[str, Any]]:
    return [] if isinstance(patches, Unknown) else patches


def _missing(api: Api, item: Item, summary: Item) -> list[dict[str, Any]] | Unknown:
    """Return the patches that are missing and, where these are fewer than the patch service
    counts, those that failed to install."""
    found = _in_state(api, item, "Missing")
    counted = dig(summary, "NonCompliantSummary", "NonCompliantCount")
    if isinstance(found, Unknown) or counted is None or len(found) >= counted:
        return found
    failed = _in_state(api, item, "Failed")
    return failed if isinstance(failed, Unknown) else found + failed


def _in_state(api: Api, item: Item, state: str) -> list[dict[str, Any]] | Unknown:
    return api.listed(
        "ssm",
        "describe_instance_patches",
        "Patches",
        item=item,
        InstanceId=item["InstanceId"],
        Filters=[{"Key": "State", "Values": [state]}],
        MaxResults=100,
    )


def _product(agent: Item | None) -> str | None:
    system = None if agent is None else system_of(agent)
    return None if system is None else system.patched_as


def _wanted(patch: Mapping[str, Any], product: str) -> _Wanted:
    name = patch["KBId"]
    return _Wanted(product, name, patch["Title"] if product else name)


def _patch(patch: Mapping[str, Any], product: str, released: datetime | None) -> MissingPatch:
    name, title = patch["KBId"], patch["Title"]
    severity = patch["Severity"].lower()
    if product.startswith(_RANKED_BY_PLACE) and severity in _PLACES:
        severity = ""
    return MissingPatch(
        id=title if title.startswith(name) else name,
        severity=_SEVERITIES.get(severity, ""),
        released=released,
    )


def _released(api: Api, wanted: Iterable[_Wanted]) -> dict[_Wanted, datetime]:
    """Return the days of release that Patch Manager knows; what it refuses stays undated."""
    found: dict[_Wanted, datetime] = {}
    by_product: dict[str, list[_Wanted]] = {}
    for patch in sorted(wanted, key=lambda patch: (patch.product, patch.name)):
        by_product.setdefault(patch.product, []).append(patch)
    for product, patches in by_product.items():
        names = sorted({_searched(patch) for patch in patches})
        dates: dict[str, datetime] = {}
        for start in range(0, len(names), _AT_ONCE):
            dates |= _dates(api, product, names[start : start + _AT_ONCE])
        for patch in patches:
            date = dates.get(patch.title)
            if date is not None:
                found[patch] = date
    return found


def _searched(patch: _Wanted) -> str:
    """Return the name to look for: ``KB5034441``, or of ``openssl.x86_64`` without the
    architecture (of ``openssl:amd64`` too)."""
    if not patch.product:
        return patch.name
    if ":" in patch.name:
        return patch.name.partition(":")[0]
    return patch.name.rpartition(".")[0] or patch.name


def _dates(api: Api, product: str, names: list[str]) -> dict[str, datetime]:
    filters = [{"Key": "NAME" if product else "PATCH_ID", "Values": names}]
    if product:
        filters.insert(0, {"Key": "PRODUCT", "Values": [product]})
    answer = api.listed(
        "ssm", "describe_available_patches", "Patches", Filters=filters, MaxResults=100
    )
    if isinstance(answer, Unknown):
        return {}
    return {
        _title(patch): patch["ReleaseDate"].astimezone(UTC)
        for patch in answer
        if patch.get("ReleaseDate")
    }


def _title(patch: Mapping[str, Any]) -> str:
    """Return a patch as hosts report it: ``KB5034441``, ``openssl.x86_64:1:3.0.7-25.el9``."""
    if patch.get("KbNumber"):
        return str(patch["KbNumber"])
    version = "-".join(patch[key] for key in ("Version", "Release") if patch.get(key))
    return f"{patch.get('Name')}.{patch.get('Arch')}:{patch.get('Epoch') or 0}:{version}"
