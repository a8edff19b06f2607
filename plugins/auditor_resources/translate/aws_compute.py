"""EC2 machines and what starts them: instances, templates, configurations, spot, scaling groups."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import DataStore, Fact, Unknown
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import inverted, only_when
from auditor_resources.translate._aws_disks import disks, mapped_disks, root_disk
from auditor_resources.translate._base import (
    Answer,
    Context,
    flag,
    present,
    texts,
    translates,
    unknown,
)
from auditor_resources.translate._tables import (
    always,
    among,
    any_of,
    days,
    either,
    every,
    has,
    key,
    on,
    referent,
    tables,
)

_service_off = among("metadata_options.http_endpoint", ("disabled",))
_tokens_required = any_of(among("metadata_options.http_tokens", ("required",)), _service_off)
_hops = days("metadata_options.http_put_response_hop_limit", 1)
_balanced = has("load_balancers", "target_group_arns", "traffic_source")


@translates("aws_instance", "aws_spot_instance_request")
def instance(resource: Resource, context: Context) -> Iterator[Fact]:
    """An instance; what it leaves to its launch template is judged there."""
    body, subject = resource.body, "EC2 instance"
    templated = has("launch_template")(body).value is not False
    if not templated or body.blocks("root_block_device"):
        yield from root_disk(context, resource, subject, body)
    yield from disks(context, resource, subject, body, "ebs_block_device")
    yield from _metadata(resource, context, subject, templated)
    public = flag(body, "associate_public_ip_address", None)
    if public.value is None and not templated:
        public = _given_by_subnet(resource, context)
    if public.value is not None:
        yield context.setting(resource, subject, "no_public_ip", inverted(public))
    watched = flag(body, "monitoring", None if templated else False)
    if watched.value is not None:
        yield context.setting(resource, subject, "detailed_monitoring", watched)
    yield from _role(resource, context, subject, public, templated)


def _role(
    resource: Resource, context: Context, subject: str, public: Answer, templated: bool
) -> Iterator[Fact]:
    """Whether the instance has a role (its template may give it one), and keeps it off the
    internet."""
    role = present(resource.body, "iam_instance_profile")
    if role.value is False and templated:
        return
    yield context.setting(resource, subject, "machine_role", role)
    kept = only_when(role.value, inverted(public))
    if kept.value is not None:
        yield context.setting(resource, subject, "role_kept_inside", kept)


def _given_by_subnet(resource: Resource, context: Context) -> Answer:
    """Say whether the instance gets a public address without asking for one: where its subnet,
    if that is in the unit, gives everybody one."""
    subnet = referent(context, resource, "subnet_id", ("aws_subnet",))
    if subnet is None:
        return Answer(False)
    given = flag(subnet.body, "map_public_ip_on_launch", False)
    return Answer(given.value, resource.body.place_of("subnet_id"))


def _metadata(
    resource: Resource, context: Context, subject: str, templated: bool = False
) -> Iterator[Fact]:
    """Whether the metadata service asks for tokens (optional unless set), and how far its
    answers travel (one hop unless set)."""
    body = resource.body
    if not has("metadata_options")(body).value:
        if not templated:
            yield context.setting(resource, subject, "metadata_tokens_required", Answer(False))
        return
    yield context.setting(resource, subject, "metadata_tokens_required", _tokens_required(body))
    if _service_off(body).value is not True:
        yield context.setting(resource, subject, "metadata_hop_limit", _hops(body))


tables(
    "aws_ec2_instance_metadata_defaults",
    subject="EC2 metadata defaults",
    settings={
        "metadata_tokens_by_default": among("http_tokens", ("required",)),
        "metadata_hop_limit": days("http_put_response_hop_limit"),
    },
)


@translates("aws_launch_configuration")
def launch_configuration(resource: Resource, context: Context) -> Iterator[Fact]:
    """A launch configuration: disks, metadata service, public address; watched closely by
    default."""
    body, subject = resource.body, "launch configuration"
    yield from root_disk(context, resource, subject, body)
    yield from disks(context, resource, subject, body, "ebs_block_device")
    yield from _metadata(resource, context, subject)
    yield context.setting(resource, subject, "no_public_ip", _unasked(body))
    watched = flag(body, "enable_monitoring", True)
    yield context.setting(resource, subject, "detailed_monitoring", watched)


@translates("aws_launch_template")
def launch_template(resource: Resource, context: Context) -> Iterator[Fact]:
    """A launch template; a template without mappings leaves its disks to the image."""
    body, subject = resource.body, "launch template"
    yield from mapped_disks(context, resource, subject, "block_device_mappings")
    yield from _metadata(resource, context, subject)
    hole = body.hole("network_interfaces")
    answers = [_unasked(interface) for interface in body.blocks("network_interfaces")]
    if hole is not None:
        answers.append(Answer(unknown(hole), body.place_of("network_interfaces")))
    closed = every([*answers, Answer(True)])
    yield context.setting(resource, subject, "no_public_ip", closed)
    watched = on("monitoring.enabled")(body)
    yield context.setting(resource, subject, "detailed_monitoring", watched)


def _unasked(body: Body) -> Answer:
    return flag(body, "associate_public_ip_address", False).map(lambda value: not value)


@translates("aws_spot_fleet_request")
def spot_fleet(resource: Resource, context: Context) -> Iterator[Fact]:
    """The disks and public addresses of each launch specification."""
    subject = "spot fleet request"
    for index, wanted in enumerate(resource.body.blocks("launch_specification")):
        at = f"launch_specification[{index}]"
        yield from root_disk(context, resource, subject, wanted, f"{at}.")
        yield from disks(context, resource, subject, wanted, "ebs_block_device", f"{at}.")
        yield context.setting(resource, subject, "no_public_ip", _unasked(wanted), at)


@translates("aws_imagebuilder_image_recipe")
def image_recipe(resource: Resource, context: Context) -> Iterator[Fact]:
    """The disks of the image to be, encrypted with a key that other accounts can be given."""
    kind = "block_device_mapping"
    yield from mapped_disks(context, resource, "Image Builder recipe", kind, key("kms_key_id"))


@translates("aws_imagebuilder_distribution_configuration")
def image_distribution(resource: Resource, context: Context) -> Iterator[Fact]:
    """The key of the images that are handed out, by region."""
    named = key("ami_distribution_configuration.kms_key_id")
    for index, target in enumerate(resource.body.blocks("distribution")):
        if target.block("ami_distribution_configuration") is not None:
            answers = {"key": named(target)}
            subject, part = "Image Builder distribution", f"distribution[{index}]"
            yield context.fact(DataStore, resource, subject, part=part, answers=answers)


tables(
    "aws_imagebuilder_component",
    subject="Image Builder component",
    encrypted=always(True),
    key=key("kms_key_id"),
)


@translates("aws_autoscaling_group")
def scaling_group(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether a group spreads over zones, and whether machines behind a load balancer are
    replaced when the balancer finds them ill.

    A group without a load balancer has nobody to ask. The default is ``EC2``.
    """
    subject = "auto scaling group"
    spread = _zones(resource.body)
    if spread.value is not None:
        yield context.setting(resource, subject, "several_zones", spread)
    attachments = context.linked(
        resource, "aws_autoscaling_attachment", "autoscaling_group_name", "name", "id"
    )
    balanced = either([_balanced(resource.body), Answer(bool(attachments))])
    if balanced.value is False:
        return
    checked = among("health_check_type", ("ELB", "VPC_LATTICE"))(resource.body)
    if checked.value is not True and isinstance(balanced.value, Unknown):
        checked = balanced
    yield context.setting(resource, subject, "load_balancer_health_check", checked)


def _zones(body: Body) -> Answer:
    """Say whether a group has more than one zone; of several subnets it is not asked, since
    they may lie in one."""
    zones = texts(body, "availability_zones")
    if zones is not None:
        place = body.place_of("availability_zones")
        return Answer(zones if isinstance(zones, Unknown) else len(zones) > 1, place)
    subnets = texts(body, "vpc_zone_identifier")
    if isinstance(subnets, tuple) and len(subnets) == 1:
        return Answer(False, body.place_of("vpc_zone_identifier"))
    return Answer(None)
