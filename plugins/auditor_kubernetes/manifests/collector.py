"""The collector of manifests: what is applied to clusters, as it is written in files.

One unit is all plain manifests of a target, since objects are joined across files: a Service in
one directory selects the pods of another. A chart is a unit of its own, because names and
namespaces in it are those of a release; so is a kustomization that is rendered, because the same
objects come out of each one that lists them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, Struct

from auditor.collecting import Gap, Need, Plan, Reason, Record, Scene, Sink, Target, Unit
from auditor.facts import Fact, Place
from auditor.files import kind_of, located
from auditor_kubernetes.manifests.discover import SUFFIXES
from auditor_objects.emits import EMITS

if TYPE_CHECKING:
    from auditor_kubernetes.manifests.beyond import Beyond
    from auditor_kubernetes.manifests.discover import Chart, Found
    from auditor_kubernetes.manifests.estate import Source
    from auditor_kubernetes.manifests.kustomize import Kustomization, Kustomized


_DEPENDS = "the charts that it depends on are unread"
_Known = tuple[str, str, str]
"""A gap that is known before: its reason, its detail, and the file."""


class ManifestOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[manifests]``: what is rendered before it is audited."""

    helm: Literal["auto", "off"] = "auto"
    """``auto`` renders charts where Helm is installed; it runs without network or plugins."""
    values_files: tuple[str, ...] = ()
    """As ``helm template --values``, for every chart: absolute, or relative to the repository."""
    kube_version: Annotated[str, Meta(pattern=r"^(v?[0-9]+\.[0-9]+(\.[0-9]+)?)?$")] = ""
    """As ``helm template --kube-version``: the version of Kubernetes that charts are rendered for.
    When empty the one that Helm knows as its own or, of a chart that refuses it, one that the chart
    asks for."""
    api_versions: tuple[Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9./-]*$")], ...] = ()
    """As ``helm template --api-versions``: extensions that the cluster is to have, such as
    ``monitoring.coreos.com/v1``."""
    kustomize: bool = False
    """Audit what kustomizations render to (with ``kustomize`` or ``kubectl``) in place of the
    files that they list. Findings then stand at the kustomization, without lines."""


class ManifestCollector:
    """Reads objects of Kubernetes in YAML and JSON files, found by their content."""

    name = "manifests"
    schemes: tuple[str, ...] = ()
    needs = Need.FILES | Need.SUBPROCESS
    options: type[Struct] = ManifestOptions
    emits: tuple[type[Fact], ...] = EMITS

    def claims(self, path: Path) -> bool:
        """See :class:`auditor.collecting.Collector`."""
        return kind_of(path) == "directory" or path.name.endswith(SUFFIXES)

    def plan(self, target: Target, scene: Scene) -> Plan:
        """See :class:`auditor.collecting.Collector`."""
        from auditor_kubernetes.manifests.discover import Found, find_manifests, sniffed
        from auditor_kubernetes.manifests.kustomize import read_kustomizations
        from auditor_kubernetes.manifests.rendering import allowance
        from auditor_kubernetes.manifests.sniff import is_manifest

        allowance.renew()
        path = Path(target.rest)
        if kind_of(path) == "directory":
            path = path.resolve()
            found = find_manifests(path, scene.exclude, _within(path, scene))
        else:
            path = located(path)
            found = Found()
            content = sniffed(str(path), found)
            if content is not None and is_manifest(content):
                found.manifests.append(str(path))
            path = path.parent
        return _Planner(self.name, path, scene, found, read_kustomizations(found)).plan()

    def collect(self, unit: Unit, scene: Scene, sink: Sink) -> Iterator[Record]:
        """See :class:`auditor.collecting.Collector`."""
        from auditor_kubernetes.manifests.estate import Estate

        for known in unit.detail["beside"]:
            yield _gap(unit.scope, *known)
        gaps = [_gap(unit.scope, *known) for known in unit.detail["unread"]]
        rendered = []
        for found in _rendered(unit, scene):
            if isinstance(found, Gap):
                gaps.append(found)
            else:
                rendered.append(found)
        sources = [*_files(unit, scene, rendered), *rendered]
        yield from Estate(unit.scope, sink).records(sources, gaps, unit.detail["others"])


