"""Readings that AWS translators share: policies, joins and answers turned round."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from auditor.facts import AccessPolicy, Setting, Unknown
from auditor_resources import model
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Answer, Context, customer_key, unknown
from auditor_resources.translate._policy import grants


def inverted(answer: Answer) -> Answer:
    """Return the opposite of a switch."""
    return answer.map(lambda value: not value)


def policy(
    context: Context,
    resource: Resource,
    subject: str,
    purpose: Literal["identity", "resource", "trust"],
    attribute: str = "policy",
    *,
    body: Body | None = None,
    attached_to: str = "",
    part: str = "",
) -> Iterator[AccessPolicy]:
    """Yield the policy document in this attribute of the resource, or of a block of it."""
    inside = resource.body if body is None else body
    value = inside.get(attribute)
    if value in (None, ""):
        return
    yield context.fact(
        AccessPolicy,
        resource,
        subject,
        part=part,
        answers={"grants": Answer(grants(value), inside.place_of(attribute))},
        purpose=purpose,
        attached_to=attached_to,
    )


def named_key(context: Context, body: Body, *names: str) -> Answer:
    """Say who manages a key (see :func:`customer_key`), also where a data source looks up one
    of AWS's own by its alias."""
    for name in names:
        value = body.get(name)
        for ref in value.refs if isinstance(value, model.Unknown) else ():
            source = context.estate.at(ref)
            if source is not None and source.mode == "data":
                asked = source.body.get("name") or source.body.get("key_id")
                if isinstance(asked, str) and "alias/aws/" in asked:
                    return Answer("provider", body.place_of(name))
    return customer_key(body, *names)


def attached(context: Context, target: Resource, kind: str, by: str, *keys: str) -> Answer:
    """Say whether a resource of ``kind`` points at ``target`` with its attribute ``by``.

    Unknown when it is unknown whether such a resource exists, or where some points.
    """
    found = context.linked(target, kind, by, *keys)
    for item in found:
        if item.exists is None:
            return Answer(True, item.place)
    for item in found:
        if item.exists is not None:
            return Answer(unknown(item.exists), item.place)
    return Answer(context.loose(kind, by) or False)


def only_when(condition: Any, answer: Answer) -> Answer:
    """Return the answer where the condition holds, None where not, Unknown where unknown."""
    if isinstance(condition, Unknown):
        return Answer(condition, answer.place)
    return answer if condition else Answer(None)


NO = Answer(False)


def in_block(body: Body, name: str, read: Callable[[Body], Answer], absent: Answer = NO) -> Answer:
    """Read something of a block that may be absent.

    Where it is unknown whether the block is there, so is the answer, unless both agree.
    """
    block, hole = body.block(name), body.hole(name)
    answer = absent if block is None else read(block)
    if hole is not None and (block is None or answer.value != absent.value):
        return Answer(unknown(hole), body.place_of(name))
    return answer


def unread(body: Body, name: str) -> Unknown | None:
    """Return why blocks of this type could not be read at all.

    None when there are some: one that stands for an unknown number has their common content.
    """
    hole = body.hole(name)
    if hole is None or (name in body.unresolved and body.nested.get(name)):
        return None
    return unknown(hole)


def not_asked(answer: Answer) -> bool:
    """Say whether a live collector left the question out, and tells so in its coverage."""
    return isinstance(answer.value, Unknown) and answer.value.reason.startswith("not asked")


def settings(
    context: Context, resource: Resource, subject: str, answers: Mapping[str, Answer]
) -> Iterator[Setting]:
    """Yield a :class:`Setting` for each name whose question arises."""
    for name, answer in answers.items():
        if answer.value is not None:
            yield context.setting(resource, subject, name, answer)
