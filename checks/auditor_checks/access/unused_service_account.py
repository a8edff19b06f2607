"""A service account with rights that no workload of the cluster runs as.

Why it matters
    Nobody misses an account that nothing runs as, and nobody notices when somebody else starts to
    use it. What it was given stays given.

Verdicts
    FAIL when a service account of a running cluster is given roles and no workload names it. PASS
    when one does, or it is given none. UNKNOWN when workloads or bindings could not be listed.
    ``default`` accounts, those of the cluster's own namespaces, and manifests are not judged.
    Programs outside the cluster, and jobs that are made and removed in between, may use an
    account all the same.

How to mend it
    Remove the bindings of the account, then the account.

        kubectl --namespace shop delete rolebinding shop-worker
        kubectl --namespace shop delete serviceaccount shop-worker

Sources
    Kubernetes: Service Accounts, https://kubernetes.io/docs/concepts/security/service-accounts/
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import ServiceAccount, Workload
from auditor.rbac.routes import account_of, runs_as
from auditor_checks._cluster import is_system, unseen
from auditor_checks.access._rbac import BINDINGS, INHABITED, ROLES, WORKLOADS, estate_in


def judge(account: ServiceAccount, view: View[Settings]) -> Iterator[Verdict]:
    """Look for rights of the account and for workloads that run as it."""
    if not account.live or account.name == "default" or is_system(account):
        return
    identity = account_of(account)
    if identity in view.by(Workload, _identity):
        yield Verdict(Outcome.PASS, f"{identity} is used")
        return
    grants = estate_in(view).holdings.get(identity)
    hidden = unseen(view, *WORKLOADS) if grants else unseen(view, *BINDINGS, *ROLES)
    if hidden is not None:
        yield Verdict(Outcome.UNKNOWN, hidden.reason)
    elif grants:
        path = grants[0].path(identity)
        yield Verdict(Outcome.FAIL, f"no workload runs as {identity}, which has rights: {path}")
    else:
        yield Verdict(Outcome.PASS, f"{identity} is given no role")


def _identity(workload: Workload) -> Hashable:
    return runs_as(workload)


CHECK = Check(
    id="access.unused_service_account",
    title="Service account with rights is used by no workload",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=ServiceAccount,
    judge=judge,
    controls=("ACC-03", "ACC-06"),
    also=INHABITED,
    span=Span.SCOPE,
)