class _Planner:
    """Splits what was found into units; paths in them are relative to the base of the run."""

    def __init__(
        self, collector: str, top: Path, scene: Scene, found: Found, kustomized: Kustomized
    ) -> None:
        self.collector = collector
        self.top = top
        self.scene = scene
        self.found = found
        self.kustomized = kustomized
        self.within = _within(top, scene)

    def plan(self) -> Plan:
        """Return the units."""
        found = self.found
        rendered = self._rendered()
        covered = self._covered(rendered)
        files, others = [], found.others.copy()
        for path in found.manifests:
            real = self._real(path)
            reason = self.kustomized.excluded.get(real)
            if reason is not None:
                others[reason] += 1
            elif real in covered:
                others["listed by a kustomization that is rendered"] += 1
            else:
                files.append(path)
        own = [chart for chart in found.charts if Path(chart.folder) == self.top]
        charts = [chart for chart in found.charts if Path(chart.folder) != self.top]
        units = [self._chart(chart) for chart in charts]
        units += [self._kustomization(one) for one in rendered]
        unread = [
            (one.reason.value, one.detail, _relative(one.path, self.scene)) for one in found.unread
        ]
        unsure = any(units or not one.directory for one in found.unread)
        beside = (*self._elsewhere(rendered), *self._templates())
        if files or own or unsure or beside:
            main = self._unit(
                self.top, files, others=dict(others), unread=tuple(unread), beside=beside
            )
            units.insert(0, self._with_chart(main, own[0]) if own else main)
        return Plan(units=tuple(units))

    def _real(self, path: str) -> str:
        """Return the path that kustomizations know a file by."""
        return os.path.realpath(path) if self.kustomized.by_folder else path

    def _unit(self, place: Path, files: list[str], **more: Any) -> Unit:
        changes = {}
        for path in files:
            change = self.kustomized.changes.get(self._real(path))
            if change is not None:
                changes[_relative(path, self.scene)] = change
        detail = {
            "files": tuple(_relative(path, self.scene) for path in files),
            "changes": changes,
            "others": {},
            "unread": (),
            "beside": (),
            "chart": "",
            "templates": 0,
            "depends": False,
            "static": (),
            "kustomization": "",
            "within": _relative(str(self.within), self.scene),
            "top": _relative(str(self.top), self.scene),
            **more,
        }
        scope = _relative(str(place), self.scene)
        return Unit(collector=self.collector, scope=scope, detail=detail)

    def _chart(self, chart: Chart) -> Unit:
        return self._with_chart(self._unit(Path(chart.folder), []), chart)

    def _with_chart(self, unit: Unit, chart: Chart) -> Unit:
        static = sorted(chart.static)
        detail = {
            **unit.detail,
            "chart": _relative(chart.folder, self.scene),
            "templates": 0 if chart.library else len(chart.templates),
            "depends": chart.depends and not chart.library,
            "static": tuple(_relative(path, self.scene) for path in static),
        }
        return Unit(collector=unit.collector, scope=unit.scope, detail=detail)

    def _rendered(self) -> list[Kustomization]:
        """Return the kustomizations that are to be rendered: those that no other one lists."""
        if not self.scene.options.get("kustomize"):
            return []
        return [one for one in self.kustomized.roots if not one.component]

    def _covered(self, rendered: list[Kustomization]) -> set[str]:
        """Return the files whose objects come out of a rendering."""
        todo, covered = list(rendered), set[str]()
        while todo:
            for place in todo.pop().listed:
                if place not in covered:
                    covered.add(place)
                    inner = self.kustomized.by_folder.get(place)
                    todo += [inner] if inner else []
        return covered

    def _elsewhere(self, rendered: list[Kustomization]) -> Iterator[_Known]:
        """Yield kustomizations whose files are read as they are and that list what is not here."""
        listed = sorted(self.kustomized.by_folder.values(), key=lambda one: one.path)
        for one in () if rendered else listed:
            if one.remote:
                count = f"{len(one.remote)} of its resources {'are' if one.remote[1:] else 'is'}"
                detail = f"{count} not on this disk, and nothing is downloaded"
                file = _relative(one.path, self.scene)
                yield Reason.EXTERNAL_MODULE.value, detail, file

    def _templates(self) -> Iterator[_Known]:
        """Yield directories of manifests that are to be filled in first."""
        for _, paths in groupby(self.found.templates, os.path.dirname):
            first, *more = paths
            file = _relative(first, self.scene)
            and_more = f", as {len(more)} more in its directory" if more else ""
            detail = f"a template{and_more}; render it and audit what comes out"
            yield Reason.UNRESOLVED.value, detail, file

    def _kustomization(self, one: Kustomization) -> Unit:
        path = Path(one.path)
        return self._unit(
            path.parent,
            [],
            kustomization=_relative(one.path, self.scene),
            remote=self._remote(one),
        )

    def _remote(self, one: Kustomization) -> str:
        """Return the first thing below a kustomization that is not in this tree."""
        todo, seen = [one], set[str]()
        while todo:
            inner = todo.pop()
            if inner.path in seen:
                continue
            seen.add(inner.path)
            if inner.remote:
                return inner.remote[0]
            by_folder = self.kustomized.by_folder
            todo += [by_folder[place] for place in inner.listed if place in by_folder]
        return ""


