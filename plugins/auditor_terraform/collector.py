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
    Certificate,
    Component,
    Credential,
    DataStore,
    EncryptionKey,
    Fact,
    Firewall,
    ImageReference,
    InspectedText,
    ManagedSecret,
    PasswordPolicy,
    Place,
    PolicyAttachment,
    Setting,
    SourceReference,
    TlsListener,
)
from auditor.files import kind_of, located

if TYPE_CHECKING:
    from auditor_terraform.cache import FileCache
    from auditor_terraform.model import Estate, Trouble

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
        Certificate,
        Component,
        Credential,
        DataStore,
        EncryptionKey,
        Firewall,
        ImageReference,
        InspectedText,
        ManagedSecret,
        PasswordPolicy,
        PolicyAttachment,
        Setting,
        SourceReference,
        TlsListener,
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
        from auditor_terraform.discover import find_roots

        path = Path(target.rest)
        if kind_of(path) == "directory":
            path = path.resolve()
        else:
            path = located(path)
            kind = "plan" if path.name.endswith(".json") else "root"
            if path.name.endswith(".tf.json"):
                kind = "root"
            place = path if kind == "plan" else path.parent
            return Plan(units=(self._unit(kind, place, scene),))
        found = find_roots(path, scene.exclude)
        roots = [self._unit("root", place, scene) for place in found.roots]
        plans = [self._unit("plan", place, scene) for place in found.plans]
        return Plan(
            units=(*roots, *plans),
            gaps=tuple(_gap(trouble, _scope(path, scene)) for trouble in found.troubles),
        )

    def _unit(self, kind: str, path: Path, scene: Scene) -> Unit:
        scope = _scope(path, scene)
        return Unit(collector=self.name, scope=scope, detail={"kind": kind})

    def collect(self, unit: Unit, scene: Scene, sink: Sink) -> Iterator[Record]:
        """See :class:`auditor.collecting.Collector`."""
        from auditor_terraform.translate import Context, translate
        from auditor_terraform.translate._secrets import SecretSearch

        estate = self._load(unit, scene)
        secrets = SecretSearch(estate)
        sink.hide(secrets.sensitive())
        sink.hide(estate.sensitive)
        for content in estate.sources.values():
            sink.search(content)
        evidence = {
            file: sink.keep(content, media_type=_media_type(file), source=file)
            for file, content in sorted(estate.sources.items())
        }
        context = Context(estate, unit.scope, evidence)
        for resource in estate.resources:
            yield from translate(resource, context)
        yield from secrets.facts(context, sink.marker)
        for trouble in estate.troubles:
            yield _gap(trouble, unit.scope)
        yield from _comments(estate, unit.scope)
        yield from _populations(estate, unit.scope, context.joined)

    def _load(self, unit: Unit, scene: Scene) -> Estate:
        from auditor_terraform.cache import FileCache
        from auditor_terraform.modules import load_root
        from auditor_terraform.variables import Inputs

        path = scene.base / unit.scope
        if unit.detail["kind"] == "plan":
            from auditor_terraform.plan import load_plan

            return load_plan(path, scene.base)
        if self._cache is None:
            self._cache = FileCache()
        inputs = Inputs(
            var_files=tuple(scene.base / file for file in scene.options.get("var_files", ())),
            vars=scene.options.get("vars", {}),
            workspace=scene.options.get("workspace", ""),
        )
        return load_root(path, scene.base, inputs, self._cache)


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


def _comments(estate: Estate, scope: str) -> Iterator[InlineWaiver]:
    from auditor_terraform.ignores import find, ignored_region

    for file, content in sorted(estate.sources.items()):
        for ignore in find(content, file):
            first, last = ignored_region(ignore, content)
            yield InlineWaiver(
                scope=scope,
                syntax=ignore.kind,
                ids=ignore.ids,
                place=Place(*ignore.place),
                region=Place(file, first, last),
                reason=ignore.reason,
                until=ignore.until,
                problem=ignore.problem,
            )


def _populations(estate: Estate, scope: str, joined: set[str]) -> Iterator[Population]:
    from auditor_terraform.translate import covered

    kinds = Counter(item.type for item in estate.resources if item.mode == "managed")
    excluded = {
        f"no translator for {kind}": number
        for kind, number in kinds.items()
        if not covered(kind) and kind not in joined
    }
    listed = sum(kinds.values())
    yield Population(
        scope=scope,
        source="resources",
        query="resource blocks, instances counted",
        listed=listed,
        evaluated=listed - sum(excluded.values()),
        excluded=dict(sorted(excluded.items())),
    )
    unread = {trouble.place.file for trouble in estate.troubles if trouble.kind == "unparsable"}
    unread &= set(estate.sources)
    yield Population(
        scope=scope,
        source="files",
        query="configuration files of the module and the modules it calls",
        listed=len(estate.sources),
        evaluated=len(estate.sources) - len(unread),
        errored=len(unread),
    )
