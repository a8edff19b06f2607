"""S3 buckets: the bucket's own text, old inline syntax and satellites joined.

Every new object is encrypted by AWS since 2023-01-05 and a bucket has no public ACL,
no versioning and no access log unless somebody asks for it (Amazon S3 user guide).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from msgspec.structs import replace

from auditor.facts import ANYONE, AccessPolicy, Condition, DataStore, Fact, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import not_asked, only_when, policy
from auditor_resources.translate._aws_s3_policy import denies_plain
from auditor_resources.translate._base import (
    Answer,
    Context,
    flag,
    present,
    raw,
    text,
    translates,
    unknown,
)
from auditor_resources.translate._columns import over
from auditor_resources.translate._tables import (
    among,
    either,
    every,
    key,
    on,
    referent,
    tables,
    walk,
)

BUCKET = "S3 bucket"
_BUCKETS = ("aws_s3_bucket",)
_OPEN_ACLS = ("public-read", "public-read-write", "website", "authenticated-read")
_OPEN_GROUPS = ("/global/allusers", "/global/authenticatedusers")
_BLOCKS = (
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
)
_KMS = ("aws:kms", "aws:kms:dsse")
_ACCOUNT_DIGITS = 12

_Reading: TypeAlias = Callable[[Body, str], Answer]
"""Reads a satellite (topic empty) or, from the bucket, the inline block of that name."""

_versioned = among("versioning_configuration.status", ("Enabled",))
_mfa_delete = among("versioning_configuration.mfa_delete", ("Enabled",))
_in_force = among("status", ("Enabled",))
_locked = among("object_lock_enabled", ("Enabled",), True)


@translates("aws_s3_bucket")
def bucket(resource: Resource, context: Context) -> Iterator[Fact]:
    """One store, its switches, and what older syntax, or a live account, puts inside the bucket.

    What becomes of old versions is asked where there are any.
    """
    versioned = _joined(resource, context, "versioning", _is_versioned)
    answers = {
        "encrypted": Answer(True),
        "key": _joined(
            resource, context, "server_side_encryption_configuration", _key, absent="provider"
        ),
        "versioned": versioned,
    }
    yield context.fact(DataStore, resource, BUCKET, answers=answers)
    for found in policy(context, resource, BUCKET, "resource"):
        yield _restricted(found, resource)
    for name, answer in {
        "access_log": _access_log(resource, context),
        "mfa_delete": _joined(resource, context, "versioning", _is_mfa_delete),
        "acl_private": _bucket_acl(resource, context),
        "public_access_block": _joined(resource, context, "public_access_block", _guards),
        "secure_transport_required": _joined(resource, context, "policy", _denies_plain),
        "acls_disabled": _joined(resource, context, "ownership_controls", _enforced, absent=None),
        "lifecycle": only_when(versioned.value, _lifecycle(resource, context)),
        "replicated": _joined(resource, context, "replication_configuration", _any_rule),
        "object_lock": _object_lock(resource, context),
    }.items():
        if answer.value is not None and not not_asked(answer):
            yield context.setting(resource, BUCKET, name, answer)


def _restricted(found: AccessPolicy, resource: Resource) -> AccessPolicy:
    """Return a bucket's policy as it is in force: where a live account restricts public buckets,
    what is for everybody is for its own principals only (Amazon S3 user guide, *Blocking public
    access*, RestrictPublicBuckets)."""
    blocks = resource.body.blocks("public_access_block")
    restricts = either(flag(block, "restrict_public_buckets", False) for block in blocks).value
    if not restricts or isinstance(found.grants, Unknown):
        return found
    account = found.origin.scope[:_ACCOUNT_DIGITS]
    value = restricts if isinstance(restricts, Unknown) else (account,)
    only = Condition("StringEquals", "aws:PrincipalAccount", value)
    grants = tuple(
        replace(grant, conditions=(*grant.conditions, only))
        if ANYONE in grant.principals and grant.effect == "allow"
        else grant
        for grant in found.grants
    )
    return replace(found, grants=grants)


def _joined(
    resource: Resource,
    context: Context,
    topic: str,
    read: _Reading,
    absent: object = False,
) -> Answer:
    """Ask the bucket's satellite named ``topic``, else the inline block or attribute.

    A satellite that may not exist, and one that may belong to any bucket, give an Unknown
    unless the answer is settled without it.
    """
    kind = f"aws_s3_bucket_{topic}"
    found = _satellites(resource, context, kind)
    if found:
        return either(_if_there(item, read(item.body, "")) for item in found)
    body = resource.body
    if topic in body.nested or body.get(topic) not in (None, "", []) or topic in body.unresolved:
        return read(body, topic)
    loose = context.loose(kind, "bucket")
    if loose is not None:
        return Answer(loose)
    return Answer(absent)


def _satellites(resource: Resource, context: Context, kind: str) -> list[Resource]:
    return context.linked(resource, kind, "bucket", "bucket", "id")


def _if_there(satellite: Resource, answer: Answer) -> Answer:
    """Return the answer of a satellite, or why nobody knows whether it will be there."""
    if satellite.exists is None or answer.value in (False, "provider"):
        return answer
    return Answer(unknown(satellite.exists), satellite.place)


def _key(body: Body, topic: str) -> Answer:
    """Say who manages the default key: the customer only with SSE-KMS and a key of their own."""
    path = "rule.apply_server_side_encryption_by_default.sse_algorithm"
    holder, _ = walk(body, f"{topic}.{path}" if topic else path)
    if isinstance(holder, Answer):
        return holder
    if holder is None:
        return Answer("provider", body.place_of(topic))
    method = text(holder, "sse_algorithm")
    if isinstance(method.value, Unknown):
        return method
    if method.value not in _KMS:
        return Answer("provider", method.place)
    answer = key("kms_master_key_id")(holder)
    return answer if answer.place else Answer(answer.value, method.place)


def _is_versioned(body: Body, topic: str) -> Answer:
    return on(f"{topic}.enabled")(body) if topic else _versioned(body)


def _is_mfa_delete(body: Body, topic: str) -> Answer:
    return on(f"{topic}.mfa_delete")(body) if topic else _mfa_delete(body)


def _is_there(body: Body, topic: str) -> Answer:
    return present(body, topic) if topic else Answer(True, body.place)


def _inside(body: Body, topic: str, read: Callable[[Body], Answer]) -> Answer:
    """Read a satellite, or the inline block of this name."""
    if not topic:
        return read(body)
    hole, block = body.hole(topic), body.block(topic)
    if hole is not None or block is None:
        return Answer(False if hole is None else unknown(hole), body.place_of(topic))
    return read(block)


def _guards(body: Body, topic: str) -> Answer:
    return _inside(body, topic, lambda block: every(flag(block, name, False) for name in _BLOCKS))


def _enforced(body: Body, topic: str) -> Answer:
    """Say whether the bucket's owner owns every object, so that no ACL has a say."""
    enforced = among("rule.object_ownership", ("BucketOwnerEnforced",))
    return _inside(body, topic, enforced)


