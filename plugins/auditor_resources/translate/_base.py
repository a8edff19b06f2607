"""What translators stand on: answers with places, facts from resources, joins between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias, TypeVar

from auditor.facts import Fact, Origin, Setting, Unknown
from auditor.facts import Place as FactPlace
from auditor_resources import model
from auditor_resources.model import Body, Estate, Resource

FactT = TypeVar("FactT", bound=Fact)


class Answer(NamedTuple):
    """A fact field's value, and where it is written (None when nothing is written)."""

    value: Any
    place: model.Place | None = None

    def map(self, change: Callable[[Any], Any]) -> Answer:
        """Return the answer with a known value changed; None and Unknown stay."""
        if self.value is None or isinstance(self.value, Unknown):
            return self
        return Answer(change(self.value), self.place)


def unknown(value: model.Unknown) -> Unknown:
    """Return the fact-side form of an unresolved value."""
    return Unknown(value.reason)


def _place(place: model.Place | None) -> FactPlace | None:
    """Return a place in a file; what was read from an API stands in none."""
    return FactPlace(place.file, place.line, place.end_line) if place and place.file else None


def raw(body: Body, name: str) -> Answer:
    """Read an attribute as it is; a model Unknown becomes a fact Unknown."""
    value = body.get(name)
    if value is None:
        return Answer(None)
    place = body.places.get(name, body.place)
    if isinstance(value, model.Unknown):
        return Answer(unknown(value), place)
    return Answer(value, place)


def flag(body: Body, name: str, default: bool | None) -> Answer:
    """Read a boolean; ``default`` is the provider's documented default for an absent one."""
    answer = raw(body, name)
    if answer.value is None:
        return Answer(default)
    if isinstance(answer.value, bool | Unknown):
        return answer
    if isinstance(answer.value, str) and answer.value.lower() in ("true", "false"):
        return Answer(answer.value.lower() == "true", answer.place)
    return Answer(Unknown(f"{name} is neither true nor false"), answer.place)


def number(body: Body, name: str, default: int | None) -> Answer:
    """Read a whole number; ``default`` as in :func:`flag`."""
    answer = raw(body, name)
    value = answer.value
    if value is None:
        return Answer(default)
    if isinstance(value, Unknown):
        return answer
    try:
        return Answer(int(value), answer.place)
    except (TypeError, ValueError, OverflowError):
        return Answer(Unknown(f"{name} is not a number"), answer.place)


def text(body: Body, name: str, default: str | None = None) -> Answer:
    """Read a string; ``default`` as in :func:`flag`."""
    answer = raw(body, name)
    value = answer.value
    if value is None:
        return Answer(default)
    if isinstance(value, str | Unknown):
        return answer
    if isinstance(value, bool):
        return Answer(str(value).lower(), answer.place)
    if isinstance(value, int | float):
        return Answer(str(value), answer.place)
    return Answer(Unknown(f"{name} is not a string"), answer.place)


def instant(body: Body, name: str) -> Answer:
    """Read a moment in time that AWS told; what a configuration cannot know is not asked."""
    value: Any = body.get(name)
    if isinstance(value, model.Unknown):
        return Answer(None) if value.reason.startswith("known after apply") else raw(body, name)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return Answer(Unknown(f"{name} is not a moment in time"), body.place_of(name))
    if isinstance(value, datetime) and value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return Answer(value, None if value is None else body.place_of(name))


def texts(body: Body, name: str) -> tuple[str | Unknown, ...] | Unknown | None:
    """Read a list of strings; None when absent, unknown elements kept in their places."""
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, model.Unknown):
        return unknown(value)
    if not isinstance(value, list):
        value = [value]
    return tuple(
        unknown(item) if isinstance(item, model.Unknown) else str(item)
        for item in value
        if item is not None
    )


def present(body: Body, *names: str) -> Answer:
    """Say whether any of these attributes or blocks is set (an unresolved value counts as set
    when it refers to a resource, else the answer is unknown)."""
    hole: Answer | None = None
    for name in names:
        value = body.get(name)
        place = body.place_of(name)
        if isinstance(value, model.Unknown):
            if value.refs:
                return Answer(True, place)
            hole = hole or Answer(unknown(value), place)
        elif value not in (None, "", [], {}):
            return Answer(True, place)
        elif name in body.unresolved:
            hole = hole or Answer(unknown(body.unresolved[name]), place)
        elif body.blocks(name):
            return Answer(True, place)
    return hole or Answer(False)


def customer_key(body: Body, *names: str, absent: str = "provider") -> Answer:
    """Say who manages the key, for ``DataStore.key``: ``customer`` when one of the attributes
    names a key (AWS-managed aliases such as ``alias/aws/ebs`` do not count), else ``absent``."""
    for name in names:
        value = body.get(name)
        place = body.place_of(name)
        if isinstance(value, model.Partial):
            value = value.known_text("\0")
        if isinstance(value, model.Unknown):
            if any("aws_kms_alias.aws" in ref for ref in value.refs) or not value.refs:
                return Answer(unknown(value), place)
            return Answer("customer", place)
        if isinstance(value, str) and value:
            return Answer("provider" if "alias/aws/" in value else "customer", place)
    return Answer(absent)


