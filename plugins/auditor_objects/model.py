"""Objects and a tolerant way to read them: values, or why there is none, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from msgspec import Struct

from auditor.facts import ClusterFact, Origin, Place, Unknown
from auditor_objects.kinds import known_kind

Lines = tuple[int, int]
"""First and last line, 1-based and inclusive."""

FactT = TypeVar("FactT", bound=ClusterFact)

_TEMPLATED = re.compile(r"\{\{|\$\{|<%|\A\$[A-Z_]+\Z")
_LONGEST_NAME = 253
"""Characters that the name of an object may have (RFC 1123 subdomain); what is longer is cut."""
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


class Map(dict[str, Any]):
    """A mapping that was read from text."""

    __slots__ = ("lines",)

    def __init__(self, items: Mapping[str, Any] = {}, lines: Mapping[str, Lines] = {}) -> None:
        super().__init__(items)
        self.lines = lines


class Seq(list[Any]):
    """A sequence that was read from text."""

    __slots__ = ("lines",)

    def __init__(self, items: list[Any], lines: list[Lines]) -> None:
        super().__init__(items)
        self.lines = lines


class Node(Struct, eq=False, gc=False):
    """A value within an object, or an :class:`auditor.facts.Unknown` in its place. Reading never
    raises: what has the wrong form is absent, and the object's ``troubles`` say so."""

    value: Any
    object: Object
    parent: Node | None = None
    key: str = ""
    lines: Lines | None = None

    def __bool__(self) -> bool:
        """Say whether something is written here (also ``false``, ``0`` or an empty text)."""
        return self.value is not None

    @property
    def path(self) -> str:
        """Where it is within the object: ``spec.containers[0].image``."""
        if self.parent is None:
            return self.key
        above = self.parent.path
        if self.key.startswith("["):
            return above + self.key
        return f"{above}.{self.key}" if above else self.key

    @property
    def place(self) -> Place | None:
        """The lines it stands in; None for what was read from an API."""
        lines = self.lines
        return Place(self.object.file, *lines) if lines and self.object.file else None

    def get(self, key: str, *more: str) -> Node:
        """Return what lies below. What is absent is a node without a value, and what lies below it
        is that node."""
        value = self.value
        if value is None:
            return self
        if type(value) is Map:
            at = value.lines.get(key, self.lines)
            node = Node(value.get(key), self.object, self, key, at)
        else:
            node = self._child(key)
        return node.get(*more) if more else node

    def _child(self, key: str) -> Node:
        value = self.value
        if isinstance(value, dict):
            return Node(value.get(key), self.object, self, key, self.lines)
        if isinstance(value, Unknown):
            return Node(value, self.object, self, key, self.lines)
        self.wrong("a mapping")
        return Node(None, self.object, self, key, self.lines)

    def items(self) -> Iterator[Node]:
        """Yield the elements of a list."""
        value = self.value
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong("a list")
            return
        lines = value.lines if type(value) is Seq else None
        for number, item in enumerate(value):
            at = lines[number] if lines else self.lines
            yield Node(item, self.object, self, f"[{number}]", at)

    def having(self, key: str) -> Iterator[Node]:
        """Yield the elements of a list that have a key, without a look at the others: of long lists
        with few of them."""
        value = self.value
        if not isinstance(value, list):
            return
        lines = value.lines if type(value) is Seq else None
        for number, item in enumerate(value):
            if isinstance(item, dict) and key in item:
                at = lines[number] if lines else self.lines
                yield Node(item, self.object, self, f"[{number}]", at)

    def entries(self) -> Iterator[tuple[str, Node]]:
        """Yield the pairs of a mapping."""
        value = self.value
        if isinstance(value, dict):
            for key in value:
                yield key, self.get(key)
        elif value is not None:
            self.wrong("a mapping")

    def text(self) -> str | Unknown | None:
        """Read a text; a template's placeholder is an Unknown."""
        value = self.value
        if value is None:
            return None
        if isinstance(value, str):
            hole = ("{" in value or "$" in value or "<" in value) and _TEMPLATED.search(value)
            return self._hole() if hole else value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        return self.wrong("a text")

    def known(self, default: str = "") -> str:
        """Read a text for names and messages: ``default`` where there is none or it is unknown."""
        value = self.text()
        return value if isinstance(value, str) else default

    def flag(self) -> bool | Unknown | None:
        """Read a boolean."""
        value = self.value
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            if _TEMPLATED.search(value):
                return self._hole()
            if value.lower() in ("true", "false"):
                return value.lower() == "true"
        return self.wrong("true or false")

    def number(self) -> int | Unknown | None:
        """Read a whole number."""
        value = self.value
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, str):
            if _TEMPLATED.search(value):
                return self._hole()
            if re.fullmatch(r"-?\d{1,18}", value):
                return int(value)
        return self.wrong("a whole number")

    def moment(self) -> datetime | None:
        """Read a time (RFC 3339); None where there is none."""
        value = self.value
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        try:
            return datetime.fromisoformat(value).astimezone(UTC) if value else None
        except (TypeError, ValueError, OverflowError):
            return None

    def texts(self) -> tuple[str | Unknown, ...]:
        """Read a list of texts; elements that are none are left out and told as trouble."""
        read = (item.text() for item in self.items())
        return tuple(text for text in read if text is not None)

    def labels(self) -> dict[str, str | Unknown]:
        """Read labels; see :class:`auditor.facts.Selector` for those whose names are unknown."""
        if isinstance(self.value, Unknown):
            return {"": self.value}
        if isinstance(self.value, str) and _TEMPLATED.search(self.value):
            return {"": self._hole()}
        found: dict[str, str | Unknown] = {}
        for key, node in self.entries():
            value = node.text()
            if _TEMPLATED.search(key):
                found[""] = self._hole()
            else:
                found[key] = "" if value is None else value
        return found

    def wrong(self, wanted: str) -> Unknown:
        """Note that the value has the wrong form; return the Unknown that stands for it."""
        if isinstance(self.value, Unknown):
            return self.value
        if isinstance(self.value, str) and _TEMPLATED.search(self.value):
            return self._hole()
        detail = f"{self.path or 'the document'} is not {wanted}"
        self.object.troubles.setdefault(detail, self.place)
        return Unknown(detail)

    def _hole(self) -> Unknown:
        return Unknown(f"{self.path} is filled in by a template")


