"""A namespace in which new pods are open to everybody.

Why it matters
    Policies that name pods protect those that somebody thought of. What is deployed tomorrow is
    open until somebody remembers.

Verdicts
    PASS when a policy of the namespace selects every pod, governs incoming traffic and allows
    none. FAIL when there is none like it. UNKNOWN when policies could not be listed or read, or one
    of the network plugin (Cilium, Calico) may do it. The namespaces that Kubernetes makes for
    itself are not judged.

How to mend it
    Add a policy to the namespace that selects all pods and allows nothing.

        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: shop}
        spec:
          podSelector: {}
          policyTypes: [Ingress, Egress]

Sources
    Network policies: default policies, https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies
    CIS Kubernetes Benchmark 1.8 section 5.3.2, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import any_of
from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Listing, Namespace, NetworkPolicy, ReferencedName, Unknown
from auditor_checks._cluster import SYSTEM_NAMESPACES, unseen
from auditor_checks.exposure._policies import RESOURCE, denies, policies_of, policy_of_plugin


def judge(namespace: Namespace, view: View[Settings]) -> Iterator[Verdict]:
    """Look for a policy that isolates every pod."""
    name = namespace.name
    if name in SYSTEM_NAMESPACES or namespace.terminating:
        return
    denied = any_of(denies(policy, "in") for policy in policies_of(view, name, namespace))
    if denied is False:
        denied = unseen(view, RESOURCE) or policy_of_plugin(view, name, namespace) or False
    if isinstance(denied, Unknown):
        text = f"whether namespace {name} denies by default: {denied.reason}"
        yield Verdict(Outcome.UNKNOWN, text)
    elif denied:
        yield Verdict(Outcome.PASS, f"namespace {name} denies incoming traffic by default")
    else:
        yield Verdict(Outcome.FAIL, f"namespace {name} allows incoming traffic by default")


CHECK = Check(
    id="exposure.no_default_deny",
    title="Namespace does not deny traffic by default",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Namespace,
    also=(NetworkPolicy, ReferencedName, Listing),
    span=Span.SCOPE,
    judge=judge,
    controls=("NET-01",),
)
