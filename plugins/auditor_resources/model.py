"""Resources in the words of Terraform's providers: bodies, blocks and values.

The evaluator of configurations, the reader of plans and the collectors of live accounts
all produce this model; the translators turn it into facts. Nothing here knows how a
value was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias


class Place(NamedTuple):
    """Lines of one file, 1-based and inclusive; ``file`` is relative to the run's base."""

    file: str
    line: int
    end_line: int


class Unknown:
    """A value that cannot be told before apply, or that was left unresolved.

    ``reason`` is for people (``var.kms_key has no value``, ``known after apply:
    aws_kms_key.this.arn``). ``refs`` are the addresses of the resources the value
    derives from, qualified by module and instance, so that joins survive.
    """

    __slots__ = ("reason", "refs")

    def __init__(self, reason: str, refs: tuple[str, ...] = ()) -> None:
        self.reason = reason
        self.refs = refs

    def __repr__(self) -> str:
        return f"Unknown({self.reason!r}, refs={self.refs!r})"


class Partial(Unknown):
    """A string of which some parts are known: ``("arn:aws:s3:::", Unknown(...), "/*")``."""

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[str | Unknown, ...]) -> None:
        holes = [part for part in parts if isinstance(part, Unknown)]
        refs = tuple(dict.fromkeys(ref for hole in holes for ref in hole.refs))
        super().__init__(holes[0].reason if holes else "", refs)
        self.parts = parts

    def known_text(self, hole: str = "") -> str:
        """Return the text with ``hole`` in the place of every unknown part."""
        return "".join(part if isinstance(part, str) else hole for part in self.parts)


class Json(Unknown):
    """Text that is the JSON form of ``value``, where ``value`` has unknown leaves.

    ``jsonencode`` and ``data.aws_iam_policy_document`` make it, so that a policy
    with one unknown ARN can still be read. JSON without unknown leaves is plain ``str``.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any, reason: str, refs: tuple[str, ...] = ()) -> None:
        super().__init__(reason, refs)
        self.value = value


Value: TypeAlias = "bool | int | float | str | list[Any] | dict[str, Any] | Unknown | None"
"""Sets are lists without duplicates in Terraform's order; tuples are lists; objects are dicts."""


@dataclass(slots=True)
class Body:
    """The evaluated inside of a block: attributes by name and nested blocks by type.

    A nested block and an attribute that holds objects look alike through
    :meth:`blocks`, since plan documents and attribute-as-block syntax do not tell
    them apart.
    """

    place: Place
    attributes: Mapping[str, Value] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    nested: Mapping[str, list[Body]] = field(default_factory=dict)
    unresolved: Mapping[str, Unknown] = field(default_factory=dict)
    """Block types whose number of instances is unknown (``dynamic`` over an unknown)."""

    def get(self, name: str) -> Value:
        """Return the attribute, or None when it is absent or null."""
        return self.attributes.get(name)

    def blocks(self, name: str) -> list[Body]:
        """Return the nested blocks of this type, attribute-as-block syntax included."""
        found = self.nested.get(name)
        if found is not None:
            return found
        value = self.attributes.get(name)
        if isinstance(value, dict):
            value = [value]
        if not isinstance(value, list):
            return []
        place = self.places.get(name, self.place)
        return [Body(place=place, attributes=item) for item in value if isinstance(item, dict)]

    def block(self, name: str) -> Body | None:
        """Return the first nested block of this type, or None."""
        found = self.blocks(name)
        return found[0] if found else None

    def hole(self, name: str) -> Unknown | None:
        """Return why the blocks of this type are not (all) known, or None when they are."""
        found = self.unresolved.get(name)
        if found is not None:
            return found
        value = self.attributes.get(name)
        if isinstance(value, Unknown):
            return value
        if isinstance(value, list):
            return next((item for item in value if isinstance(item, Unknown)), None)
        return None

    def place_of(self, *names: str) -> Place:
        """Return where the first present of ``names`` is written, else the block itself."""
        for name in names:
            place = self.places.get(name)
            if place is not None:
                return place
            found = self.nested.get(name)
            if found:
                return found[0].place
        return self.place


@dataclass(slots=True)
class Resource:
    """One instance of a managed resource, a data source, a provider or a module call.

    ``mode`` is ``managed``, ``data``, ``provider`` or ``module``. ``address`` is
    Terraform's own (``module.m["x"].aws_ebs_volume.data[0]``; a provider is
    ``provider.aws`` or ``provider.aws.alias``; a data source ``data.TYPE.NAME``).
    ``type`` is the first label (for a module call: its ``source``).
    """

    mode: str
    type: str
    name: str
    address: str
    module: str
    """Address of the containing module instance; empty for the root module."""
    body: Body
    calls: tuple[Place, ...] = ()
    """Module calls that lead here, outermost first; empty in the root module."""
    unchanged: bool = False
    """True for a resource that a plan document leaves as it is."""
    exists: Unknown | None = None
    """Why it is unknown whether (or how often) this instance exists; None when it does."""
    evidence: str = ""
    """SHA-256 (hex) of the evidence it was read from; empty when its file's is meant."""

    @property
    def place(self) -> Place:
        return self.body.place


@dataclass(slots=True)
class Trouble:
    """A part that could not be read: becomes a gap.

    ``kind`` is one of ``unparsable``, ``unreadable``, ``too-large``, ``cycle``,
    ``external-module``, ``missing-module``, ``unsupported``, ``unresolved``.
    """

    kind: str
    place: Place
    detail: str
    address: str = ""


@dataclass(slots=True)
class Estate:
    """One evaluated root module, one plan document, or one part of an account."""

    resources: list[Resource]
    troubles: list[Trouble]
    sensitive: set[str]
    """Strings that must never be written: values of sensitive variables and the like."""
    sources: dict[str, bytes]
    """Every file that was read, by path relative to the run's base."""
    variables: list[Resource] = field(default_factory=list)
    """``variable`` blocks (mode ``variable``; body attributes as written: default, sensitive …),
    ``locals`` and ``output`` blocks likewise, for the search for hard-coded secrets."""
    provider_versions: dict[str, str] = field(default_factory=dict)
    """Version constraints of the root module on providers, by local name."""
    _by_address: dict[str, Resource] = field(default_factory=dict, repr=False)
    _by_type: dict[str, list[Resource]] = field(default_factory=dict, repr=False)

    def of_type(self, *types: str) -> Iterator[Resource]:
        """Yield managed resources and data sources of these types, in order of address."""
        if not self._by_type:
            for resource in self.resources:
                self._by_type.setdefault(resource.type, []).append(resource)
        for kind in types:
            yield from self._by_type.get(kind, ())

    def at(self, address: str) -> Resource | None:
        """Return the resource at this exact address."""
        if not self._by_address:
            self._by_address.update({item.address: item for item in self.resources})
        return self._by_address.get(address)
