"""The objects of one unit: read twice over, first for what must be hidden and for names.

Objects of one name in several files (environments side by side) are all judged: the file becomes
part of their address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from auditor.collecting import Gap, InlineWaiver, Population, Reason, Record, Sink
from auditor.facts import Listing, Origin, Place, Unknown, Workload
from auditor_kubernetes.manifests.copies import copies
from auditor_kubernetes.manifests.hidden import may_name, named_values
from auditor_kubernetes.manifests.ignores import Ignore, of_comments, of_object
from auditor_kubernetes.manifests.kustomize import Change, images_changed
from auditor_kubernetes.manifests.labels import add
from auditor_kubernetes.manifests.limits import HELD_NODES
from auditor_kubernetes.manifests.reading import Document, Trouble
from auditor_kubernetes.manifests.unread import EVERYTHING, Unread
from auditor_kubernetes.manifests.unrolling import bodies, encrypted
from auditor_objects.kinds import known_kind
from auditor_objects.model import Object

if TYPE_CHECKING:
    from auditor_objects.certificates import CertificateBook
    from auditor_objects.translate import Context

_REASONS = {
    "unparsable": Reason.UNPARSABLE,
    "doubtful": Reason.UNPARSABLE,
    "too-large": Reason.TOO_LARGE,
    "template": Reason.UNRESOLVED,
    "external": Reason.EXTERNAL_MODULE,
}
_SOPS = "values that SOPS encrypted were not read"


class Written(NamedTuple):
    """One object as a source gives it: where, and what differs from the file."""

    file: str
    document: Document


class Read(NamedTuple):
    """A source that was read and parsed.

    ``evidence`` is what was read, under the name ``source``.
    """

    evidence: bytes
    written: Sequence[Written]
    troubles: Sequence[Trouble]
    nodes: int
    comments: bool
    """Whether comments in it may accept findings."""
    excluded: Mapping[str, int] = {}
    """Further objects of it that are not judged, by why."""


class Source(Protocol):
    """Something that holds objects: a file, or what a renderer wrote."""

    name: str
    change: Change

    def read(self) -> Read | Gap:
        """Read and parse it; called a second time when it was not held in memory."""
        ...


@dataclass(slots=True)
class _Held:
    source: Source
    read: Read | None
    objects: list[Object] = field(default_factory=list)


class Estate:
    """Reads the sources of one unit into records."""

    def __init__(self, scope: str, sink: Sink) -> None:
        self.scope = scope
        self._sink = sink
        self._homes: dict[str, list[str]] = {}
        self._seen: Counter[tuple[str, str]] = Counter()
        self._shared: Counter[tuple[str, tuple[int, int] | None]] = Counter()
        self._kinds: Counter[str] = Counter()
        self._excluded: Counter[str] = Counter()
        self._unread = Unread()
        self._files: Counter[str] = Counter()

    def records(
        self,
        sources: Iterable[Source],
        gaps: Iterable[Gap] = (),
        others: Mapping[str, int] = {},
    ) -> Iterator[Record]:
        """Yield everything that the sources say.

        :param gaps: what is known to be unread before.
        :param others: files that are no manifests, by why.
        """
        from auditor_objects.certificates import CertificateBook
        from auditor_objects.translate import Context

        for gap in gaps:
            yield from self._missing(gap)
        held: list[_Held] = []
        nodes = 0
        for source in sources:
            read = source.read()
            if isinstance(read, Gap):
                yield from self._missing(read)
                continue
            one = _Held(source, read, self._first(source, read))
            nodes += read.nodes
            if nodes > HELD_NODES:
                one.read, one.objects = None, []
            held.append(one)
        context = Context(marker=self._sink.marker)
        book = CertificateBook(self._sink.marker, self._sink.hide)
        for one in held:
            yield from self._second(one, context, book)
            one.read, one.objects = None, []
        yield from book.facts(self._not_read())
        yield from self._listings()
        yield from self._populations(others)

    def _missing(self, gap: Gap) -> Iterator[Gap]:
        self._files["errored"] += 1
        self._unread.add(gap.place.file if gap.place else gap.detail)
        yield gap

    def _objects(self, source: Source, read: Read) -> Iterator[Object]:
        """Make the objects of a source that are to be judged; of the others only hide what is
        secret in them."""
        from auditor_objects.translate.secrets import secret_values

        for file, document in read.written:
            for body in bodies(document):
                if body.excluded:
                    self._excluded[body.excluded] += 1
                    self._sink.hide(secret_values(Object(body.value, scope=self.scope)))
                    continue
                if source.change.images:
                    images_changed(body.value, source.change.images)
                if source.change.added:
                    add(body.value, source.change.added)
                yield Object(
                    body.value,
                    scope=self.scope,
                    file=file,
                    lines=body.lines,
                    namespace=source.change.namespace,
                )

    def _first(self, source: Source, read: Read) -> list[Object]:
        """Hide what is secret in a source, and count the names in it."""
        from auditor_objects.translate.secrets import secret_values

        objects = list(self._objects(source, read))
        self._excluded.update(read.excluded)
        if source.change.added or may_name(read.evidence):
            for _, document in read.written:
                self._sink.hide(named_values(document.body))
        for obj in objects:
            self._sink.hide(secret_values(obj))
            self._homes.setdefault(obj.path, []).append(obj.file)
            self._shared[obj.file, obj.lines] += 1
        self._sink.search(read.evidence)
        return objects

    def _second(self, one: _Held, context: Context, book: CertificateBook) -> Iterator[Record]:
        """Yield what a source says."""
        source, read, objects = one.source, one.read, one.objects
        if read is None:
            again = source.read()
            if isinstance(again, Gap):
                yield from self._missing(again)
                return
            excluded = self._excluded.copy()
            read, objects = again, list(self._objects(source, again))
            self._excluded = excluded
        yield from self._troubles(source, read, objects)
        if not objects:
            return
        digest = self._sink.keep(read.evidence, media_type="application/yaml", source=source.name)
        for obj in objects:
            obj.evidence = digest
            obj.suffix = self._suffix(obj)
            obj.copies = copies(obj.file, self._homes[obj.path])
            yield from self._facts(obj, context, book)
        yield from self._waivers(read, objects)

    def _suffix(self, obj: Object) -> str:
        """Return what tells an object apart from others of its name."""
        if len(self._homes[obj.path]) == 1:
            return ""
        self._seen[obj.path, obj.file] += 1
        number = self._seen[obj.path, obj.file]
        return f" ({obj.file})" if number == 1 else f" ({obj.file}, {number})"

    def _facts(self, obj: Object, context: Context, book: CertificateBook) -> Iterator[Record]:
        from auditor_objects.translate import covered, translate

        told = covered(obj.group, obj.kind)
        for fact in translate(obj, context):
            told = told or isinstance(fact, Workload)
            yield fact
        book.feed(obj)
        label = (
            obj.kind if known_kind(obj.group, obj.kind) else f"{obj.kind}.{obj.group}".rstrip(".")
        )
        self._kinds["" if told else label] += 1
        sops = encrypted(obj.body)
        if not (obj.troubles or sops):
            return
        origin = obj.origin()
        for detail, place in obj.troubles.items():
            yield Gap(
                scope=self.scope,
                reason=Reason.UNPARSABLE,
                detail=detail,
                address=origin.address,
                place=place or origin.place,
            )
        if sops:
            yield Gap(
                scope=self.scope,
                reason=Reason.UNRESOLVED,
                detail=_SOPS,
                address=origin.address,
                place=origin.place,
            )

    def _troubles(self, source: Source, read: Read, objects: Sequence[Object]) -> Iterator[Gap]:
        """Yield what of a source was not read, and count it."""
        for trouble in read.troubles:
            yield Gap(
                scope=self.scope,
                reason=_REASONS[trouble.kind],
                detail=trouble.detail,
                place=Place(source.name, trouble.line, trouble.line),
            )
        missing = [trouble.told for trouble in read.troubles if trouble.kind != "doubtful"]
        if missing:
            self._unread.add(source.name, missing)
            self._files["errored"] += 1
        elif objects:
            self._files["evaluated"] += 1
        else:
            self._files["no objects"] += 1

    def _waivers(self, read: Read, objects: Sequence[Object]) -> Iterator[InlineWaiver]:
        if read.comments:
            documents = [document for _, document in read.written]
            for ignore in of_comments(read.evidence, documents):
                yield self._waiver(ignore, objects[0].file)
        for obj in objects:
            for ignore in of_object(obj):
                shared = self._shared[obj.file, obj.lines] > 1
                problem = "several objects share its lines; waive in the configuration instead"
                yield self._waiver(ignore, obj.file, problem if shared else "")

    def _waiver(self, ignore: Ignore, file: str, problem: str = "") -> InlineWaiver:
        return InlineWaiver(
            scope=self.scope,
            syntax=ignore.syntax,
            ids=ignore.ids,
            place=Place(file, ignore.line, ignore.line),
            region=Place(file, *ignore.region),
            reason=ignore.reason,
            until=ignore.until,
            problem=ignore.problem or problem,
        )

    def _not_read(self) -> dict[str, Unknown]:
        from auditor_objects.certificate_joins import CONSUMERS

        unread = self._unread.reasons()
        whole = unread.get(EVERYTHING)
        return dict.fromkeys(("secrets", *CONSUMERS), whole) if whole else unread

    def _listings(self) -> Iterator[Listing]:
        """Say that everything was listed, but for the kinds that were not read whole."""
        origin = Origin(
            provider="kubernetes", scope=self.scope, address=self.scope, kind="manifests"
        )
        answers: dict[str, bool | Unknown] = {EVERYTHING: True, **self._unread.reasons()}
        for resource, complete in answers.items():
            yield Listing(origin=origin, subject="manifests", resource=resource, complete=complete)

    def _populations(self, others: Mapping[str, int]) -> Iterator[Population]:
        excluded = {
            **{f"no translator for {kind}": number for kind, number in self._kinds.items() if kind},
            **self._excluded,
        }
        evaluated = self._kinds[""]
        yield Population(
            scope=self.scope,
            source="objects",
            query="objects in the documents of the files, lists unrolled",
            listed=evaluated + sum(excluded.values()),
            evaluated=evaluated,
            excluded=dict(sorted(excluded.items())),
        )
        left = Counter(others)
        left["no objects in it"] += self._files["no objects"]
        left = +left
        files = self._files
        yield Population(
            scope=self.scope,
            source="files",
            query="*.yaml, *.yml and *.json that hold objects",
            listed=files["evaluated"] + files["errored"] + left.total(),
            evaluated=files["evaluated"],
            errored=files["errored"],
            excluded=dict(sorted(left.items())),
        )
