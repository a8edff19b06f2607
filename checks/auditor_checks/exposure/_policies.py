"""Network policies: whom they select, and how much their rules allow."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from auditor.answers import Answer, all_of, any_of
from auditor.checking import View
from auditor.facts import (
    ClusterFact,
    NetworkPolicy,
    NetworkPolicyPeer,
    NetworkPolicyRule,
    ReferencedName,
    Selector,
    Unknown,
    Workload,
)
from auditor.nearness import apart
from auditor_checks._cluster import namespace_of

RESOURCE = "networkpolicies.networking.k8s.io"
_EVERYWHERE = frozenset(("0.0.0.0/0", "::/0"))
_CLUSTER_WIDE = frozenset(
    (
        "AdminNetworkPolicy",
        "BaselineAdminNetworkPolicy",
        "CiliumClusterwideNetworkPolicy",
        "ClusterNetworkPolicy",
        "GlobalNetworkPolicy",
    )
)
_OTHER_KINDS = _CLUSTER_WIDE | {"CiliumNetworkPolicy", "NetworkPolicy"}
"""Policies of network plugins that isolate pods too; ``NetworkPolicy`` is also one of Calico."""


def policies_of(view: View[Any], namespace: str, fact: ClusterFact) -> Iterator[NetworkPolicy]:
    """Yield the policies of a namespace that do not belong to another copy of the fact."""
    for policy in view.by(NetworkPolicy, namespace_of).get(namespace, ()):
        if not apart(fact, policy):
            yield policy


def policies_about(view: View[Any], workload: Workload) -> Iterator[NetworkPolicy]:
    """Yield those policies of a workload's namespace and copy that may select its pods."""
    keys = list(_labels_of(workload))
    if (workload.namespace, None) in keys:
        yield from policies_of(view, workload.namespace, workload)
        return
    groups = view.by(NetworkPolicy, _label_wanted)
    for key in ((workload.namespace, None), *keys):
        for policy in groups.get(key, ()):
            if not apart(workload, policy):
                yield policy


def policy_of_plugin(view: View[Any], namespace: str, fact: ClusterFact) -> Unknown | None:
    """Return a policy of another kind that may isolate pods of a namespace, as what is not known.

    The check declares ReferencedName in ``also``.
    """
    for custom in view.by(ReferencedName, _is_policy).get(True, ()):
        open_here = not custom.namespace and not fact.namespace_written
        at_home = custom.namespace == namespace or (open_here and fact.namespace == namespace)
        wide = custom.origin.kind in _CLUSTER_WIDE
        if (wide or at_home) and not apart(fact, custom):
            return Unknown(f"{custom.origin.kind} {custom.name} may do it")
    return None


def _is_policy(custom: ReferencedName) -> bool:
    return custom.origin.kind in _OTHER_KINDS


def _label_wanted(policy: NetworkPolicy) -> Hashable:
    """Return namespace and a label that pods must have to be selected; None where that can't
    be said."""
    for label in policy.pods.labels.items():
        if label[0] and isinstance(label[1], str):
            return policy.namespace, label
    return policy.namespace, None


def _labels_of(workload: Workload) -> Iterator[Hashable]:
    """Yield namespace and label of the pods; None for those that are unknown."""
    for label in workload.pod_labels.items():
        known = label[0] and isinstance(label[1], str)
        yield workload.namespace, label if known else None


def selects_all(selector: Selector | None) -> Answer:
    """Say whether a selector is the empty one, which selects everything."""
    if selector is None:
        return False
    hole = selector.labels.get("")
    if isinstance(hole, Unknown):
        return hole
    return not selector.labels and not selector.expressions


def denies(policy: NetworkPolicy, direction: str) -> Answer:
    """Say whether a policy isolates every pod of its namespace and allows nothing itself."""
    governs = policy.ingress if direction == "in" else policy.egress
    rules = policy.rules
    empty: Answer = (
        rules
        if isinstance(rules, Unknown)
        else not any(rule.direction == direction for rule in rules)
    )
    return all_of((selects_all(policy.pods), governs, empty))


def allows_everybody(rule: NetworkPolicyRule) -> Answer:
    """Say whether a rule allows all peers on all ports."""
    if rule.ports:
        return False
    return any_of(_is_everybody(peer) for peer in rule.peers) if rule.peers else True


def _is_everybody(peer: NetworkPolicyPeer) -> Answer:
    if isinstance(peer.cidr, Unknown):
        return peer.cidr
    if peer.cidr:
        return peer.cidr in _EVERYWHERE and not peer.excepts
    any_pod: Answer = True if peer.pods is None else selects_all(peer.pods)
    return all_of((selects_all(peer.namespaces), any_pod))
