"""A default service account whose token is put into pods.

Why it matters
    The account ``default`` is that of all pods that name none. As long as it hands out tokens,
    each new pod of the namespace starts with an identity that nobody chose to give it.

Verdicts
    FAIL when a service account named ``default`` does not set ``automountServiceAccountToken:
    false``. PASS when it does. UNKNOWN when the field could not be had. Accounts of other names
    are judged with the workloads that use them.

How to mend it
    Set automountServiceAccountToken to false on the default account of each namespace.

        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: default, namespace: shop}
        automountServiceAccountToken: false

Sources
    Kubernetes: Configure Service Accounts for Pods, https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
    CIS Kubernetes Benchmark 1.8 section 5.1.5, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View, unwanted
from auditor.facts import ServiceAccount


def judge(account: ServiceAccount, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the default account of a namespace."""
    if account.name != "default":
        return
    mounts = True if account.automount is None else account.automount
    who = f"the default service account of {account.namespace}"
    good, bad = f"{who} hands out no tokens", f"{who} puts its token into pods"
    yield from unwanted(mounts, "automount", good, bad)


CHECK = Check(
    id="access.default_account_mounts_token",
    title="Default service account hands out tokens",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=ServiceAccount,
    judge=judge,
    controls=("ACC-06", "PRR-05"),
    same_as=("CKV_K8S_41",),
)