def _relative(path: str, scene: Scene) -> str:
    base = str(scene.base)
    return "." if path == base else path.removeprefix(f"{base.rstrip(os.sep)}{os.sep}")


def _gap(scope: str, reason: str, detail: str, file: str) -> Gap:
    return Gap(scope=scope, reason=Reason(reason), detail=detail, place=Place(file, 1, 1))


def _within(top: Path, scene: Scene) -> Path:
    """Return what may be read for a target: the work tree of git around it, or else itself."""
    shared = kind_of(scene.base / ".git") and top.is_relative_to(scene.base)
    return scene.base if shared else top


def _not_rendered(unit: Unit, scene: Scene, beyond: Beyond) -> Gap:
    return _gap(unit.scope, "unsupported", beyond.detail, _relative(beyond.path, scene))


def _files(unit: Unit, scene: Scene, rendered: Sequence[Source]) -> Iterator[Source]:
    from auditor_kubernetes.manifests.kustomize import Change
    from auditor_kubernetes.manifests.sources import ChartSource, FileSource, StaticSource

    changes: Mapping[str, Change] = unit.detail["changes"]
    for name in unit.detail["files"]:
        path = os.path.join(scene.base, name)  # noqa: PTH118 - there are many
        yield FileSource(unit.scope, name, path, changes.get(name, Change()))
    chart = next((one for one in rendered if isinstance(one, ChartSource)), None)
    for name in unit.detail["static"]:
        yield StaticSource(unit.scope, name, str(scene.base / name), chart)


def _rendered(unit: Unit, scene: Scene) -> Iterator[Source | Gap]:
    """Yield what a renderer has to make of a unit, or why it cannot."""
    if unit.detail["templates"] or unit.detail["depends"]:
        yield _chart(unit, scene)
    if unit.detail["kustomization"]:
        yield _kustomization(unit, scene)


def _chart(unit: Unit, scene: Scene) -> Source | Gap:
    from auditor_kubernetes.manifests.beyond import of_chart
    from auditor_kubernetes.manifests.helm import Release
    from auditor_kubernetes.manifests.rendering import renderer
    from auditor_kubernetes.manifests.sources import ChartSource

    detail, options = unit.detail, scene.options
    folder, count = detail["chart"], detail["templates"]
    where = "Chart.yaml" if folder == "." else f"{folder}/Chart.yaml"
    unread = f"{count} template{'s' if count > 1 else ''} unread" if count else _DEPENDS
    if options.get("helm", "auto") == "off":
        return _gap(unit.scope, "unresolved", f"helm is switched off; {unread}", where)
    helm = renderer(scene.base, "helm")
    if not helm:
        return _gap(unit.scope, "unsupported", f"helm is not installed; {unread}", where)
    values = [scene.base / file for file in options.get("values_files", ())]
    place, within = scene.base / folder, scene.base / detail["within"]
    beyond = of_chart(str(place), values, within)
    if beyond is not None:
        return _not_rendered(unit, scene, beyond)
    release = Release(values, options.get("kube_version", ""), options.get("api_versions", ()))
    return ChartSource(
        unit.scope, scene.base, place, helm, release, within,
        top=scene.base / detail["top"], static=frozenset(detail["static"]),
    )  # fmt: skip


def _kustomization(unit: Unit, scene: Scene) -> Source | Gap:
    from auditor_kubernetes.manifests.beyond import of_kustomization
    from auditor_kubernetes.manifests.rendering import renderer
    from auditor_kubernetes.manifests.sources import KustomizationSource

    name = unit.detail["kustomization"]
    if unit.detail["remote"]:
        detail = "it lists what is not on this disk, and nothing is downloaded; not rendered"
        return _gap(unit.scope, "unsupported", detail, name)
    program = renderer(scene.base, "kustomize", "kubectl")
    if not program:
        detail = "neither kustomize nor kubectl is installed; it was not rendered"
        return _gap(unit.scope, "unsupported", detail, name)
    beyond = of_kustomization(str(scene.base / name), scene.base / unit.detail["within"])
    if beyond is not None:
        return _not_rendered(unit, scene, beyond)
    words = [program, "kustomize" if Path(program).name.startswith("kubectl") else "build"]
    return KustomizationSource(unit.scope, name, scene.base, words)
