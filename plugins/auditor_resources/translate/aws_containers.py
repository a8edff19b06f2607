"""ECS, EKS and ECR."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from auditor.facts import Component as Product
from auditor.facts import DataStore, Fact, Firewall, ImageReference, NetworkRule, Unknown
from auditor_resources import model
from auditor_resources.jsontext import as_json
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import attached, in_block, policy, settings
from auditor_resources.translate._base import (
    Answer,
    Context,
    customer_key,
    present,
    text,
    texts,
    translates,
    unknown,
)
from auditor_resources.translate._network import blocks_of_addresses
from auditor_resources.translate._policy import shown
from auditor_resources.translate._tables import among, either, has, off, on, tables, when

_MAINTAINED = ("LATEST", "1.4.0")
"""Versions of the Fargate platform whose revisions AWS rolls out (ECS developer guide, *Fargate
platform versions for Linux*)."""
_LOG_TYPES = {"api", "audit", "authenticator", "controllerManager", "scheduler"}


@translates("aws_ecs_cluster")
def ecs_cluster(resource: Resource, context: Context) -> Iterator[Fact]:
    """Container insights are off unless a setting switches them on, plain or enhanced."""
    answer = Answer(False)
    for block in resource.body.blocks("setting"):
        if text(block, "name").value == "containerInsights":
            answer = among("value", ("enabled", "enhanced"))(block)
    hole = resource.body.hole("setting")
    if hole is not None:
        answer = Answer(unknown(hole), resource.body.place_of("setting"))
    yield from settings(context, resource, "ECS cluster", {"container_insights": answer})


@translates("aws_ecs_task_definition")
def task(resource: Resource, context: Context) -> Iterator[Fact]:
    """A task: how its EFS volumes are reached (in the clear unless asked for) and its images."""
    for index, volume in enumerate(resource.body.blocks("volume")):
        if not volume.blocks("efs_volume_configuration"):
            continue
        encrypted = among("efs_volume_configuration.transit_encryption", ("ENABLED",))(volume)
        yield context.fact(
            DataStore,
            resource,
            "EFS volume of an ECS task",
            part=f"volume[{index}]",
            answers={"encrypted_in_transit": encrypted},
        )
    place = resource.body.place_of("container_definitions")
    for part, image in _images(resource.body.get("container_definitions")):
        yield context.fact(
            ImageReference,
            resource,
            "ECS container",
            part=part,
            answers={"image": Answer(image, place)},
        )


def _images(value: model.Value) -> Iterator[tuple[str, str | Unknown]]:
    whole = "container_definitions"
    if value is None:
        return
    found = as_json(value)
    if isinstance(found, model.Unknown):
        yield whole, unknown(found)
    for index, container in enumerate(found if isinstance(found, list) else ()):
        part = f"{whole}[{index}]"
        if isinstance(container, model.Unknown):
            yield part, unknown(container)
        elif isinstance(container, dict) and container.get("image") is not None:
            yield part, image_name(container["image"])


def image_name(value: Any) -> str | Unknown:
    """Return a reference to an image; holes are fine anywhere but in the tag or digest."""
    if isinstance(value, model.Partial) and not isinstance(value.parts[-1], str):
        return Unknown(value.reason)
    if isinstance(value, model.Unknown) and not isinstance(value, model.Partial):
        return Unknown(value.reason)
    return shown(value)


tables(
    "aws_ecs_service",
    "aws_ecs_task_set",
    subject="ECS service",
    settings={
        "no_public_ip": off("network_configuration.assign_public_ip", True),
        "automatic_minor_upgrades": when(
            "launch_type", ("FARGATE",), among("platform_version", _MAINTAINED, True), "EC2"
        ),
    },
)


@translates("aws_eks_cluster")
def eks_cluster(resource: Resource, context: Context) -> Iterator[Fact]:
    """A cluster. Whether it is kept beyond standard support (``beyond_standard_support``) is told
    of live clusters only. Its endpoint is public to everybody unless told otherwise; a missing
    ``encryption_config`` leaves secrets to a key of AWS (before 1.28: to none)."""
    body, subject = resource.body, "EKS cluster"
    version = text(body, "version")
    if version.value is not None:
        extended = on("beyond_standard_support", None)(body)
        answers = {"version": version, "extended_support": extended}
        yield context.fact(Product, resource, subject, product="amazon-eks", answers=answers)
    private = off("vpc_config.endpoint_public_access", False)(body)
    restricted = in_block(body, "vpc_config", _restricted)
    answers = {
        "cluster_endpoint_private": private,
        "cluster_endpoint_restricted": either((private, restricted)),
        "control_plane_logs": _all_logs(body),
        "secrets_envelope_encryption": in_block(body, "encryption_config", _holds_secrets),
        "deletion_guard": on("deletion_protection")(body),
    }
    yield from settings(context, resource, subject, answers)


def _restricted(inside: Body) -> Answer:
    peers = list(blocks_of_addresses(inside, "public_access_cidrs"))
    place = inside.place_of("public_access_cidrs")
    if not peers:
        return Answer(False)
    if "0.0.0.0/0" in peers or "::/0" in peers:
        return Answer(False, place)
    return Answer(next((peer for peer in peers if isinstance(peer, Unknown)), True), place)


def _all_logs(body: Body) -> Answer:
    kinds = texts(body, "enabled_cluster_log_types")
    place = body.place_of("enabled_cluster_log_types")
    if kinds is None:
        return Answer(False)
    if isinstance(kinds, Unknown):
        return Answer(kinds, place)
    if {kind for kind in kinds if isinstance(kind, str)} >= _LOG_TYPES:
        return Answer(True, place)
    return Answer(next((kind for kind in kinds if isinstance(kind, Unknown)), False), place)


def _holds_secrets(block: Body) -> Answer:
    kinds = texts(block, "resources")
    if isinstance(kinds, Unknown):
        return Answer(kinds, block.place)
    return Answer("secrets" in (kinds or ()), block.place)


@translates("aws_eks_node_group")
def node_group(resource: Resource, context: Context) -> Iterator[Fact]:
    """Nodes: their version, and SSH, which EKS opens to the world where a key is given
    without source groups (EKS API, *RemoteAccessConfig*)."""
    subject = "EKS node group"
    version = text(resource.body, "version")
    if version.value is not None:
        yield context.fact(
            Product, resource, subject, product="amazon-eks", answers={"version": version}
        )
    remote, hole = resource.body.block("remote_access"), resource.body.hole("remote_access")
    if remote is None or present(remote, "ec2_ssh_key").value is False:
        return
    narrowed = present(remote, "source_security_group_ids").value
    peers: tuple[str | Unknown, ...] = ("0.0.0.0/0",)
    if narrowed is not False:
        peers = ("source_security_group_ids",) if narrowed is True else (narrowed,)
    yield Firewall(
        origin=context.origin(resource),
        subject=subject,
        layer="group",
        rules=(
            NetworkRule(
                direction="in",
                allow=True if hole is None else unknown(hole),
                protocol="tcp",
                from_port=22,
                to_port=22,
                peers=peers,
                at="remote_access",
            ),
        ),
    )


@translates("aws_ecr_repository")
def repository(resource: Resource, context: Context) -> Iterator[Fact]:
    """A repository; scanning may also be set for the whole registry.

    A live repository holds its policies, which Terraform writes beside it.
    """
    body, subject = resource.body, "ECR repository"
    answers = {
        "image_tags_immutable": among(
            "image_tag_mutability", ("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION")
        )(body),
        "image_scan_on_push": either(
            (
                on("image_scanning_configuration.scan_on_push")(body),
                _scanned_by_registry(text(body, "name").value, context),
            )
        ),
        "lifecycle": either(
            (
                has("lifecycle_policy")(body),
                attached(context, resource, "aws_ecr_lifecycle_policy", "repository", "name", "id"),
            )
        ),
    }
    yield from settings(context, resource, subject, answers)
    yield from policy(context, resource, "ECR repository policy", "resource")
    key = in_block(body, "encryption_configuration", _repository_key, Answer("provider"))
    yield context.fact(DataStore, resource, subject, answers={"key": key})


@translates("aws_ecr_repository_creation_template")
def creation_template(resource: Resource, context: Context) -> Iterator[Fact]:
    """What repositories that ECR makes by itself will be like."""
    body, subject = resource.body, "ECR repository creation template"
    immutable = among("image_tag_mutability", ("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"))(body)
    yield context.setting(resource, subject, "image_tags_immutable", immutable)
    key = in_block(body, "encryption_configuration", _repository_key, Answer("provider"))
    yield context.fact(DataStore, resource, subject, answers={"key": key})


def _scanned_by_registry(name: Any, context: Context) -> Answer:
    for registry in context.estate.of_type("aws_ecr_registry_scanning_configuration"):
        for rule in registry.body.blocks("rule"):
            frequency = text(rule, "scan_frequency").value
            if frequency not in ("SCAN_ON_PUSH", "CONTINUOUS_SCAN"):
                continue
            for pattern in rule.blocks("repository_filter"):
                wanted = text(pattern, "filter").value
                if wanted == "*" or (
                    isinstance(wanted, str) and isinstance(name, str) and _fits(name, wanted)
                ):
                    return Answer(True, registry.place)
    return Answer(False)


def _fits(name: str, wanted: str) -> bool:
    """Say whether a filter takes in a repository: without ``*`` it is sought anywhere in the name
    (*Using filters*, Amazon ECR user guide)."""
    return fnmatchcase(name, wanted) if "*" in wanted else wanted in name


def _repository_key(block: Body) -> Answer:
    method = text(block, "encryption_type", "AES256")
    if method.value not in ("KMS", "KMS_DSSE") and not isinstance(method.value, Unknown):
        return Answer("provider", method.place or block.place)
    return customer_key(block, "kms_key")
