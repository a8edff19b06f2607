"""A firewall policy that lets packets through when no stateless rule matches.

Why it matters
    Stateless rules come first. What they pass by default never reaches the stateful ones, so the
    firewall looks on.

Verdicts
    Whole packets and fragments are judged apart. PASS when the default is to drop or to forward to
    the stateful rules; FAIL when it is to pass. UNKNOWN when the answer could not be had.

How to mend it
    Set the stateless defaults to drop, or to forward to the stateful rules.

    ``aws network-firewall update-firewall-policy`` with ``StatelessDefaultActions`` and
    ``StatelessFragmentDefaultActions`` ``aws:forward_to_sfe`` or ``aws:drop``; in Terraform
    ``stateless_default_actions`` of ``aws_networkfirewall_firewall_policy``.

Sources
    Firewall policy settings (AWS Network Firewall), https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-policy-settings.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "drops_by_default",
    id="exposure.passes_by_default",
    title="Firewall passes what no rule speaks of",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="drops or inspects what no rule speaks of",
    bad="passes what no rule speaks of",
    controls=("NET-01",),
    same_as=(
        "networkfirewall_policy_default_action_fragmented_packets",
        "networkfirewall_policy_default_action_full_packets",
    ),
)
