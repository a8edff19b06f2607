"""The Terraform collector: trees of configuration and plan documents, read into facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from auditor.collecting import (
    Gap,
    InlineWaiver,
    Need,
    Plan,
    Population,
    Reason,
    Record,
    Scene,
    Sink,
    Target,
    Unit,
)
from auditor.facts import (
    AccessPolicy,
    AuditLog,
    Credential,
    DataStore,
    EncryptionKey,
    Fact,
    Firewall,
    ManagedSecret,
    PasswordPolicy,
    Place,
    PolicyAttachment,
    SourceReference,
)
from auditor.files import kind_of, located
from auditor_objects.emits import EMITS

if TYPE_CHECKING:
    from auditor_resources.model import Estate, Resource, Trouble
    from auditor_terraform.cache import FileCache
    from auditor_terraform.parts import Part

SUFFIXES = (".tf", ".tf.json", ".tfvars", ".json")

_REASONS = {
    "unparsable": Reason.UNPARSABLE,
    "unreadable": Reason.UNREADABLE,
    "too-large": Reason.TOO_LARGE,
    "cycle": Reason.CYCLE,
    "external-module": Reason.EXTERNAL_MODULE,
    "missing-module": Reason.ABSENT,
    "unsupported": Reason.UNSUPPORTED,
    "unresolved": Reason.UNRESOLVED,
}


class TerraformOptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[terraform]``: values for the variables of root modules."""

    var_files: tuple[str, ...] = ()
    """As ``-var-file``: absolute, or relative to the repository."""
    vars: dict[str, str] = {}
    """As ``-var``: expressions by variable name."""
    workspace: str = ""
    """What ``terraform.workspace`` is; unknown when empty."""


class TerraformCollector:
    """Reads root modules (found, not configured) and ``terraform show -json`` documents."""

    name = "terraform"
    schemes: tuple[str, ...] = ()
    needs = Need.FILES
    options: type[Struct] = TerraformOptions
    emits: tuple[type[Fact], ...] = (
        AccessPolicy,
        AuditLog,
        Credential,
        DataStore,
        EncryptionKey,
        Firewall,
        ManagedSecret,
        PasswordPolicy,
        PolicyAttachment,
        SourceReference,
        *EMITS,
    )

    def __init__(self) -> None:
        self._cache: FileCache | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {"_cache": None}

    def claims(self, path: Path) -> bool:
        """See :class:`auditor.collecting.Collector`."""
        return kind_of(path) == "directory" or path.name.endswith(SUFFIXES)

    def plan(self, target: Target, scene: Scene) -> Plan:
        """See :class:`auditor.collecting.Collector`. One unit per root module or plan."""
        from auditor_terraform.discover import find_roots, is_foreign

        path = Path(target.rest)
        if kind_of(path) == "directory":
            path = path.resolve()
        else:
            path = located(path)
            kind = "plan" if path.name.endswith(".json") else "root"
            if path.name.endswith(".tf.json"):
                kind = "root"
            if kind == "plan":
                units = () if is_foreign(path) else (self._unit(kind, path, scene),)
                return Plan(units=units)
            only = path.name if path.name.endswith((".tf", ".tf.json")) else ""
            return Plan(units=(self._unit(kind, path.parent, scene, only),))
        found = find_roots(path, scene.exclude)
        roots = [self._unit("root", place, scene) for place in found.roots]
        plans = [self._unit("plan", place, scene) for place in found.plans]
        return Plan(
            units=(*roots, *plans),
            gaps=tuple(_gap(trouble, _scope(path, scene)) for trouble in found.troubles),
        )

    def _unit(self, kind: str, path: Path, scene: Scene, only: str = "") -> Unit:
        scope = _scope(path, scene)
        return Unit(collector=self.name, scope=scope, detail={"kind": kind, "only": only})

    def collect(self, unit: Unit, scene: Scene, sink: Sink) -> Iterator[Record]:
        """See :class:`auditor.collecting.Collector`."""
        parts, troubles = self._parts(unit, scene)
        told = {_gap(trouble, unit.scope) for trouble in troubles}
        yield from told
        for part in parts:
            estate = self._load(unit, scene, part)
            yield from _told(part, estate, sink)
            gaps = {_gap(trouble, unit.scope): None for trouble in estate.troubles}
            yield from (gap for gap in gaps if gap not in told)
            told |= gaps.keys()

    def _parts(self, unit: Unit, scene: Scene) -> tuple[list[Part], list[Trouble]]:
        from auditor_terraform.cache import FileCache
        from auditor_terraform.parts import Part, parts

        if unit.detail["kind"] == "plan":
            return [Part(unit.scope)], []
        if self._cache is None:
            self._cache = FileCache()
        directory = scene.base / unit.scope
        return parts(directory, scene.base, self._cache, unit.scope, unit.detail["only"])

    def _load(self, unit: Unit, scene: Scene, part: Part) -> Estate:
        from auditor_terraform.modules import load_root
        from auditor_terraform.variables import Inputs

        path = scene.base / unit.scope
        if unit.detail["kind"] == "plan":
            from auditor_terraform.plan import load_plan

            return load_plan(path, scene.base)
        inputs = Inputs(
            var_files=tuple(scene.base / file for file in scene.options.get("var_files", ())),
            vars=scene.options.get("vars", {}),
            workspace=scene.options.get("workspace", ""),
        )
        return load_root(path, scene.base, inputs, self._cache, part.files)


