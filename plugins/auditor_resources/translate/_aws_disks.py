"""Disks that machines bring along: block device mappings of instances, templates and images."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Answer, Context, flag, raw, unknown
from auditor_resources.translate._tables import Reader


def disk_encrypted(body: Body) -> Answer:
    """Say whether a disk is encrypted; silence means no.

    A disk made from a snapshot and silent about encryption follows the snapshot (*Amazon
    EBS encryption*, restoring from snapshots), which nobody knows here.
    """
    answer = raw(body, "encrypted")
    if answer.value is None and body.get("snapshot_id") not in (None, ""):
        return Answer(
            Unknown("encryption follows the snapshot that snapshot_id names"),
            body.place_of("snapshot_id"),
        )
    return flag(body, "encrypted", False)


def disks(
    context: Context,
    resource: Resource,
    subject: str,
    holder: Body,
    kind: str,
    at: str = "",
    key: Reader | None = None,
) -> Iterator[DataStore]:
    """Yield one store a block of type ``kind`` within ``holder``; ``at`` is the holder's path.

    Ephemeral and suppressed devices (``virtual_name``, ``no_device``) are no disks of EBS.
    ``key`` reads who manages the key, where that is asked.
    """
    hole = holder.hole(kind)
    if hole is not None:
        place = holder.place_of(kind)
        yield _disk(context, resource, subject, f"{at}{kind}", Answer(unknown(hole), place))
    for index, block in enumerate(holder.blocks(kind)):
        if block.get("virtual_name") or block.get("no_device") is True:
            continue
        answer = disk_encrypted(block)
        encrypted = Answer(answer.value, answer.place or block.place)
        named = None if key is None else key(block)
        yield _disk(context, resource, subject, f"{at}{kind}[{index}]", encrypted, named)


def mapped_disks(
    context: Context, resource: Resource, subject: str, kind: str, key: Reader | None = None
) -> Iterator[DataStore]:
    """Yield one store an ``ebs`` block within the mappings of type ``kind``."""
    body = resource.body
    hole = body.hole(kind)
    if hole is not None:
        yield _disk(context, resource, subject, kind, Answer(unknown(hole), body.place_of(kind)))
    for index, mapping in enumerate(body.blocks(kind)):
        yield from disks(context, resource, subject, mapping, "ebs", f"{kind}[{index}].", key)


def root_disk(
    context: Context, resource: Resource, subject: str, holder: Body, at: str = ""
) -> Iterator[DataStore]:
    """Yield the disk an instance starts from; it has one even when none is declared."""
    if holder.blocks("root_block_device") or holder.hole("root_block_device") is not None:
        yield from disks(context, resource, subject, holder, "root_block_device", at)
    else:
        part = f"{at}root_block_device"
        yield _disk(context, resource, subject, part, Answer(False))


def _disk(
    context: Context,
    resource: Resource,
    subject: str,
    part: str,
    encrypted: Answer,
    key: Answer | None = None,
) -> DataStore:
    answers = {"encrypted": encrypted, "key": key or Answer(None)}
    return context.fact(DataStore, resource, f"{part} of {subject}", part=part, answers=answers)