class Object:
    """One object of the API, from a file or a cluster.

    ``scope`` is the cluster or the tree of manifests. ``file`` and ``lines`` say where it is
    written; both are empty for what a cluster answered. ``troubles`` collects what has the
    wrong form, with its place.
    """

    def __init__(
        self,
        body: Mapping[str, Any],
        *,
        scope: str,
        live: bool = False,
        file: str = "",
        lines: Lines | None = None,
        evidence: str = "",
        namespace: str = "",
        suffix: str = "",
    ) -> None:
        self.scope = scope
        self.live = live
        self.file = file
        self.lines = lines
        self.evidence = evidence
        self.troubles: dict[str, Place | None] = {}
        self.body = body
        self._common: tuple[object, dict[str, Any]] | None = None
        metadata = self.metadata
        version = self.get("apiVersion").known()
        self.group, _, self.version = version.rpartition("/")
        self.kind = self.get("kind").known()
        known = known_kind(self.group, self.kind)
        home = metadata.get("namespace")
        self.namespaced = known.namespaced if known else bool(home or namespace)
        self.moved_to = namespace
        """The namespace that a kustomization puts it into, or that it makes of this one; usually
        empty."""
        self.namespace_written = bool(namespace or home.known())
        self.namespace = (namespace or home.known() or "default") if self.namespaced else ""
        name = metadata.get("name").known() or f"{metadata.get('generateName').known()}*"
        if namespace and (self.group, self.kind) == ("", "Namespace"):
            name = namespace
        self.name = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
        self.suffix = suffix
        """Tells apart objects of one name in one tree of manifests; usually empty."""
        self.copies: tuple[str, ...] = ()
        """See :class:`auditor.facts.ClusterFact`."""

    @property
    def root(self) -> Node:
        """The whole object. It is made anew each time: an object that held it would be a circle,
        which only the search for garbage frees."""
        return Node(self.body, self, None, "", self.lines)

    @property
    def metadata(self) -> Node:
        """The object's metadata."""
        return self.get("metadata")

    def get(self, key: str, *more: str) -> Node:
        """Return what lies below the whole object."""
        body = self.body
        if type(body) is Map:
            at = body.lines.get(key, self.lines)
            node = Node(body.get(key), self, None, key, at)
        else:
            node = self.root.get(key)
        return node.get(*more) if more else node

    @property
    def path(self) -> str:
        """``namespace/Kind/name``; the group is added to kinds that extensions define."""
        kind = self.kind if known_kind(self.group, self.kind) else f"{self.kind}.{self.group}"
        kind = kind.rstrip(".")
        return f"{self.namespace}/{kind}/{self.name}" if self.namespace else f"{kind}/{self.name}"

    @property
    def annotations(self) -> Node:
        """The annotations."""
        return self.metadata.get("annotations")

    def origin(self) -> Origin:
        """Return what the facts of this object say of where they come from."""
        place = Place(self.file, *self.lines) if self.file and self.lines else None
        return Origin(
            provider="kubernetes",
            scope=self.scope,
            address=self.path + self.suffix,
            kind=self.kind,
            place=place,
            evidence=self.evidence,
        )

    def fact(self, form: type[FactT], /, *, subject: str = "", **fields: Any) -> FactT:
        """Make a fact about this object."""
        return form(**{**self._told(), "subject": subject or self.kind, **fields})

    def _told(self) -> dict[str, Any]:
        """Return what all facts of this object say."""
        key = (self.name, self.suffix, self.evidence, self.copies)
        if self._common is None or self._common[0] != key:
            metadata = self.metadata
            annotations = metadata.get("annotations").entries()
            common = {
                "origin": self.origin(),
                "name": self.name,
                "namespace": self.namespace,
                "namespace_written": self.namespace_written,
                "live": self.live,
                "copies": self.copies,
                "labels": metadata.get("labels").labels(),
                "annotations": tuple(name for name, _ in annotations if name != LAST_APPLIED),
                "created": metadata.get("creationTimestamp").moment(),
                "managed_by": self.owner(),
            }
            self._common = key, common
        return self._common[1]

    def owner(self) -> str:
        """Return ``Kind/name`` of the controlling owner, or nothing."""
        for owner in self.metadata.get("ownerReferences").items():
            if owner.get("controller").flag() is True:
                return f"{owner.get('kind').known()}/{owner.get('name').known()}"
        return ""
