"""Pods that no network policy selects.

Why it matters
    A pod is open to every other pod of the cluster until a policy selects it. One broken pod then
    reaches every database and every control interface.

Verdicts
    PASS when a policy of the namespace that governs incoming traffic selects the pods. FAIL when
    none does. UNKNOWN when policies could not be listed, labels could not be read, or a policy of
    the network plugin (Cilium, Calico) may do it. NOT APPLICABLE to pods that use their node's
    network, which network policies do not reach.

How to mend it
    Deny incoming traffic in the namespace, then allow what each workload needs.

        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny, namespace: shop}
        spec:
          podSelector: {}
          policyTypes: [Ingress]

Sources
    Network policies, https://kubernetes.io/docs/concepts/services-networking/network-policies/
    CIS Kubernetes Benchmark 1.8 section 5.3.2, https://www.cisecurity.org/benchmark/kubernetes
    NSA and CISA: Kubernetes Hardening Guide 1.2, https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import all_of
from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Listing, NetworkPolicy, ReferencedName, Unknown, Workload
from auditor.selection import selects
from auditor_checks._cluster import unseen
from auditor_checks.exposure._policies import RESOURCE, policies_about, policy_of_plugin


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Look for a policy that selects the pods and governs what comes in."""
    hole: Unknown | None = None
    what = f"{workload.origin.kind} {workload.name}"
    if workload.host_network is True:
        text = f"{what} uses its node's network, which policies do not reach"
        yield Verdict(Outcome.NOT_APPLICABLE, text)
        return
    for policy in policies_about(view, workload):
        answer = all_of((policy.ingress, selects(policy.pods, workload.pod_labels)))
        if answer is True:
            text = f"the pods of {what} are selected by network policy {policy.name}"
            yield Verdict(Outcome.PASS, text)
            return
        if isinstance(answer, Unknown):
            hole = hole or answer
    hole = hole or unseen(view, RESOURCE)
    hole = hole or policy_of_plugin(view, workload.namespace, workload)
    if hole is not None:
        yield Verdict(Outcome.UNKNOWN, f"whether a policy selects {what}: {hole.reason}")
    else:
        yield Verdict(Outcome.FAIL, f"no network policy selects the pods of {what}")


CHECK = Check(
    id="exposure.pods_not_isolated",
    title="Pods are not isolated by a network policy",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    also=(NetworkPolicy, ReferencedName, Listing),
    span=Span.SCOPE,
    judge=judge,
    controls=("NET-01", "PRR-02"),
    same_as=(
        "CKV2_K8S_6",
        "KSV-0038",
        "AVD-KSV-0038",
        "C-0260",
        "kics:Pod Misconfigured Network Policy",
        "missingNetworkPolicy",
        "non-isolated-pod",
        "pod-networkpolicy",
        "require-network-policy",
    ),
)