class Context:
    """One root module, plan or part of an account while it is being translated."""

    def __init__(self, estate: Estate, scope: str, evidence: Mapping[str, str]) -> None:
        self.estate = estate
        self.scope = scope
        self._evidence = evidence
        self._origins: dict[str, Origin] = {}
        self._links: dict[tuple[str, str], dict[str, list[Resource]]] = {}
        self._loose: dict[tuple[str, str], list[Resource]] = {}
        self.untold: list[tuple[Resource, str]] = []
        """Resources of which not even the kind of facts can be told, and why."""

    @property
    def joined(self) -> set[str]:
        """Types that were read through what they point at: a bucket's versioning."""
        return {kind for kind, _ in self._links}

    def origin(self, resource: Resource) -> Origin:
        """Return the origin that all facts about a resource share."""
        found = self._origins.get(resource.address)
        if found is None:
            place = resource.place
            found = self._origins[resource.address] = Origin(
                provider=_provider(resource),
                scope=self.scope,
                address=resource.address,
                kind="module" if resource.mode == "module" else resource.type,
                place=_place(place),
                calls=tuple(FactPlace(*call) for call in resource.calls),
                evidence=resource.evidence or self._evidence.get(place.file, ""),
                unchanged=resource.unchanged,
            )
        return found

    def fact(
        self,
        kind: type[FactT],
        resource: Resource,
        subject: str,
        *,
        part: str = "",
        answers: Mapping[str, Answer] | None = None,
        **fields: Any,
    ) -> FactT:
        """Build a fact about a resource: ``answers`` by field name, ``fields`` as they are."""
        places: dict[str, FactPlace] = {}
        for name, answer in (answers or {}).items():
            fields[name] = answer.value
            place = _place(answer.place)
            if place is not None:
                places[name] = place
        return kind(
            origin=self.origin(resource), subject=subject, part=part, places=places, **fields
        )

    def setting(
        self, resource: Resource, subject: str, name: str, answer: Answer, part: str = ""
    ) -> Setting:
        """Build a :class:`Setting`; its place is filed under the setting's name."""
        place = _place(answer.place)
        places = {name: place} if place else {}
        return Setting(
            origin=self.origin(resource),
            subject=subject,
            part=part,
            places=places,
            name=name,
            value=answer.value,
        )

    def linked(self, target: Resource, kind: str, by: str, *keys: str) -> list[Resource]:
        """Return the resources of type ``kind`` whose attribute ``by`` points at ``target``.

        A pointer is a reference to the target, or a value equal to one of the target's
        known attributes ``keys`` (``bucket`` for S3). Both must be in one unit.
        """
        index = self._links.get((kind, by))
        if index is None:
            index = self._index(kind, by)
        found = list(index.get(target.address, ()))
        for key in keys:
            value = target.body.get(key)
            if isinstance(value, str):
                found += [item for item in index.get(f"={value}", ()) if item not in found]
        return found

    def loose(self, kind: str, by: str) -> Unknown | None:
        """Return why some resource of ``kind`` may point at anything: its pointer is unknown
        and refers to no resource. None when all pointers are told."""
        if (kind, by) not in self._links:
            self._index(kind, by)
        for item in self._loose[(kind, by)]:
            value = item.body.get(by)
            if isinstance(value, model.Unknown):
                return Unknown(f"{item.address} may apply: {value.reason}")
        return None

    def _index(self, kind: str, by: str) -> dict[str, list[Resource]]:
        index: dict[str, list[Resource]] = {}
        loose: list[Resource] = []
        for item in self.estate.of_type(kind):
            value = item.body.get(by)
            if isinstance(value, model.Unknown):
                for ref in value.refs:
                    index.setdefault(ref, []).append(item)
                if not value.refs:
                    loose.append(item)
            elif isinstance(value, str):
                index.setdefault(f"={value}", []).append(item)
        self._links[(kind, by)] = index
        self._loose[(kind, by)] = loose
        return index


Translator: TypeAlias = Callable[[Resource, Context], Iterable[Fact]]

REGISTRY: dict[str, list[Translator]] = {}
"""Translators by resource type; ``data.TYPE`` for data sources, ``provider.NAME`` for providers."""


def translates(*kinds: str) -> Callable[[Translator], Translator]:
    """Register a translator for these types (see :data:`REGISTRY` for the spelling)."""

    def register(translator: Translator) -> Translator:
        for kind in kinds:
            REGISTRY.setdefault(kind, []).append(translator)
        return translator

    return register


def translate(resource: Resource, context: Context) -> Iterator[Fact]:
    """Yield the facts that the registered translators read from one resource."""
    kind = resource.type if resource.mode == "managed" else f"{resource.mode}.{resource.type}"
    for translator in REGISTRY.get(kind, ()):
        yield from translator(resource, context)


def _provider(resource: Resource) -> str:
    if resource.mode not in ("managed", "data", "provider"):
        return "terraform"
    name = resource.type.partition("_")[0]
    return "google" if name == "google-beta" else name