def _any_rule(body: Body, topic: str) -> Answer:
    """Say whether a rule is in force; older syntax has ``rules`` for ``rule``."""

    def read(block: Body) -> Answer:
        found = [*over(block, "rule", read=_in_force), *over(block, "rules", read=_in_force)]
        return either([*found, Answer(False)])

    return _inside(body, topic, read)


def _lifecycle(resource: Resource, context: Context) -> Answer:
    older = over(resource.body, "lifecycle_rule", read=on("enabled"))
    return either([_joined(resource, context, "lifecycle_configuration", _any_rule), *older])


def _object_lock(resource: Resource, context: Context) -> Answer:
    return either(
        [
            flag(resource.body, "object_lock_enabled", False),
            _joined(
                resource,
                context,
                "object_lock_configuration",
                lambda body, topic: _inside(body, topic, _locked),
            ),
        ]
    )


def _denies_plain(body: Body, _: str) -> Answer:
    return Answer(denies_plain(body.get("policy")), body.place_of("policy"))


def _access_log(resource: Resource, context: Context) -> Answer:
    """Say whether requests are logged; a bucket that receives such logs needs none itself
    (Security Hub S3.9: suppress the finding for the target bucket)."""
    acls = [resource, *_satellites(resource, context, "aws_s3_bucket_acl")]
    if any(item.body.get("acl") == "log-delivery-write" for item in acls) or context.linked(
        resource, "aws_s3_bucket_logging", "target_bucket", "bucket", "id"
    ):
        return Answer(None)
    return _joined(resource, context, "logging", _is_there)


def _bucket_acl(resource: Resource, context: Context) -> Answer:
    satellites = _satellites(resource, context, "aws_s3_bucket_acl")
    own = _private(resource.body, "grant.uri")
    return _unless_ignored(
        resource, context, every([own, *(_acl_private(item.body) for item in satellites)])
    )


def _acl_private(body: Body) -> Answer:
    return _private(body, "access_control_policy.grant.grantee.uri")


