"""Secrets: the objects, and values that stand where they should not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from auditor.facts import ExposedSecret, Fact, InspectedText, SecretObject, Unknown
from auditor.facts.secrets import Medium
from auditor.redaction import find, names
from auditor_objects.exposures import STORED, applied, shown
from auditor_objects.model import LAST_APPLIED, Node, Object
from auditor_objects.texts import KEYS_OF_API_SERVER, unwrapped
from auditor_objects.translate import Context

_SUBJECTS: Final[dict[Medium, str]] = {
    "environment": "environment",
    "arguments": "command line",
    "configuration": "ConfigMap",
    "annotation": "annotations",
    "manifest": "Secret in a file",
}
_TOLD_WHEN_CLEAN: Final = ("environment", "arguments", "configuration", "manifest")
_PAIR: Final = re.compile(r"(?:- )?[\"']?([\w.\-/]+)[\"']?\s*[:=]\s*[\"']?([^\"']*)[\"']?,?")
"""A line that gives one thing a value."""
_ITEM: Final = re.compile(r"- [\"']?([^\"':=]*)[\"']?,?")
_FORM: Final = re.compile(r"\W*|\[[\w .-]*\]|<[^>]*>")
"""A line that only gives a text its form."""
_OPEN: Final = ("tls.crt", "ca.crt")
"""Keys of a Secret that hold certificates, which are public."""
_LAST_USED: Final = "kubernetes.io/legacy-token-last-used"
_ACCOUNT: Final = "kubernetes.io/service-account.name"
_RENEWED_BY: Final = {
    "cert-manager.io/certificate-name": "cert-manager",
    "reconcile.external-secrets.io/data-hash": "external-secrets",
    "sealedsecrets.bitnami.com/managed": "sealed-secrets",
}
_OWNERS: Final = {
    "Certificate": "cert-manager",
    "CertificateRequest": "cert-manager",
    "ExternalSecret": "external-secrets",
    "SealedSecret": "sealed-secrets",
}


def secret_values(obj: Object) -> Iterator[str]:
    """Yield every value of an object that no output may contain.

    For :meth:`auditor.collecting.Sink.hide`, before anything else is done with the object. Of
    texts of several lines each telling line is yielded, of those in base64 also the encoded
    form. Certificates and common words are left out.
    """
    if obj.kind == "Secret" and not obj.group:
        data, plain = obj.get("data").value, obj.get("stringData").value
        yield from _of_secret({"data": data, "stringData": plain})
        yield from _of_secret(applied(obj))
    found = shown(obj)
    for value in found.passwords:
        yield from _telling(value)
    for item in found.exposures:
        if item.medium != "manifest":
            yield from _telling(item.value)
            if item.value not in item.written:
                yield item.written


def _of_secret(parts: dict[str, Any]) -> Iterator[str]:
    for part, values in parts.items():
        if not isinstance(values, dict):
            continue
        for key, value in values.items():
            if key in _OPEN or isinstance(value, bool) or not isinstance(value, str | int | float):
                continue
            text = str(value)
            if part == "data":
                inner = unwrapped(text)
                if inner != text and not names.ordinary(inner):
                    yield text
                text = inner
            yield from _telling(text)


def _telling(text: str) -> Iterator[str]:
    """Yield a value, or the lines of a text that say more than its form."""
    lines = text.splitlines()
    if len(lines) < 2:
        if not names.ordinary(text):
            yield text.strip()
        return
    for line in map(str.strip, lines):
        pair, item = _PAIR.fullmatch(line), _ITEM.fullmatch(line)
        if pair is not None:
            if _tells(pair[1], pair[2].strip()):
                yield pair[2].strip()
        elif item is not None:
            if _tells("", item[1].strip()):
                yield item[1].strip()
        elif not _FORM.fullmatch(line):
            yield line
    for hit in find(text):
        yield hit.value


def _tells(name: str, value: str) -> bool:
    if names.meaning(name):
        return not names.refers(value) and not names.ordinary(value)
    return names.plausible(value, STORED) and not value.isalpha()


def _inspected(obj: Object, context: Context) -> Iterator[Fact]:
    found = shown(obj)
    by_medium: dict[Medium, list[ExposedSecret]] = {
        medium: [] for medium in found.media if medium in _TOLD_WHEN_CLEAN
    }
    for item in found.exposures:
        by_medium.setdefault(item.medium, []).append(
            ExposedSecret(
                kind=item.kind,
                at=item.at,
                marker=context.marker(item.value),
                place=item.place,
            )
        )
    for medium, exposed in by_medium.items():
        yield InspectedText(
            origin=obj.origin(),
            subject=obj.kind if obj.kind in KEYS_OF_API_SERVER else _SUBJECTS[medium],
            part=medium,
            medium=medium,
            exposed=tuple(exposed),
            places={item.at: item.place for item in exposed if item.place is not None},
        )


def _of_object(obj: Object, context: Context) -> Iterator[Fact]:
    yield from _unread(obj)
    if obj.kind == "Secret":
        yield _secret(obj)


def _unread(obj: Object) -> Iterator[Fact]:
    """Yield a fact for data that is filled in as a whole, so that nothing can be searched."""
    media: dict[str, tuple[Medium, tuple[str, ...]]] = {
        "ConfigMap": ("configuration", ("data", "binaryData")),
        "Secret": ("manifest", ("data", "stringData")),
    }
    medium, fields = media[obj.kind]
    for field in fields:
        node = obj.get(field)
        if node and not isinstance(node.value, dict):
            yield InspectedText(
                origin=obj.origin(),
                subject=_SUBJECTS[medium],
                part=f"{medium} {field}",
                medium=medium,
                unread=node.wrong("a mapping"),
                places={"unread": node.place} if node.place else {},
            )


def _secret(obj: Object) -> SecretObject:
    written = obj.get("type").text()
    kind: str | Unknown = "Opaque" if written is None or written == "" else written
    labels = obj.metadata.get("labels")
    last_used = labels.get(_LAST_USED).known()
    return obj.fact(
        SecretObject,
        type=kind,
        last_used=_day(last_used),
        service_account=obj.annotations.get(_ACCOUNT).known(),
        immutable=_known_flag(obj.get("immutable")),
        last_changed=_last_changed(obj),
        in_annotation=_in_annotation(obj),
        managed=_renewed_by(obj, kind),
        places=_annotation_place(obj),
    )


def _in_annotation(obj: Object) -> bool | Unknown:
    node = obj.annotations.get(LAST_APPLIED)
    if node.value == "":
        return Unknown("the last-applied annotation was not read")
    return any(applied(obj).values())


def _annotation_place(obj: Object) -> dict[str, Any]:
    place = obj.annotations.get(LAST_APPLIED).place
    return {"in_annotation": place} if place else {}


def _known_flag(node: Node) -> bool | None:
    value = node.flag()
    return value if isinstance(value, bool) else None


def _day(text: str) -> datetime | None:
    """Read a date (``2026-03-01``), as the labels of tokens have it."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        return datetime.fromisoformat(f"{text}T00:00:00+00:00")
    except ValueError:
        return None


def _last_changed(obj: Object) -> datetime | None:
    entries = obj.metadata.get("managedFields").items()
    times = [entry.get("time").moment() for entry in entries]
    return max((time for time in times if time is not None), default=None)


def _renewed_by(obj: Object, kind: str | Unknown) -> str:
    if kind == "helm.sh/release.v1":
        return "helm"
    for key, _ in obj.annotations.entries():
        if key in _RENEWED_BY:
            return _RENEWED_BY[key]
    for owner in obj.metadata.get("ownerReferences").items():
        found = _OWNERS.get(owner.get("kind").known())
        if found:
            return found
    return ""


TRANSLATORS = {"*": _inspected, "/ConfigMap": _of_object, "/Secret": _of_object}
