"""A security group with more rules than anybody reads.

Why it matters
    In a long list nobody notices the rule that should not be there, and nobody dares to remove
    one. Very long lists also slow the network interface down.

Verdicts
    FAIL when a group has more than ``maximum`` (50) rules in one direction, each address block or
    group of a rule counted as one, as AWS does; PASS when it has fewer. UNKNOWN when rules that
    could not be read may make the difference. A rule that is declared apart from its group is not
    judged.

How to mend it
    Split the group by purpose, and name groups or prefix lists instead of single addresses.

    ``aws ec2 create-managed-prefix-list`` gathers addresses under one name that many groups can
    use; in Terraform it is ``aws_ec2_managed_prefix_list``.

Sources
    Amazon VPC quotas: security groups, https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import Firewall, Unknown

_WAYS = {"in": "inbound", "out": "outbound"}


class RulesSettings(Settings, frozen=True, kw_only=True):
    """Most rules that a group may have in one direction."""

    maximum: int = 50


def judge(firewall: Firewall, view: View[RulesSettings]) -> Iterator[Verdict]:
    """Count the rules by direction."""
    if firewall.layer != "group" or firewall.origin.kind.endswith("_rule"):
        return
    counts = {way: _count(firewall, way) for way in _WAYS}
    unsure = sum(_weight(r.peers) for r in firewall.rules if isinstance(r.direction, Unknown))
    most = max(counts.values())
    for way, count in counts.items():
        if count > view.settings.maximum:
            text = f"{firewall.subject} has {count} {_WAYS[way]} rules"
            yield Verdict(Outcome.FAIL, f"{text}, more than {view.settings.maximum}", way)
    if most > view.settings.maximum:
        return
    if firewall.unread is not None:
        yield Verdict(Outcome.UNKNOWN, firewall.unread.reason, "rules")
    elif most + unsure > view.settings.maximum:
        yield Verdict(Outcome.UNKNOWN, "the direction of some rules is not known", "rules")
    else:
        text = f"{firewall.subject} has at most {most + unsure} rules in one direction"
        yield Verdict(Outcome.PASS, text, "rules")


def _count(firewall: Firewall, way: str) -> int:
    return sum(_weight(rule.peers) for rule in firewall.rules if rule.direction == way)


def _weight(peers: tuple[str | Unknown, ...]) -> int:
    return max(1, len(peers))


CHECK = Check(
    id="exposure.too_many_rules",
    title="Security group has too many rules to be read",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=Firewall,
    judge=judge,
    settings=RulesSettings,
    controls=("NET-01",),
    same_as=("ec2_securitygroup_with_many_ingress_egress_rules",),
)
