"""What a VPC is joined to: endpoints and their services, transit gateways, client VPNs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from auditor.facts import ANYONE, AccessPolicy, Fact, Grant, Unknown
from auditor_resources.model import Resource
from auditor_resources.translate._base import Answer, Context, flag, texts, translates, unknown
from auditor_resources.translate._policy import ACCOUNT, account_root, grants
from auditor_resources.translate._tables import among, on, tables, word

_EVERYTHING = Grant(principals=(ANYONE,), actions=("*",), resources=("*",))
_IN_ZONES = "interface"
"""The type of endpoints that stand in subnets, at most one a zone. Those of gateway load balancers
take a single subnet (EC2 API, *CreateVpcEndpoint*)."""

tables(
    "aws_ec2_transit_gateway",
    subject="transit gateway",
    settings={
        "attachments_reviewed": among("auto_accept_shared_attachments", ("disable",), True),
    },
)
tables(
    "aws_ec2_client_vpn_endpoint",
    subject="client VPN endpoint",
    settings={"access_log": on("connection_log_options.enabled")},
)


@translates("aws_vpc_endpoint")
def endpoint(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether an endpoint stands in several zones, and its policy."""
    spread = _spread(resource)
    if spread.value is not None:
        yield context.setting(resource, "VPC endpoint", "several_zones", spread)
    yield from _endpoint_policy(resource, context)


def _spread(resource: Resource) -> Answer:
    """Say whether an endpoint has more than one subnet: AWS takes only one a zone."""
    body = resource.body
    kind = word("vpc_endpoint_type", "Gateway")(body).value
    if isinstance(kind, str) and kind.lower() != _IN_ZONES:
        return Answer(None)
    if isinstance(kind, Unknown):
        return Answer(kind, body.place_of("vpc_endpoint_type"))
    hole = body.hole("subnet_configuration")
    if hole is not None:
        return Answer(unknown(hole), body.place_of("subnet_configuration"))
    subnets = texts(body, "subnet_ids")
    if isinstance(subnets, Unknown):
        return Answer(subnets, body.place_of("subnet_ids"))
    number = max(len(subnets or ()), len(body.blocks("subnet_configuration")))
    return Answer(number > 1, body.place_of("subnet_ids")) if number else Answer(None)


@translates("aws_vpc_endpoint_policy")
def endpoint_policy(resource: Resource, context: Context) -> Iterator[Fact]:
    """The policy of an endpoint, apart from it."""
    yield from _endpoint_policy(resource, context)


def _endpoint_policy(resource: Resource, context: Context) -> Iterator[Fact]:
    """Yield what an endpoint lets through.

    It gives nobody a right: ``*`` stands for whoever has rights of their own and reaches the
    endpoint from its network, so no principal is named then. A policy that lets everything
    through is what AWS takes where none is written.
    """
    value = resource.body.get("policy")
    if value in (None, ""):
        return
    found = grants(value)
    if not isinstance(found, Unknown):
        if [replace(grant, statement="") for grant in found] == [_EVERYTHING]:
            return
        found = tuple(_without_anyone(grant) for grant in found)
    answers = {"grants": Answer(found, resource.body.place_of("policy"))}
    subject = "VPC endpoint policy"
    yield context.fact(AccessPolicy, resource, subject, answers=answers, purpose="resource")


def _without_anyone(grant: Grant) -> Grant:
    return replace(grant, principals=tuple(name for name in grant.principals if name != ANYONE))


@translates("aws_vpc_endpoint_service")
def endpoint_service(resource: Resource, context: Context) -> Iterator[Fact]:
    """Who may ask for a connection to a service. Where the owner accepts each by hand, ``*``
    lets nobody in."""
    body = resource.body
    allowed = texts(body, "allowed_principals")
    if not allowed:
        return
    place = body.place_of("allowed_principals")
    if isinstance(allowed, Unknown):
        answer = Answer(allowed, place)
    else:
        by_hand = flag(body, "acceptance_required", None).value
        named = tuple(_principal(name, by_hand) for name in allowed)
        principals = tuple(name for name in named if name is not None)
        if not principals:
            return
        grant = Grant(principals=principals, actions=("ec2:CreateVpcEndpoint",))
        answer = Answer((grant,), place)
    answers = {"grants": answer}
    subject = "VPC endpoint service"
    yield context.fact(AccessPolicy, resource, subject, answers=answers, purpose="resource")


def _principal(name: str | Unknown, by_hand: bool | Unknown | None) -> str | Unknown | None:
    if isinstance(name, Unknown):
        return name
    if name == ANYONE:
        return by_hand if isinstance(by_hand, Unknown) else (None if by_hand else ANYONE)
    return account_root(name) if ACCOUNT.fullmatch(name) else name
