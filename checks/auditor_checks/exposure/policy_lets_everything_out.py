"""A network policy that lets pods speak with everything.

Why it matters
    What an attacker brings into a pod has to call home, and what is stolen has to leave. A rule
    that allows every address on every port keeps neither in.

Verdicts
    FAIL for each rule for outgoing traffic without ports whose peers are everybody: none named, all
    addresses, or every pod of every namespace. PASS for other rules. Policies without rules for
    outgoing traffic are not judged. UNKNOWN when peers could not be read.

How to mend it
    Name where the pods may go, and on which ports.

        egress:
        - to:
          - namespaceSelector:
              matchLabels: {kubernetes.io/metadata.name: kube-system}
          ports:
          - {protocol: UDP, port: 53}
        - to:
          - ipBlock: {cidr: 198.51.100.0/24}
          ports:
          - {protocol: TCP, port: 443}

Sources
    Network policies, https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import NetworkPolicy, Unknown
from auditor_checks.exposure._policies import allows_everybody


def judge(policy: NetworkPolicy, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the rules for outgoing traffic."""
    rules = policy.rules
    if isinstance(rules, Unknown):
        yield Verdict(Outcome.UNKNOWN, rules.reason, "rules")
        return
    for rule in rules:
        if rule.direction != "out":
            continue
        everybody = allows_everybody(rule)
        if isinstance(everybody, Unknown):
            yield Verdict(Outcome.UNKNOWN, everybody.reason, rule.at)
        elif everybody:
            text = f"network policy {policy.name} lets everything out"
            yield Verdict(Outcome.FAIL, text, rule.at)
        else:
            text = f"network policy {policy.name} bounds where pods may go"
            yield Verdict(Outcome.PASS, text, rule.at)


CHECK = Check(
    id="exposure.policy_lets_everything_out",
    title="Network policy lets everything out",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=NetworkPolicy,
    judge=judge,
    controls=("NET-01",),
)
