"""Application, network and gateway load balancers and their listeners."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from auditor.facts import Fact, TlsListener, Unknown
from auditor_resources import model
from auditor_resources.model import Body, Resource
from auditor_resources.translate._aws import (
    attached,
    in_block,
    inverted,
    only_when,
    settings,
    unread,
)
from auditor_resources.translate._base import (
    Answer,
    Context,
    flag,
    number,
    raw,
    text,
    translates,
    unknown,
)
from auditor_resources.translate._tables import among, either, every

DEFAULT_POLICY = "ELBSecurityPolicy-2016-08"
"""What AWS takes for a listener made by API without a policy, as Terraform does."""


def web_firewall(context: Context, target: Resource) -> Answer:
    """Say whether a web ACL of either generation is associated with the target."""
    kinds = ("aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association")
    return either([attached(context, target, kind, "resource_arn", "arn") for kind in kinds])


def access_log(resource: Resource, enabled_by_default: bool) -> Answer:
    """Read ``access_logs``, whose ``enabled`` differs by kind of balancer when absent."""
    return in_block(
        resource.body, "access_logs", lambda block: flag(block, "enabled", enabled_by_default)
    )


@translates("aws_lb", "aws_alb")
def balancer(resource: Resource, context: Context) -> Iterator[Fact]:
    """A balancer's own switches; headers and web firewalls concern application ones only."""
    body = resource.body
    kind = text(body, "load_balancer_type", "application")
    application = kind.map(lambda value: value == "application").value
    internal = flag(body, "internal", False)
    public = inverted(internal).value
    fronted = kind.map(lambda value: value != "gateway").value
    answers = {
        "access_log": only_when(fronted, _log(resource, context)),
        "drops_invalid_headers": only_when(
            application, flag(body, "drop_invalid_header_fields", False)
        ),
        "deletion_protection": flag(body, "enable_deletion_protection", False),
        "web_firewall": only_when(application, only_when(public, web_firewall(context, resource))),
        "cross_zone": _cross_zone(body, application),
        "internal_only": only_when(fronted, internal),
        "several_zones": spread(body, "subnets", "subnet_mapping"),
        "strict_requests": only_when(application, strict_requests(body)),
    }
    yield from settings(context, resource, "load balancer", answers)


def _log(resource: Resource, context: Context) -> Answer:
    """Say whether requests are logged. A network balancer logs TLS only: where none of its
    listeners speaks it, there is nothing to log (*Access logs for your Network Load Balancer*)."""
    answer = access_log(resource, False)
    network = text(resource.body, "load_balancer_type").value == "network"
    if not network or answer.value is not False:
        return answer
    kinds = ("aws_lb_listener", "aws_alb_listener")
    found = [one for kind in kinds for one in context.linked(resource, kind, _BALANCER, "arn")]
    spoken = [text(one.body, "protocol").value for one in found]
    if "TLS" in spoken:
        return answer
    doubts = [*spoken, *(context.loose(kind, _BALANCER) for kind in kinds)]
    unclear = next((doubt for doubt in doubts if isinstance(doubt, Unknown)), None)
    if unclear is not None:
        return Answer(unclear, answer.place)
    return Answer(None) if found else answer


_BALANCER = "load_balancer_arn"
"""By which a listener points at its balancer."""


def _cross_zone(body: Body, application: Any) -> Answer:
    """Application balancers spread over all zones, whatever is set."""
    if application is True:
        return Answer(True)
    answer = flag(body, "enable_cross_zone_load_balancing", False)
    if isinstance(application, Unknown) and answer.value is not True:
        return Answer(application, answer.place)
    return answer


def strict_requests(body: Body) -> Answer:
    """Say whether requests that servers may read in two ways are refused or defused."""
    return among("desync_mitigation_mode", ("defensive", "strictest"), True)(body)


