"""Pods that run as administrator of the cluster.

Why it matters
    A flaw in the program, its image or one of its libraries is then a flaw in the whole cluster:
    the token lies in a file of the container, for every process to read.

Verdicts
    FAIL when the service account of a workload allows everything everywhere, by itself or by a
    group, and its pods are given its token; the message has the path. PASS when it does not, or
    no token is mounted. UNKNOWN when account, token, roles or bindings could not be had.

How to mend it
    Give the workload a service account with the rights that it uses.

        spec:
          template:
            spec:
              serviceAccountName: shop-worker

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    CIS Kubernetes Benchmark 1.8 section 5.1.1, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import Unknown, Workload
from auditor.rbac.routes import runs_as
from auditor_checks.access._rbac import INHABITED, estate_in, routes_in, unread
from auditor_checks.access._tokens import mounted

_AT = "service_account"


def judge(workload: Workload, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the account that the pods run as."""
    who = f"{workload.subject} {workload.name}"
    identity = runs_as(workload)
    if identity is None:
        account = workload.service_account
        reason = account.reason if isinstance(account, Unknown) else "its account is not known"
        yield Verdict(Outcome.UNKNOWN, reason, _AT)
        return
    routes = routes_in(view)
    grant = routes.administers(identity)
    if grant is None and not workload.namespace_written and identity.name != "default":
        identity, grant = routes.administering(identity.name) or (identity, None)
    if grant is None:
        hidden = unread(view) or estate_in(view).may_administer(identity)
        if hidden is not None:
            yield Verdict(Outcome.UNKNOWN, hidden.reason, _AT)
        else:
            yield Verdict(Outcome.PASS, f"{who} does not run as administrator", _AT)
        return
    token = mounted(workload, view)
    if isinstance(token.answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, token.answer.reason, _AT)
    elif token.answer:
        yield Verdict(Outcome.FAIL, f"{who} is administrator: {grant.path(identity)}", _AT)
    else:
        yield Verdict(Outcome.PASS, f"{who} {token.why}", _AT)


CHECK = Check(
    id="access.powerful_workload",
    title="Workload administers the cluster",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Workload,
    judge=judge,
    controls=("ACC-02", "ACC-06"),
    also=INHABITED,
    span=Span.SCOPE,
)
