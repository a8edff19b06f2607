"""Secrets that are written into the configuration, by the medium through which they leak."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from auditor.facts import ExposedSecret, InspectedText, Unknown
from auditor.facts.secrets import Medium
from auditor.redaction import Hit, decoded, find, names
from auditor_resources.model import Body, Estate, Place, Resource
from auditor_resources.translate._base import Context, unknown
from auditor_resources.translate._leaves import Leaf, leaves

_SUBJECTS: Final[dict[Medium, str]] = {
    "user-data": "user data",
    "environment": "environment",
    "provider": "provider configuration",
    "code": "configuration",
}
_STORES: Final = {
    ("aws_secretsmanager_secret_version", "secret_string"),
    ("aws_secretsmanager_secret_version", "secret_binary"),
    ("azurerm_key_vault_secret", "value"),
    ("github_actions_secret", "plaintext_value"),
    ("google_secret_manager_secret_version", "secret_data"),
}
"""Attributes that hold a secret though their names may not say so."""
_STORED: Final = "stored secret"
"""The kind of what such an attribute holds."""
_WRITTEN: Final = re.compile(r"\bvar\.|known after apply|^sensitive$|is not declared$")
"""Reasons for which an unresolved value is no literal of this configuration."""
_WHOLE: Final = r"(?:default|value)(?:\[[0-9]+\])*"
"""Paths to the value of a variable or output, and to the elements of a list."""
_ENCODED: Final = re.compile(r"base64|b64|certificate|content", re.IGNORECASE)
"""Names of attributes whose text may be another text in base64."""
_BATCH: Final = 20_000
"""Characters that are searched at once."""


class _Exposure(NamedTuple):
    leaf: Leaf
    kind: str
    value: str
    offset: int


class _Inspected(NamedTuple):
    resource: Resource
    texts: list[Leaf]
    kinds: list[str]
    """What kind of secret each text is by its name."""
    exposures: list[_Exposure]


class SecretSearch:
    """The texts of an estate, searched once: for what to tell, and for what to hide."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._inspected = list(_inspected(estate))

    def facts(self, context: Context, marker: Callable[[str], str]) -> Iterator[InspectedText]:
        """Yield one fact for each medium that a resource has text in, clean or not.

        Resources without attributes that mean secrets, and whose text shows none, have no fact
        for ``code``; a secret in code is told where it is written, not where it is handed on.
        ``marker`` recognises a value again without keeping it.
        """
        elsewhere = _told_elsewhere(self._inspected, self._estate)
        for resource, texts, kinds, exposures in self._inspected:
            media = {leaf.medium for leaf in texts} | {item.leaf.medium for item in exposures}
            for medium in _SUBJECTS:
                if medium not in media and medium != "provider":
                    continue
                found = [
                    item
                    for item in exposures
                    if item.leaf.medium == medium and id(item) not in elsewhere
                ]
                exposed = tuple(_exposed(item, marker) for item in found)
                if found or _worth_telling(resource, texts, kinds, medium):
                    yield InspectedText(
                        origin=context.origin(resource),
                        subject=_subject(resource, medium),
                        part=medium,
                        medium=medium,
                        exposed=exposed,
                        places={item.at: item.place for item in exposed if item.place is not None},
                        unread=_unread(resource, texts, medium),
                    )

    def sensitive(self) -> Iterator[str]:
        """Yield every string of the configuration that no output may contain.

        These are all exposed secrets, and whatever else is written as a password or into a
        store of secrets, even where it is taken for a placeholder; common words apart.
        """
        for _, texts, kinds, exposures in self._inspected:
            values = [item.value for item in exposures]
            values += (
                leaf.text
                for leaf, kind in zip(texts, kinds, strict=True)
                if kind in ("password", _STORED) and not names.refers(leaf.text)
            )
            yield from (value for value in values if not names.ordinary(value))


def _told_elsewhere(inspected: list[_Inspected], estate: Estate) -> set[int]:
    """Return the identities of the exposures in code that repeat another one.

    A password in a default is handed down through arguments and local values; it is told once,
    where it is written, or where it is met first (a local value rather than a resource) when
    it stands in another file.
    """
    by_value: dict[str, list[_Exposure]] = {}
    for item in sorted(inspected, key=lambda item: item.resource.mode != "locals"):
        for exposure in item.exposures:
            if exposure.leaf.medium == "code":
                by_value.setdefault(exposure.value, []).append(exposure)
    repeated: set[int] = set()
    for value, exposures in by_value.items():
        if len(exposures) == 1:
            continue
        written = {
            exposure.leaf.place: exposure
            for exposure in reversed(exposures)
            if _stands_at(value, exposure.leaf.place, estate)
        }
        told = {id(exposure) for exposure in written.values()} or {id(exposures[0])}
        repeated |= {id(exposure) for exposure in exposures} - told
    return repeated


def _stands_at(value: str, place: Place, estate: Estate) -> bool:
    lines = estate.sources.get(place.file, b"").decode("utf-8", "replace").split("\n")
    return value in "\n".join(lines[place.line - 1 : place.end_line])


def _inspected(estate: Estate) -> Iterator[_Inspected]:
    """Search an estate in batches: one search of much text costs less than many of little."""
    batch: list[tuple[Resource, list[Leaf]]] = []
    size = 0
    for resource in _searched(estate):
        texts = leaves(resource)
        batch.append((resource, texts))
        size += sum(len(leaf.text) for leaf in texts)
        if size > _BATCH:
            yield from _of_batch(batch)
            batch, size = [], 0
    yield from _of_batch(batch)