def spread(body: Body, *names: str) -> Answer:
    """Say whether any of these lists or blocks names more than one place: each zone takes one.

    None when nothing is named.
    """
    hole: Answer | None = None
    for name in names:
        place = body.place_of(name)
        value = body.get(name)
        number = len(value) if isinstance(value, list) else len(body.blocks(name))
        if number > 1:
            return Answer(True, place)
        doubt = value if isinstance(value, model.Unknown) else body.unresolved.get(name)
        if doubt is not None:
            hole = hole or Answer(unknown(doubt), place)
        elif number:
            return hole or Answer(False, place)
    return hole or Answer(None)


@translates("aws_lb_listener", "aws_alb_listener")
def listener(resource: Resource, context: Context) -> Iterator[Fact]:
    """A listener; one that only sends clients on to HTTPS does not serve in the clear.

    A port without a protocol is HTTP, the only kind AWS gives a default. TCP and UDP
    pass through what the target speaks, so the question of TLS does not arise.
    """
    protocol = text(resource.body, "protocol")
    if protocol.value is None:
        if resource.body.get("port") is None:
            return
        protocol = Answer("HTTP")
    if isinstance(protocol.value, Unknown):
        plain = policy = protocol
    else:
        spoken = protocol.value.upper()
        encrypted = spoken in ("HTTPS", "TLS")
        policy = text(resource.body, "ssl_policy", DEFAULT_POLICY) if encrypted else Answer(None)
        plain = Answer(False if encrypted else None, protocol.place)
        if spoken == "HTTP":
            plain = Answer(_serves(resource), protocol.place)
    yield context.fact(
        TlsListener,
        resource,
        "load balancer listener",
        answers={"plain": plain, "policy": policy},
    )
    answers = {
        "post_quantum": policy.map(lambda name: "-PQ-" in name),
        "validated_cryptography": policy.map(lambda name: "FIPS" in name),
    }
    yield from settings(context, resource, "load balancer listener", answers)


def _serves(resource: Resource) -> bool | Unknown:
    """Whether a plain listener does more than redirect to HTTPS."""
    hole = resource.body.hole("default_action")
    if hole is not None:
        return unknown(hole)
    doubt: Unknown | None = None
    for action in resource.body.blocks("default_action"):
        kind = raw(action, "type").value
        redirect = action.block("redirect")
        target = None if redirect is None else raw(redirect, "protocol").value
        for value in (kind, target):
            if isinstance(value, Unknown):
                doubt = value
        if kind == "redirect" and target == "HTTPS":
            return False
    return doubt or True


@translates("aws_elb")
def classic(resource: Resource, context: Context) -> Iterator[Fact]:
    """A classic balancer: logs are on once a bucket is named; every listener is judged.

    Its TCP listeners hand on what is sent in the clear, so they count as plain; on a port where
    TLS is spoken that is for the servers behind to do, and the question does not arise.
    """
    subject = "classic load balancer"
    body = resource.body
    answers = {
        "access_log": access_log(resource, True),
        "connection_draining": flag(body, "connection_draining", False),
        "cross_zone": flag(body, "cross_zone_load_balancing", True),
        "internal_only": flag(body, "internal", False),
        "several_zones": spread(body, "subnets", "availability_zones"),
        "strict_requests": strict_requests(body),
    }
    yield from settings(context, resource, subject, answers)
    own_policy = _has_policy(resource, context)
    for index, block in enumerate(resource.body.blocks("listener")):
        protocol = text(block, "lb_protocol")
        encrypted = protocol.map(lambda value: value.lower() in ("https", "ssl"))
        if protocol.value in ("tcp", "TCP") and number(block, "lb_port", None).value in _TLS_PORTS:
            encrypted = Answer(None)
        policy = minimum = Answer(None)
        if encrypted.value is True and (block.blocks(_OWN) or unread(block, _OWN)):
            policy, minimum = _negotiated(block, _OWN)
        elif encrypted.value is True and not own_policy:
            policy = Answer(DEFAULT_POLICY)
        yield context.fact(
            TlsListener,
            resource,
            "classic load balancer listener",
            part=f"listener[{index}]",
            answers={
                "plain": Answer(inverted(encrypted).value, protocol.place or block.place),
                "minimum_version": minimum,
                "policy": policy,
            },
        )
    reason = unread(resource.body, "listener")
    if reason is not None:
        yield context.fact(
            TlsListener,
            resource,
            "classic load balancer listener",
            part="listener",
            plain=reason,
        )