def _told(part: Part, estate: Estate, sink: Sink) -> Iterator[Record]:
    """Yield facts, comments and populations of one part."""
    from auditor_resources.translate import Context, translate
    from auditor_resources.translate._secrets import SecretSearch

    secrets = SecretSearch(estate)
    sink.hide(secrets.sensitive())
    sink.hide(estate.sensitive)
    for content in estate.sources.values():
        sink.search(content)
    evidence = {
        file: sink.keep(content, media_type=_media_type(file), source=file)
        for file, content in sorted(estate.sources.items())
    }
    context = Context(estate, part.scope, evidence)
    own = [item for item in estate.resources if part.tells(context.origin(item))]
    for resource in own:
        yield from translate(resource, context)
    for resource, why in context.untold:
        yield Gap(
            scope=part.scope,
            reason=Reason.UNRESOLVED,
            detail=why,
            address=resource.address,
            place=Place(*resource.place),
        )
    found = secrets.facts(context, sink.marker)
    yield from (fact for fact in found if part.tells(fact.origin))
    yield from _comments(part, estate)
    yield from _populations(part, estate, own, context.joined)


def _scope(path: Path, scene: Scene) -> str:
    try:
        return path.relative_to(scene.base).as_posix()
    except ValueError:
        return path.as_posix()


def _media_type(file: str) -> str:
    return "application/json" if file.endswith(".json") else "text/x-terraform"


def _gap(trouble: Trouble, scope: str) -> Gap:
    return Gap(
        scope=scope,
        reason=_REASONS[trouble.kind],
        detail=trouble.detail,
        address=trouble.address,
        place=Place(*trouble.place),
    )


def _comments(part: Part, estate: Estate) -> Iterator[InlineWaiver]:
    from auditor_terraform.ignores import find, ignored_region

    for file, content in sorted(estate.sources.items()):
        for ignore in find(content, file):
            first, last = ignored_region(ignore, content)
            yield InlineWaiver(
                scope=part.scope,
                syntax=ignore.kind,
                ids=ignore.ids,
                place=Place(*ignore.place),
                region=Place(file, first, last),
                reason=ignore.reason,
                until=ignore.until,
                problem=ignore.problem,
            )


def _populations(
    part: Part, estate: Estate, own: list[Resource], joined: set[str]
) -> Iterator[Population]:
    from auditor_resources.translate import covered

    kinds = Counter(item.type for item in own if item.mode == "managed")
    excluded = {
        f"no translator for {kind}": number
        for kind, number in kinds.items()
        if not covered(kind) and kind not in joined
    }
    listed = sum(kinds.values())
    yield Population(
        scope=part.scope,
        source="resources",
        query="resource blocks, instances counted",
        listed=listed,
        evaluated=listed - sum(excluded.values()),
        excluded=dict(sorted(excluded.items())),
    )
    files = set(estate.sources) if part.wanted is None else part.wanted & set(estate.sources)
    unread = {trouble.place.file for trouble in estate.troubles if trouble.kind == "unparsable"}
    yield Population(
        scope=part.scope,
        source="files",
        query="configuration files of the module and the modules it calls",
        listed=len(files),
        evaluated=len(files - unread),
        errored=len(files & unread),
    )
