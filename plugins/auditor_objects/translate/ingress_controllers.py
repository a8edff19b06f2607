"""What controllers of Ingresses are told by their ConfigMap."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact, Setting
from auditor_objects.model import Object
from auditor_objects.translate import Context

_SNIPPETS = "allow-snippet-annotations"
"""A setting of ingress-nginx, true by default before its version 1.9 (its documentation,
ConfigMaps)."""


def _settings(obj: Object, context: Context) -> Iterator[Fact]:
    written = obj.get("data", _SNIPPETS)
    allowed = written.flag()
    if allowed is not None:
        yield Setting(
            origin=obj.origin(),
            subject="ingress controller",
            name="ingress_snippets_refused",
            value=not allowed if isinstance(allowed, bool) else allowed,
            places={"ingress_snippets_refused": written.place} if written.place else {},
        )


TRANSLATORS = {"/ConfigMap": _settings}
