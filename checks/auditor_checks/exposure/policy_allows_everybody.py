"""A network policy that lets everybody in on every port.

Why it matters
    It looks like protection in every report that counts policies, and lets everything through:
    policies add up, so no other policy can take back what this one allows.

Verdicts
    FAIL for each rule for incoming traffic without ports whose peers are everybody: none named, all
    addresses, or every pod of every namespace. PASS for other rules, and for a policy that allows
    nothing. UNKNOWN when peers could not be read.

How to mend it
    Name who may come in, and on which ports.

        ingress:
        - from:
          - namespaceSelector:
              matchLabels: {kubernetes.io/metadata.name: ingress}
          ports:
          - {protocol: TCP, port: 8443}

Sources
    Network policies, https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import NetworkPolicy, Unknown
from auditor_checks.exposure._policies import allows_everybody


def judge(policy: NetworkPolicy, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the rules for incoming traffic."""
    rules = policy.rules
    if isinstance(rules, Unknown):
        yield Verdict(Outcome.UNKNOWN, rules.reason, "rules")
        return
    incoming = [rule for rule in rules if rule.direction == "in"]
    if not incoming:
        yield Verdict(Outcome.PASS, f"network policy {policy.name} lets nobody in", "rules")
    for rule in incoming:
        everybody = allows_everybody(rule)
        if isinstance(everybody, Unknown):
            yield Verdict(Outcome.UNKNOWN, everybody.reason, rule.at)
        elif everybody:
            text = f"network policy {policy.name} lets everybody in on every port"
            yield Verdict(Outcome.FAIL, text, rule.at)
        else:
            text = f"network policy {policy.name} bounds who may come in"
            yield Verdict(Outcome.PASS, text, rule.at)


CHECK = Check(
    id="exposure.policy_allows_everybody",
    title="Network policy lets everybody in",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=NetworkPolicy,
    judge=judge,
    controls=("NET-01",),
)
