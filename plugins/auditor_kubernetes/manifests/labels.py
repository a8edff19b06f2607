"""Labels and annotations that kustomizations add: to objects, to templates of pods, to selectors.

Source: Kustomize documentation, ``labels``, ``commonLabels`` and ``commonAnnotations``; the fields
are those of ``api/internal/konfig/builtinpluginconsts`` of Kustomize 5.5. Fields that a
kustomization adds to them itself are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from auditor.facts import Unknown
from auditor_objects.model import Map, Seq

Pairs = dict[str, str | Unknown]


@dataclass(slots=True)
class Added:
    """What is added: to metadata, to that of templates of pods as well, and to selectors."""

    labels: Pairs = field(default_factory=dict)
    templates: Pairs = field(default_factory=dict)
    selectors: Pairs = field(default_factory=dict)
    annotations: dict[str, str] = field(default_factory=dict)

    def under(self, outer: Added) -> Added:
        """Return both, the outer one last, which so decides."""
        return Added(
            {**self.labels, **outer.labels},
            {**self.templates, **outer.templates},
            {**self.selectors, **outer.selectors},
            {**self.annotations, **outer.annotations},
        )

    def beside(self, other: Added) -> Added:
        """Return what holds where either may be applied; labels that differ are this one's."""
        both = self.annotations.items() & other.annotations.items()
        return replace(other.under(self), annotations=dict(sorted(both)))

    def without(self, disputed: Mapping[str, Unknown]) -> Added:
        """Return it with what is disputed: unknown in labels, not asked for by selectors."""
        return Added(
            {key: disputed.get(key, value) for key, value in self.labels.items()},
            {key: disputed.get(key, value) for key, value in self.templates.items()},
            {key: value for key, value in self.selectors.items() if key not in disputed},
            self.annotations,
        )

    def __bool__(self) -> bool:
        return bool(self.labels or self.annotations)


class _Field(NamedTuple):
    """Where something is added; an empty group or version is any."""

    kind: str
    path: tuple[str, ...]
    group: str = ""
    version: str = ""
    create: bool = True


_TEMPLATE = ("spec", "template", "metadata")
_MATCHES = ("selector", "matchLabels")
_TEMPLATES = (
    _Field("ReplicationController", _TEMPLATE, version="v1"),
    _Field("Deployment", _TEMPLATE),
    _Field("ReplicaSet", _TEMPLATE),
    _Field("DaemonSet", _TEMPLATE),
    _Field("StatefulSet", _TEMPLATE, "apps"),
    _Field("Job", _TEMPLATE, "batch"),
    _Field("CronJob", ("spec", "jobTemplate", "metadata"), "batch"),
    _Field("CronJob", ("spec", "jobTemplate", *_TEMPLATE), "batch"),
)
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
_NEAR = (
    *(
        ("affinity", affinity, *term, "labelSelector", "matchLabels")
        for affinity in ("podAffinity", "podAntiAffinity")
        for term in ((_REQUIRED,), (_PREFERRED, "podAffinityTerm"))
    ),
    ("topologySpreadConstraints", "labelSelector", "matchLabels"),
)
_SELECTORS = (
    _Field("Service", ("spec", "selector"), version="v1"),
    _Field("ReplicationController", ("spec", "selector"), version="v1"),
    _Field("Deployment", ("spec", *_MATCHES)),
    _Field("ReplicaSet", ("spec", *_MATCHES)),
    _Field("DaemonSet", ("spec", *_MATCHES)),
    _Field("StatefulSet", ("spec", *_MATCHES), "apps"),
    _Field("Job", ("spec", *_MATCHES), "batch", create=False),
    _Field("CronJob", ("spec", "jobTemplate", "spec", *_MATCHES), "batch", create=False),
    _Field("PodDisruptionBudget", ("spec", *_MATCHES), "policy", create=False),
    *(
        _Field("NetworkPolicy", ("spec", *way, "podSelector", "matchLabels"),
               "networking.k8s.io", create=False)
        for way in ((), ("ingress", "from"), ("egress", "to"))
    ),
    *(
        _Field(kind, ("spec", "template", "spec", *path), "apps", create=False)
        for kind in ("Deployment", "StatefulSet")
        for path in _NEAR
    ),
)  # fmt: skip


def read_added(body: Mapping[str, Any]) -> Added:
    """Read what a kustomization adds; what has the wrong form is left out."""
    added = Added(annotations=_pairs(body.get("commonAnnotations")))
    items = body.get("labels")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            selectors = item.get("includeSelectors") is True
            templates = selectors or item.get("includeTemplates") is True
            _add(added, _pairs(item.get("pairs")), templates, selectors)
    _add(added, _pairs(body.get("commonLabels")), True, True)
    return added


def _add(added: Added, pairs: Mapping[str, str], templates: bool, selectors: bool) -> None:
    added.labels |= pairs
    if templates:
        added.templates |= pairs
    if selectors:
        added.selectors |= pairs


def _pairs(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {key: text for key, text in value.items() if isinstance(text, str)}


def disputed(ways: Iterable[Sequence[Added]]) -> dict[str, Unknown]:
    """Return the labels that several kustomizations set differently for one file.

    :param ways: for each file, what every kustomization that lists it adds.
    """
    found: dict[str, Unknown] = {}
    for several in ways:
        for key in {key for one in several for key in one.labels}:
            if len({(one.labels.get(key), key in one.templates) for one in several}) > 1:
                found[key] = Unknown(f"several kustomizations set the label {key} differently")
    return found


def add(body: dict[str, Any], added: Added) -> None:
    """Write labels and annotations into an object, in place; what aliases share is copied."""
    kind = body.get("kind")
    group, _, version = str(body.get("apiVersion")).rpartition("/")
    _put(body, ("metadata", "labels"), added.labels, True)
    _put(body, ("metadata", "annotations"), added.annotations, True)
    wanted: list[tuple[_Field, Mapping[str, str | Unknown], tuple[str, ...]]] = [
        *((one, added.templates, ("labels",)) for one in _TEMPLATES),
        *((one, added.annotations, ("annotations",)) for one in _TEMPLATES),
        *((one, added.selectors, ()) for one in _SELECTORS),
    ]
    for field_, pairs, end in wanted:
        if field_.kind == kind and field_.group in ("", group) and field_.version in ("", version):
            _put(body, (*field_.path, *end), pairs, field_.create)


def _put(
    node: dict[str, Any], path: tuple[str, ...], pairs: Mapping[str, str | Unknown], create: bool
) -> None:
    if not pairs:
        return
    if not path:
        node.update(pairs)
        return
    inner = node.get(path[0])
    if inner is None and create:
        inner = Map()
    if isinstance(inner, dict):
        node[path[0]] = copy = _copied(inner)
        _put(copy, path[1:], pairs, create)
    elif isinstance(inner, list):
        items = [_copied(item) if isinstance(item, dict) else item for item in inner]
        node[path[0]] = Seq(items, inner.lines) if type(inner) is Seq else items
        for item in items:
            if isinstance(item, dict):
                _put(item, path[1:], pairs, create)


def _copied(node: dict[str, Any]) -> dict[str, Any]:
    return Map(node, node.lines) if type(node) is Map else dict(node)