def _private(body: Body, path: str) -> Answer:
    """Say whether neither the canned ACL nor a grant opens the bucket to everybody or to
    every AWS account."""
    canned = text(body, "acl", "private")
    *blocks, name = path.split(".")
    return every(
        [
            canned.map(lambda value: value not in _OPEN_ACLS),
            *(
                grantee if isinstance(grantee, Answer) else _closed(grantee, name)
                for grantee in _descend(body, blocks)
            ),
        ]
    )


def _descend(body: Body, kinds: list[str]) -> Iterator[Body | Answer]:
    """Yield every block at the end of a path of block types, and an Unknown for each hole."""
    if not kinds:
        yield body
        return
    hole = body.hole(kinds[0])
    if hole is not None:
        yield Answer(unknown(hole), body.place_of(kinds[0]))
    for inner in body.blocks(kinds[0]):
        yield from _descend(inner, kinds[1:])


def _closed(grantee: Body, name: str) -> Answer:
    group = text(grantee, name, "")
    if isinstance(group.value, Unknown):
        return group
    return Answer(not str(group.value).lower().endswith(_OPEN_GROUPS), group.place)


def _unless_ignored(resource: Resource, context: Context, private: Answer) -> Answer:
    """Return the answer, or yes where the bucket's public access block ignores open ACLs."""
    if private.value is True:
        return private
    hole = resource.body.hole("public_access_block")
    inline = resource.body.blocks("public_access_block")
    blocks = _satellites(resource, context, "aws_s3_bucket_public_access_block")
    bodies = [*inline, *(item.body for item in blocks if item.exists is None)]
    ignored = either(flag(body, "ignore_public_acls", False) for body in bodies).value
    if ignored is True:
        return Answer(True, private.place)
    if hole is not None or isinstance(ignored, Unknown):
        return Answer(ignored if hole is None else unknown(hole), private.place)
    return private


@translates("aws_s3_bucket_acl")
def bucket_acl(resource: Resource, context: Context) -> Iterator[Fact]:
    """The ACL, judged where it is written."""
    answer = _acl_private(resource.body)
    owner = referent(context, resource, "bucket", _BUCKETS, "bucket")
    if owner is not None:
        answer = _unless_ignored(owner, context, answer)
    yield context.setting(resource, "S3 bucket ACL", "acl_private", answer)


@translates("aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy")
def stored_object(resource: Resource, context: Context) -> Iterator[Fact]:
    """An object's ACL, when it has one of its own."""
    answer = raw(resource.body, "acl")
    if answer.value is not None:
        private = answer.map(lambda value: value not in _OPEN_ACLS)
        yield context.setting(resource, "S3 object", "acl_private", private)


@translates("aws_s3_bucket_policy")
def bucket_policy(resource: Resource, context: Context) -> Iterator[Fact]:
    """The policy, and whether it turns plain HTTP away."""
    subject = "S3 bucket policy"
    yield from policy(context, resource, subject, "resource")
    yield context.setting(
        resource, subject, "secure_transport_required", _denies_plain(resource.body, "policy")
    )


@translates("aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block")
def public_access_block(resource: Resource, context: Context) -> Iterator[Fact]:
    """The four switches; each is off unless it is set."""
    whole = resource.type == "aws_s3_account_public_access_block"
    subject = "S3 public access block of the account" if whole else "S3 public access block"
    for name in _BLOCKS:
        yield context.setting(resource, subject, name, flag(resource.body, name, False))


@translates("aws_s3_bucket_versioning", "aws_s3_bucket_server_side_encryption_configuration")
def satellite(resource: Resource, context: Context) -> Iterator[Fact]:
    """What a satellite says is judged where it is written, beside the bucket it belongs to."""
    body = resource.body
    if resource.type == "aws_s3_bucket_versioning":
        yield context.fact(DataStore, resource, BUCKET, answers={"versioned": _versioned(body)})
        yield context.setting(resource, BUCKET, "mfa_delete", _mfa_delete(body))
    else:
        answers = {"encrypted": Answer(True), "key": _key(body, "")}
        yield context.fact(DataStore, resource, BUCKET, answers=answers)


tables(
    "aws_s3_access_point",
    subject="S3 access point",
    settings={name: on(f"public_access_block_configuration.{name}", True) for name in _BLOCKS},
    policy="policy",
)
tables(
    "aws_s3control_multi_region_access_point",
    subject="S3 access point",
    settings={name: on(f"details.public_access_block.{name}", True) for name in _BLOCKS},
)
tables("aws_s3control_access_point_policy", subject="S3 access point policy", policy="policy")
tables("aws_s3control_bucket_policy", subject="S3 bucket policy", policy="policy")
tables("aws_glacier_vault", subject="Glacier vault", policy="access_policy")
