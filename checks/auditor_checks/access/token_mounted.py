"""A service account token put into pods without need being shown.

Why it matters
    By default every container finds a token of its service account in a file. A program that
    never calls the API needs none, and whoever breaks into it then holds an identity of the
    cluster.

Verdicts
    FAIL when the pods are given a token: the pod asks for it, or neither the pod nor its service
    account refuses it, which is the default. PASS when one of them sets
    ``automountServiceAccountToken: false``, and for pods that a node starts by itself. UNKNOWN
    when the field, or the account that decides, could not be had.

How to mend it
    Set automountServiceAccountToken to false, and project a token into pods that call the API.

        spec:
          template:
            spec:
              automountServiceAccountToken: false

Sources
    Kubernetes: Configure Service Accounts for Pods, https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
    CIS Kubernetes Benchmark 1.8 section 5.1.6, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Unknown, Workload
from auditor_checks.access._tokens import TOKENS, mounted

_AT = "mounts_token"


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge whether a token is mounted, whoever decides it."""
    token = mounted(workload, view)
    if isinstance(token.answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, token.answer.reason, _AT)
        return
    outcome = Outcome.FAIL if token.answer else Outcome.PASS
    yield Verdict(outcome, f"{workload.subject} {workload.name} {token.why}", _AT)


CHECK = Check(
    id="access.token_mounted",
    title="Service account token mounted by default",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("ACC-06", "PRR-02"),
    same_as=(
        "CKV_K8S_38",
        "KSV-0036",
        "AVD-KSV-0036",
        "C-0034",
        "kics:Service Account Token Automount Not Disabled",
        "automountServiceAccountToken",
        "restrict-automount-sa-token",
        "automount-serviceaccount-token",
    ),
    also=TOKENS,
    span=Span.SCOPE,
)
