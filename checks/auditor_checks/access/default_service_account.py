"""A workload that runs as the default service account.

Why it matters
    All pods that name no account share ``default``. Rights given to it for one of them are had by
    all, and the audit log cannot tell which of them used it.

Verdicts
    FAIL when a workload names no service account, or ``default``, and is given its token. PASS
    when it has an account of its own, when it gets no token, and for pods that a node starts by
    itself. UNKNOWN when the account, or whether it gets a token, could not be had.

How to mend it
    Make a service account for each workload and name it.

        spec:
          template:
            spec:
              serviceAccountName: shop-web

Sources
    Kubernetes: Configure Service Accounts for Pods, https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
    CIS Kubernetes Benchmark 1.8 section 5.1.5, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Unknown, Workload
from auditor_checks.access._tokens import TOKENS, mounted

_AT = "service_account"


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the name of the account, and whether it matters."""
    who = f"{workload.subject} {workload.name}"
    account = workload.service_account
    if isinstance(account, Unknown):
        yield Verdict(Outcome.UNKNOWN, account.reason, _AT)
        return
    if account not in (None, "", "default"):
        yield Verdict(Outcome.PASS, f"{who} runs as {account}", _AT)
        return
    token = mounted(workload, view)
    if isinstance(token.answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, token.answer.reason, _AT)
    elif token.answer:
        how = "names no service account" if not account else "names the default service account"
        yield Verdict(Outcome.FAIL, f"{who} {how}", _AT)
    else:
        yield Verdict(Outcome.PASS, f"{who} {token.why}", _AT)


CHECK = Check(
    id="access.default_service_account",
    title="Workload runs as the default service account",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("ACC-06", "PRR-05"),
    same_as=("C-0053", "kics:Service Account Name Undefined Or Empty", "default-service-account"),
    also=TOKENS,
    span=Span.SCOPE,
)
