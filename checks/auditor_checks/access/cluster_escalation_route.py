"""A binding by which somebody can become administrator of the cluster.

Why it matters
    Rights that look harmless add up: whoever creates pods where an administrator's service
    account lives runs as that account, whoever may bind any role binds themselves. Such holders are
    administrators that no list of administrators shows.

Verdicts
    FAIL when a binding opens a way up, which the message gives with its path: running as, acting
    as or making a token of a service account that is administrator or can in turn become one;
    entering pods that run as one, also through kubelets, or changing their images; handing out any
    role; acting as a member of ``system:masters``; ordering and approving client certificates. PASS
    when it opens none, with what was read, and when its subjects are administrators anyhow. UNKNOWN
    when roles, bindings, subjects or what runs could not be had, and a right of the binding might
    lead up.
    Bindings that the cluster keeps for itself are not judged.

How to mend it
    Move what is powerful into a namespace of its own, or narrow the right that leads there.

        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: builders, namespace: builds}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: builder}
        subjects:
        - {kind: ServiceAccount, name: ci, namespace: builds}

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    Kubernetes: Using RBAC Authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import AccessBinding, Unknown
from auditor.rbac import powers
from auditor.rbac.estate import Grant, identities
from auditor.rbac.routes import may_climb
from auditor_checks._cluster import unseen
from auditor_checks.access._rbac import (
    INHABITED,
    ROLES,
    WORKLOADS,
    estate_in,
    named,
    routes_in,
    unread,
)

_ENTERING = (powers.EXEC, powers.DEBUG, powers.POD_IMAGES, powers.NODE_PROXY)


def judge(binding: AccessBinding, view: View[Settings]) -> Iterator[Verdict]:
    """Look for ways up that this binding opens."""
    if binding.provided:
        return
    if isinstance(binding.subjects, Unknown):
        yield Verdict(Outcome.UNKNOWN, binding.subjects.reason, "subjects")
        return
    grant = estate_in(view).grant(binding)
    if isinstance(grant, Unknown):
        yield Verdict(Outcome.UNKNOWN, grant.reason, "role")
        return
    routes = routes_in(view)
    climbers = [item for item in identities(binding) if routes.administers(item) is None]
    found = [*routes.of(grant)] if grant is not None and climbers else []
    if grant is not None and found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        path = grant.path(climbers[0], found[0].rule)
        yield Verdict(Outcome.FAIL, f"{climbers[0]} {found[0].step}{more}: {path}", "role")
        return
    hidden = _hidden(grant, view) if climbers else None
    if hidden is not None:
        yield Verdict(Outcome.UNKNOWN, hidden.reason, "role")
        return
    good = "opens no way to become administrator" if climbers else "names administrators"
    yield Verdict(Outcome.PASS, f"{named(binding)} {good}", "role")


def _hidden(grant: Grant | None, view: View[Settings]) -> Unknown | None:
    """Return why a way may have been missed: what was not read, as far as it matters."""
    if grant is None:
        return unseen(view, *ROLES)
    climbing = may_climb(grant)
    if not climbing or isinstance(climbing, Unknown):
        return climbing or None
    unresolved = estate_in(view).unresolved
    entering = any(grant.rules.having(power) for power in _ENTERING)
    return unread(view) or unresolved or (unseen(view, *WORKLOADS) if entering else None)


CHECK = Check(
    id="access.cluster_escalation_route",
    title="Somebody can become administrator of the cluster",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AccessBinding,
    judge=judge,
    controls=("ACC-02",),
    also=INHABITED,
    span=Span.SCOPE,
)