_TLS_PORTS = frozenset((443, 465, 636, 853, 990, 993, 995, 5061, 5671, 6443, 8443, 8883))
"""Ports of protocols that begin with TLS (IANA, *Service Name and Port Number Registry*), and
those that HTTPS is commonly moved to."""
_OWN = "policy_attribute"
"""Blocks of a live listener that say what its policy allows; Terraform keeps them elsewhere."""


def _has_policy(resource: Resource, context: Context) -> bool:
    """Whether some other resource sets a policy, which is then judged there."""
    kinds = (
        ("aws_lb_ssl_negotiation_policy", "load_balancer"),
        ("aws_load_balancer_listener_policy", "load_balancer_name"),
    )
    return any(
        attached(context, resource, kind, by, "name", "id").value is not False for kind, by in kinds
    )


_SWITCHES = {
    "Protocol-SSLv2": "SSLv3",
    "Protocol-SSLv3": "SSLv3",
    "Protocol-TLSv1": "TLSv1.0",
    "Protocol-TLSv1.1": "TLSv1.1",
    "Protocol-TLSv1.2": "TLSv1.2",
}
"""Attributes of a negotiation policy by the version they allow, lowest first."""


@translates("aws_load_balancer_policy", "aws_lb_ssl_negotiation_policy")
def negotiation(resource: Resource, context: Context) -> Iterator[Fact]:
    """A classic balancer's TLS policy: a reference to a named one, or a set of switches."""
    block = "attribute"
    if resource.type == "aws_load_balancer_policy":
        block = "policy_attribute"
        kind = text(resource.body, "policy_type_name").value
        if isinstance(kind, str) and kind != "SSLNegotiationPolicyType":
            return
    subject = "classic load balancer TLS policy"
    policy, minimum = _negotiated(resource.body, block)
    answers = {"minimum_version": minimum, "policy": policy}
    yield context.fact(TlsListener, resource, subject, answers=answers)
    ciphers = [_strong(attribute) for attribute in resource.body.blocks(block)]
    yield from settings(context, resource, subject, {"strong_ciphers": every(ciphers)})


_BROKEN = re.compile(r"RC4|DES-|NULL|^EXP|ADH|AECDH|MD5|RC2|^IDEA|^SEED", re.IGNORECASE)
_NO_CIPHERS = ("Protocol-", "Server-Defined-", "Reference-")


def _strong(attribute: Body) -> Answer:
    """Say whether a switch leaves a broken cipher off; None for what is no cipher."""
    name = raw(attribute, "name").value
    if not isinstance(name, str) or name.startswith(_NO_CIPHERS):
        return Answer(None)
    on = flag(attribute, "value", False)
    return on.map(lambda value: not (value and _BROKEN.search(name)))


def _negotiated(body: Body, block: str) -> tuple[Answer, Answer]:
    """Return the named policy, or else the lowest version that is switched on."""
    place = body.place_of(block)
    values: dict[Any, model.Value] = {}
    for attribute in body.blocks(block):
        name = raw(attribute, "name")
        if isinstance(name.value, Unknown):
            return Answer(None), name
        if isinstance(name.value, str):
            values[name.value] = raw(attribute, "value").value
    hole = body.hole(block)
    if hole is not None:
        return Answer(None), Answer(unknown(hole), place)
    reference = values.get("Reference-Security-Policy")
    if isinstance(reference, str | Unknown):
        return Answer(reference, place), Answer(None)
    for switch, version in _SWITCHES.items():
        value: Any = values.get(switch)
        if isinstance(value, Unknown):
            return Answer(None), Answer(value, place)
        if value is True or str(value).lower() == "true":
            return Answer(None), Answer(version, place)
    if values:
        return Answer(None), Answer(Unknown("no protocol is switched on"), place)
    return Answer(DEFAULT_POLICY), Answer(None)
