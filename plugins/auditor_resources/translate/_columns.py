"""Columns of facts for resource types that are mostly switches: a few lines describe a type.

A column turns a resource into the facts of one kind; :func:`describe` registers columns
for a type. The readers that fill a column are those of the declarative tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from auditor.facts import (
    Component,
    DataStore,
    EncryptionKey,
    Fact,
    ImageReference,
    ManagedSecret,
    TlsListener,
    Unknown,
)
from auditor_resources import model
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Answer, Context, translates, unknown
from auditor_resources.translate._policy import shown
from auditor_resources.translate._tables import Reader, either, word

_EVERYBODY = frozenset({"0.0.0.0/0", "::/0", "*", "0.0.0.0", "internet", "any"})

Column: TypeAlias = Callable[[Resource, Context, str], Iterator[Fact]]
"""Turns a resource, whose subject is the last argument, into facts."""


def describe(subject: str, *kinds: str | Column) -> None:
    """Register the columns (after the names of types) as the translator of these types."""
    names = [item for item in kinds if isinstance(item, str)]
    columns = [item for item in kinds if not isinstance(item, str)]

    @translates(*names)
    def translator(resource: Resource, context: Context) -> Iterator[Fact]:
        yield from filled(resource, context, subject, *columns)


def filled(resource: Resource, context: Context, subject: str, *columns: Column) -> Iterator[Fact]:
    """Yield the facts of the columns, one after the other."""
    for column in columns:
        yield from column(resource, context, subject)


def _column(kind: type[Fact], part: str, readers: dict[str, Reader]) -> Column:
    def column(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
        answers = {name: read(resource.body) for name, read in readers.items()}
        if any(answer.value is not None for answer in answers.values()):
            named = f"{part} of {subject}" if part else subject
            yield context.fact(kind, resource, named, part=part, answers=answers)

    return column


def store(part: str = "", /, **readers: Reader) -> Column:
    """One :class:`DataStore`."""
    return _column(DataStore, part, readers)


def listener(part: str = "", /, **readers: Reader) -> Column:
    """One :class:`TlsListener`."""
    return _column(TlsListener, part, readers)


def secret(**readers: Reader) -> Column:
    """One :class:`ManagedSecret`."""
    return _column(ManagedSecret, "", readers)


def guarded_key(**readers: Reader) -> Column:
    """One :class:`EncryptionKey`."""
    return _column(EncryptionKey, "", readers)


def settings(**readers: Reader) -> Column:
    """One Setting a reader; none where the question does not arise."""

    def column(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
        for name, read in readers.items():
            answer = read(resource.body)
            if answer.value is not None:
                yield context.setting(resource, subject, name, answer)

    return column


def component(product: str, read: Reader) -> Column:
    """The product that runs here, where its version is written."""

    def column(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
        answer = read(resource.body)
        if answer.value is not None:
            answers = {"version": answer}
            yield context.fact(Component, resource, subject, answers=answers, product=product)

    return column


def products(read: Reader, split: Callable[[str], tuple[str, str] | None]) -> Column:
    """The product that a word names together with its version, as ``split`` takes it apart."""

    def column(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
        answer = read(resource.body)
        found = split(answer.value) if isinstance(answer.value, str) else None
        if found is not None:
            answers = {"version": Answer(found[1], answer.place)}
            yield context.fact(Component, resource, subject, answers=answers, product=found[0])

    return column


def images(*paths: str) -> Column:
    """The container images that run here; a path ends in the attribute, through all blocks."""

    def column(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
        for path in paths:
            *blocks, name = path.split(".")
            for at, body in nested(resource.body, *blocks):
                value = body.get(name)
                if value not in (None, ""):
                    answers = {"image": Answer(shown(value), body.place_of(name))}
                    yield context.fact(ImageReference, resource, subject, part=at, answers=answers)

    return column


def nested(body: Body, *kinds: str, at: str = "") -> Iterator[tuple[str, Body]]:
    """Yield every block at the end of a path of block types, with the path that leads there."""
    if not kinds:
        yield at, body
        return
    for index, inner in enumerate(body.blocks(kinds[0])):
        step = f"{at}.{kinds[0]}[{index}]" if at else f"{kinds[0]}[{index}]"
        yield from nested(inner, *kinds[1:], at=step)


def first(*readers: Reader, default: Any = None) -> Reader:
    """Give the first answer there is: for attributes whose name changed between versions."""

    def reader(body: Body) -> Answer:
        for read in readers:
            answer = read(body)
            if answer.value is not None:
                return answer
        return Answer(default)

    return reader


def mapped(path: str, meanings: dict[str, Any], default: Any, *, other: Any = None) -> Reader:
    """Read a word and give what it means (letters of either case); ``other`` for a strange one.

    Without ``other`` a strange word is Unknown.
    """
    known = {name.lower(): meaning for name, meaning in meanings.items()}
    read = word(path)

    def meaning(value: str) -> Any:
        fallback = Unknown(f"{path} has an unfamiliar value") if other is None else other
        return known.get(value.lower(), fallback)

    def reader(body: Body) -> Answer:
        answer = read(body)
        return Answer(default) if answer.value is None else answer.map(meaning)

    return reader


def everybody_in(value: Any, place: model.Place | None = None) -> Answer:
    """Say whether an address block, or one of a list of them, is everybody."""
    items = value if isinstance(value, list | tuple) else [value]
    for item in items:
        if isinstance(item, str) and item.strip().lower() in _EVERYBODY:
            return Answer(True, place)
    for item in items:
        if isinstance(item, model.Unknown | Unknown):
            return Answer(Unknown(item.reason), place)
    return Answer(False, place)


def over(body: Body, *kinds: str, read: Reader) -> list[Answer]:
    """Ask every block at the end of a path; one Unknown stands for blocks of unknown number."""
    if not kinds:
        return [read(body)]
    hole = body.hole(kinds[0])
    if hole is not None:
        return [Answer(unknown(hole), body.place_of(kinds[0]))]
    return [
        answer for inner in body.blocks(kinds[0]) for answer in over(inner, *kinds[1:], read=read)
    ]


def linked(context: Context, target: Resource, kind: str, by: str, read: Reader) -> Answer:
    """Join by *or* what ``read`` finds in the resources of ``kind`` that point at ``target``.

    False when there is none; Unknown when some may point anywhere.
    """
    answers = [
        read(item.body) if item.exists is None else Answer(unknown(item.exists), item.place)
        for item in context.linked(target, kind, by, "id")
    ]
    found = either(answers)
    return found if found.value else Answer(context.loose(kind, by) or False, found.place)
