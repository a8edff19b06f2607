"""From documents to the objects in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from auditor_kubernetes.manifests.parameters import Parameters, is_template
from auditor_kubernetes.manifests.reading import Document
from auditor_objects.chart_tests import CHART_TEST, is_chart_test
from auditor_objects.model import Lines, Map, Seq

_KUSTOMIZE = "kustomize.config.k8s.io/"
_ENCRYPTED = "ENC["
_HOLE = re.compile(r"\{\{|\$\{|<%")


class Body(NamedTuple):
    """An object as it is written; ``excluded`` says why it is not one to be judged."""

    value: dict[str, Any]
    lines: Lines
    excluded: str = ""


def bodies(document: Document) -> Iterator[Body]:
    """Yield the objects of a document, those of lists, arrays and templates one by one; others
    yield nothing."""
    value = document.body
    if not isinstance(value, list):
        yield from _unrolled(value, document.lines)
        return
    for item, lines in _each(value, document.lines):
        yield from _unrolled(item, lines)


def _unrolled(value: Any, lines: Lines) -> Iterator[Body]:
    if not isinstance(value, dict):
        return
    kind, version = value.get("kind"), value.get("apiVersion")
    items = value.get("items")
    if not _said(kind) or not _said(version):
        return
    kind = str(kind)
    if is_template(kind, version, value):
        parameters = Parameters(value)
        for item, at in _each(value["objects"], lines):
            yield from _member(parameters.fill(item), at)
    elif kind.endswith("List") and isinstance(items, list):
        for item, at in _each(items, lines):
            yield from _member(_typed(item, kind, version), at)
    else:
        yield Body(value, lines, _excluded(kind, str(version), value))


def _each(items: list[Any], lines: Lines) -> Iterator[tuple[Any, Lines]]:
    """Yield elements with their lines, those of the whole where they are not known."""
    at = items.lines if type(items) is Seq else [lines] * len(items)
    yield from zip(items, at, strict=True)


def _member(item: Any, lines: Lines) -> Iterator[Body]:
    """Yield what an element of a list holds; one that is no object at least counts."""
    if isinstance(item, dict) and not (_said(item.get("kind")) and _said(item.get("apiVersion"))):
        yield Body(item, lines, "without a kind or a version")
    else:
        yield from _unrolled(item, lines)


def _said(value: Any) -> bool:
    return value is not None and not isinstance(value, dict | list)


def _typed(item: Any, kind: str, version: Any) -> Any:
    """Return an element of a ``PodList`` with the kind that it leaves out."""
    if kind == "List" or not isinstance(item, dict) or "kind" in item:
        return item
    whole = {"kind": kind.removesuffix("List"), "apiVersion": version, **item}
    return Map(whole, item.lines) if type(item) is Map else whole


def _excluded(kind: str, version: str, value: Mapping[str, Any]) -> str:
    if _HOLE.search(f"{kind} {version}"):
        return "its kind is filled in by a template"
    if version.startswith(_KUSTOMIZE):
        return "configuration of kustomize"
    if (kind, version) == ("Config", "v1"):
        return "a kubeconfig"
    if kind.startswith(_ENCRYPTED):
        return "encrypted by SOPS"
    return CHART_TEST if is_chart_test(version, kind, value) else ""


def encrypted(value: Mapping[str, Any]) -> bool:
    """Say whether SOPS encrypted values of an object."""
    sops = value.get("sops")
    return isinstance(sops, dict) and "mac" in sops
