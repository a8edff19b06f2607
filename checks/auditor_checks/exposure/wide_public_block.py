"""A rule that lets in, or out to, a block of public addresses larger than one site has.

Why it matters
    A block such as ``3.0.0.0/10`` looks like a limit and holds millions of machines that anybody
    can rent by the hour.

Verdicts
    FAIL for each rule of a security group that allows a block of public IPv4 addresses with a
    prefix shorter than ``shortest_prefix`` (24); PASS when no rule does. Rules for everybody
    (``0.0.0.0/0``), and blocks that could not be had, are judged by the checks of the ports they
    open, and private blocks are not counted.

How to mend it
    Name the blocks of the sites that you mean, or a prefix list of the provider.

    ``aws ec2 describe-managed-prefix-lists`` lists the address blocks of AWS's own services, which
    a rule can name instead of their addresses.

Sources
    IANA IPv4 Special-Purpose Address Registry, https://www.iana.org/assignments/iana-ipv4-special-registry/
    Security group rules, https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from auditor.answers import Answer, all_of, any_of
from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import Firewall, NetworkRule, Unknown
from auditor_checks.exposure._rules import judged


class WideSettings(Settings, frozen=True, kw_only=True):
    """Prefix from which on a block of public addresses is narrow enough."""

    shortest_prefix: int = 24


def judge(firewall: Firewall, view: View[WideSettings]) -> Iterator[Verdict]:
    """Look for rules that allow large blocks of public addresses."""
    if firewall.layer != "group":
        return
    shortest = view.settings.shortest_prefix
    answers = [
        (rule, all_of((rule.allow, any_of(_wide(peer, shortest) for peer in rule.peers))))
        for rule in firewall.rules
    ]
    found: list[tuple[NetworkRule, Answer]] = [pair for pair in answers if pair[1] is True]
    unsure = firewall.unread is not None or any(
        isinstance(answer, Unknown) for _, answer in answers
    )
    if unsure and not found:
        return
    yield from judged(
        firewall,
        found,
        "allows a large block of public addresses",
        "allows no large block of public addresses",
    )


def _wide(peer: str | Unknown, shortest: int) -> Answer:
    if isinstance(peer, Unknown):
        return peer
    try:
        network = IPv4Network(peer.strip(), strict=False)
    except ValueError:
        return False
    return 0 < network.prefixlen < shortest and network.is_global and not network.is_multicast


CHECK = Check(
    id="exposure.wide_public_block",
    title="Rule allows a large block of public addresses",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Firewall,
    judge=judge,
    settings=WideSettings,
    controls=("NET-01",),
    same_as=("ec2_securitygroup_allow_wide_open_public_ipv4",),
)