def _of_batch(batch: list[tuple[Resource, list[Leaf]]]) -> Iterator[_Inspected]:
    suspicious = _suspicious(leaf for _, texts in batch for leaf in texts)
    for resource, texts in batch:
        kinds = [_meaning(resource, leaf) for leaf in texts]
        found = _exposures(resource, texts, kinds, suspicious and _suspicious(texts))
        yield _Inspected(resource, texts, kinds, list(found))


def _suspicious(texts: Iterable[Leaf]) -> bool:
    """Tell whether any of these texts may show a secret."""
    return bool(find("\n\0\n".join(leaf.text for leaf in texts)))


def _searched(estate: Estate) -> Iterator[Resource]:
    """Yield what is searched; every local value is a thing of its own."""
    yield from estate.resources
    for declared in estate.variables:
        if declared.mode != "locals":
            yield declared
            continue
        prefix = f"{declared.module}." if declared.module else ""
        for name, value in declared.body.attributes.items():
            place = declared.body.places.get(name, declared.body.place)
            body = Body(place, {name: value}, {name: place})
            address = f"{prefix}local.{name}"
            yield dataclasses.replace(declared, name=name, address=address, body=body)


def _meaning(resource: Resource, leaf: Leaf) -> str:
    """Return what kind of secret the text is by its name; empty when it is none."""
    name = leaf.name
    if (resource.type, name) in _STORES:
        return _STORED
    if resource.type == "aws_ssm_parameter" and name == "value":
        return _STORED if resource.body.get("type") == "SecureString" else ""
    if resource.type == "kubernetes_secret" and leaf.path.startswith(("data.", "data[")):
        return names.meaning(name) or (_STORED if names.plausible(leaf.text, _STORED) else "")
    if resource.mode in ("variable", "output") and re.fullmatch(_WHOLE, leaf.path):
        name = resource.name
    elif resource.mode == "variable" and not leaf.path.startswith("default"):
        return ""
    return names.meaning(name)


def _exposures(
    resource: Resource, texts: list[Leaf], kinds: list[str], suspicious: bool
) -> Iterator[_Exposure]:
    for leaf, kind in zip(texts, kinds, strict=True):
        if not leaf.text:
            continue
        hits = find(leaf.text) if suspicious else []
        found = [_Exposure(leaf, hit.kind, hit.value, hit.start) for hit in hits]
        if leaf.medium == "user-data" or _may_be_encoded(leaf.name):
            found += _inside(leaf, {hit.value for hit in hits})
        if not found and kind and _literal(resource, leaf, kind):
            found.append(_Exposure(leaf, kind, leaf.text, 0))
        yield from found


@lru_cache(maxsize=1024)
def _may_be_encoded(name: str) -> bool:
    return _ENCODED.search(name) is not None


def _inside(leaf: Leaf, seen: set[str]) -> Iterator[_Exposure]:
    """Yield the secrets in what the text says once decoded."""
    for _, text in decoded(leaf.text):
        for hit in _fresh(find(text), seen):
            yield _Exposure(leaf, hit.kind, hit.value, 0)


def _fresh(hits: list[Hit], seen: set[str]) -> Iterator[Hit]:
    for hit in hits:
        if hit.value not in seen:
            seen.add(hit.value)
            yield hit


def _literal(resource: Resource, leaf: Leaf, kind: str) -> bool:
    """Tell whether the text under a name that means a secret is the secret itself.

    What is deployed as it is, a password of a resource or the content of a secret store,
    counts in any shape: ``changeme`` is the password of a database whose argument says so.
    """
    if resource.mode == "managed" and leaf.medium == "code":
        if names.refers(leaf.text):
            return False
        if kind == "password":
            return True
        if kind == _STORED:
            return not names.stands_in(leaf.text)
    if leaf.medium == "environment" and kind == "password" and re.search(r"\s", leaf.text):
        return not names.refers(leaf.text)
    return names.plausible(leaf.text, kind)


def _worth_telling(resource: Resource, texts: list[Leaf], kinds: list[str], medium: Medium) -> bool:
    if medium == "provider":
        return resource.mode == "provider"
    if resource.mode == "module":
        return False
    own = [kind for leaf, kind in zip(texts, kinds, strict=True) if leaf.medium == medium]
    return bool(own) if medium != "code" else any(own)


def _unread(resource: Resource, texts: list[Leaf], medium: Medium) -> Unknown | None:
    """Return why some text of the medium could not be searched.

    A value that comes from another resource, from a variable without value or from the
    provider is no literal here, so that nothing is missed.
    """
    for leaf in texts:
        hole = leaf.hole
        if hole is None or leaf.medium != medium or hole.refs or _WRITTEN.search(hole.reason):
            continue
        if medium == "user-data" or leaf.whole or _meaning(resource, leaf):
            return unknown(hole)
    return None


def _exposed(exposure: _Exposure, marker: Callable[[str], str]) -> ExposedSecret:
    leaf = exposure.leaf
    return ExposedSecret(
        kind=exposure.kind,
        at=leaf.path,
        marker=marker(exposure.value),
        place=leaf.place_at(exposure.offset),
    )


def _subject(resource: Resource, medium: Medium) -> str:
    if resource.mode == "locals":
        return "local value"
    if resource.mode in ("variable", "output"):
        return "default of the variable" if resource.mode == "variable" else "output"
    return _SUBJECTS[medium]
