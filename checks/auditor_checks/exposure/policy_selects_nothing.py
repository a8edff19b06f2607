"""A network policy that selects no pods.

Why it matters
    Somebody wrote it to protect something. A label was renamed or misspelt, and since then the
    protection stands in the file only.

Verdicts
    PASS when the policy selects every pod of its namespace, or the pods of a workload there. FAIL
    when it selects none of them. UNKNOWN when workloads could not be listed, labels could not be
    read, or the controller of a custom resource with these labels, or a workload beside it that is
    given the right to, may make the pods.

How to mend it
    Make the selector of the policy and the labels of the pods agree.

        kubectl get pods --namespace shop --show-labels

Sources
    Network policies, https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import NetworkPolicy, Unknown
from auditor_checks.exposure._policies import selects_all
from auditor_checks.readiness._makers import MAKERS, pods_behind


def judge(policy: NetworkPolicy, view: View[Settings]) -> Iterator[Verdict]:
    """Look for pods that the policy selects."""
    found = selects_all(policy.pods)
    if found is not True:
        found = found or pods_behind(view, policy, policy.pods)
    if isinstance(found, Unknown):
        text = f"whether network policy {policy.name} selects pods: {found.reason}"
        yield Verdict(Outcome.UNKNOWN, text, "pods")
    elif found:
        yield Verdict(Outcome.PASS, f"network policy {policy.name} selects pods", "pods")
    else:
        yield Verdict(Outcome.FAIL, f"network policy {policy.name} selects no pods", "pods")


CHECK = Check(
    id="exposure.policy_selects_nothing",
    title="Network policy selects no pods",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=NetworkPolicy,
    also=MAKERS,
    span=Span.SCOPE,
    judge=judge,
    controls=("NET-01",),
    same_as=(
        "kics:Network Policy Is Not Targeting Any Pod",
        "dangling-networkpolicy",
        "networkpolicy-targets-pod",
    ),
)
