"""Declarative tables of readers: one entry a question, for types that need no logic.

A reader finds its attribute by a dotted path through blocks (``logging_info.broker_logs.s3``,
first block of each type) and gives an :class:`Answer`. Absent attributes and blocks answer
with the provider's documented default, blocks of unknown number with an Unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from auditor.facts import Component, DataStore, Fact, Unknown
from auditor_resources import model
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import policy as policies
from auditor_resources.translate._base import (
    Answer,
    Context,
    Translator,
    customer_key,
    flag,
    number,
    present,
    text,
    texts,
    translates,
    unknown,
)

Reader: TypeAlias = Callable[[Body], Answer]


def walk(body: Body, path: str) -> tuple[Body | Answer | None, str]:
    """Return the block that holds the last name of a dotted path, and that name.

    None when a block on the way is absent, an Unknown answer when it may be there or not.
    """
    holder, name, doubt = _walk(body, path)
    return doubt or holder, name


def _walk(body: Body, path: str) -> tuple[Body | None, str, Answer | None]:
    *blocks, name = path.split(".")
    doubt = None
    for kind in blocks:
        hole = body.hole(kind)
        if hole is not None:
            doubt = doubt or Answer(unknown(hole), body.place_of(kind))
        inner = body.block(kind)
        if inner is None:
            return None, name, doubt
        body = inner
    return body, name, doubt


def _along(path: str, default: Any, read: Callable[[Body, str], Answer]) -> Reader:
    """Make a reader of a dotted path; a block in doubt leaves the answer in doubt, unless it
    is the same with and without the block."""

    def reader(body: Body) -> Answer:
        holder, name, doubt = _walk(body, path)
        if holder is None:
            return doubt or Answer(default)
        answer = read(holder, name)
        return answer if doubt is None or answer.value == default else doubt

    return reader


def on(path: str, default: bool | None = False) -> Reader:
    """Read a switch as it is."""
    return _along(path, default, lambda body, name: flag(body, name, default))


def off(path: str, default: bool | None = False) -> Reader:
    """Read a switch and answer the opposite; ``default`` is the answer, not the switch."""
    switch = None if default is None else not default
    return _along(
        path, default, lambda body, name: flag(body, name, switch).map(lambda value: not value)
    )


def days(path: str, default: int | None = None) -> Reader:
    """Read a whole number."""
    return _along(path, default, lambda body, name: number(body, name, default))


def word(path: str, default: str | None = None) -> Reader:
    """Read a string."""
    return _along(path, default, lambda body, name: text(body, name, default))


def among(path: str, good: Collection[str], default: bool | None = False) -> Reader:
    """Say whether a word is one of ``good``; letters of either case are the same."""
    wanted = {item.lower() for item in good}
    return _along(
        path,
        default,
        lambda body, name: _or(
            text(body, name).map(lambda value: value.lower() in wanted), default
        ),
    )


def has(*paths: str) -> Reader:
    """Say whether any of these attributes or blocks is there and not empty."""

    def reader(body: Body) -> Answer:
        return either(_along(path, False, present)(body) for path in paths)

    return reader


def holds(path: str, *wanted: str) -> Reader:
    """Say whether a list of words has any of ``wanted``; without ``wanted``, any word at all."""
    return _along(path, False, lambda body, name: _holds(body, name, wanted))


def key(*paths: str) -> Reader:
    """Say who manages the key named by the first present attribute; nobody named: the provider."""

    def reader(body: Body) -> Answer:
        for path in paths:
            answer = _along(path, None, _named_key)(body)
            if answer.value is not None:
                return answer
        return Answer("provider")

    return reader


def _named_key(body: Body, name: str) -> Answer:
    answer = customer_key(body, name, absent="")
    return answer if answer.value else Answer(None)


def always(value: Any) -> Reader:
    """Give an answer that the service itself settles."""
    return lambda _: Answer(value)


def when(path: str, values: Collection[str], read: Reader, default: str | None = None) -> Reader:
    """Ask only where a word is one of ``values`` (or unknown); elsewhere nothing is answered."""
    condition = among(path, values, None if default is None else default in values)

    def reader(body: Body) -> Answer:
        return Answer(None) if condition(body).value is False else read(body)

    return reader


def unless(path: str, read: Reader) -> Reader:
    """Ask only where an attribute or block is absent."""
    there = has(path)
    return lambda body: Answer(None) if there(body).value is True else read(body)


def any_of(*readers: Reader) -> Reader:
    """Say whether one of the readers answers yes."""
    return lambda body: either(read(body) for read in readers)


def all_of(*readers: Reader) -> Reader:
    """Say whether every reader answers yes."""
    return lambda body: every(read(body) for read in readers)


def either(answers: Iterable[Answer]) -> Answer:
    """Join answers by *or*: the first yes, else the first unknown, else the first no."""
    return _join(answers, True)


def every(answers: Iterable[Answer]) -> Answer:
    """Join answers by *and*: the first no, else the first unknown, else the first yes."""
    return _join(answers, False)


def _join(answers: Iterable[Answer], decisive: bool) -> Answer:
    hole = other = None
    for answer in answers:
        if answer.value is decisive:
            return answer
        if isinstance(answer.value, Unknown):
            hole = hole or answer
        elif answer.value is not None:
            other = other or answer
    return hole or other or Answer(None)


def _or(answer: Answer, default: Any) -> Answer:
    return Answer(default) if answer.value is None else answer


def _holds(body: Body, name: str, wanted: tuple[str, ...]) -> Answer:
    found = texts(body, name)
    if found is None:
        return Answer(False)
    place = body.place_of(name)
    if isinstance(found, Unknown):
        return Answer(found, place)
    known = [item for item in found if isinstance(item, str)]
    if any(item in wanted for item in known) if wanted else bool(found):
        return Answer(True, place)
    return Answer(next((item for item in found if isinstance(item, Unknown)), False), place)


def table(
    subject: str,
    *,
    settings: Mapping[str, Reader] | None = None,
    product: str | Mapping[str, str] | None = None,
    version: str = "engine_version",
    policy: str | None = None,
    **store: Reader,
) -> Translator:
    """Make a translator from readers: one DataStore from ``store``, one Setting a name.

    ``product`` gives the Component whose version is in ``version``: a slug of the lifecycle
    data, or slugs by the value of ``engine``. ``policy`` names the attribute that holds
    the resource's own policy.
    """

    def translator(resource: Resource, context: Context) -> Iterator[Fact]:
        body = resource.body
        if store:
            answers = {name: read(body) for name, read in store.items()}
            yield context.fact(DataStore, resource, subject, answers=answers)
        for name, read in (settings or {}).items():
            answer = read(body)
            if answer.value is not None:
                yield context.setting(resource, subject, name, answer)
        if product is not None:
            yield from component(resource, context, subject, product, text(body, version))
        if policy is not None:
            yield from policies(context, resource, subject, "resource", policy)

    return translator


def tables(*kinds: str, **columns: Any) -> None:
    """Register the :func:`table` of these columns for some types."""
    translates(*kinds)(table(**columns))


def component(
    resource: Resource,
    context: Context,
    subject: str,
    product: str | Mapping[str, str],
    version: Answer,
) -> Iterator[Component]:
    """Yield the product that runs here, unless it has no lifecycle data or no version is set."""
    if not isinstance(product, str):
        engine = text(resource.body, "engine").value
        product = product.get(engine.lower(), "") if isinstance(engine, str) else ""
    if product and version.value is not None:
        yield context.fact(
            Component, resource, subject, answers={"version": version}, product=product
        )


def referent(
    context: Context, resource: Resource, name: str, kinds: Collection[str], *keys: str
) -> Resource | None:
    """Return the resource of one of ``kinds`` that an attribute points at, if it is in the unit.

    A pointer is a reference, or a text equal to one of the attributes ``keys`` of the other.
    """
    value = resource.body.get(name)
    if isinstance(value, model.Unknown):
        for ref in value.refs:
            found = context.estate.at(ref)
            if found is not None and found.type in kinds and found.mode == "managed":
                return found
    elif isinstance(value, str) and value:
        for other in context.estate.of_type(*kinds):
            if other.mode == "managed" and any(other.body.get(key) == value for key in keys):
                return other
    return None


def follow(
    context: Context,
    resource: Resource,
    pointer: str,
    kinds: Collection[str],
    keys: Collection[str],
    read: Reader,
) -> Answer:
    """Return the answer of the resource that ``pointer`` leads to, placed at the pointer.

    None when nothing is pointed at, Unknown when that is outside of the unit.
    """
    if resource.body.get(pointer) in (None, ""):
        return Answer(None)
    source = referent(context, resource, pointer, kinds, *keys)
    if source is None:
        return Answer(Unknown(f"{pointer} is outside of this configuration"))
    return Answer(read(source.body).value, resource.body.place_of(pointer))
