"""A role in a cluster that nobody is given.

Why it matters
    Roles that nobody has make reviews of access longer and invite binding what happens to be
    there rather than what is needed.

Verdicts
    FAIL when no binding of a running cluster gives the role and no other role gathers it. PASS
    when one does. UNKNOWN when bindings or roles could not be listed. Manifests, where bindings
    may lie elsewhere, and roles that the cluster keeps for itself are not judged.

How to mend it
    Remove the role, or bind it to those it was made for.

        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: readers, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
        subjects:
        - {kind: Group, name: shop-readers, apiGroup: rbac.authorization.k8s.io}

Sources
    Kubernetes: Using RBAC Authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from auditor.answers import Answer, any_of
from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import AccessBinding, AccessRole, Unknown
from auditor.selection import selects
from auditor_checks.access._rbac import ESTATE, named, unread


def judge(role: AccessRole, view: View[Settings]) -> Iterator[Verdict]:
    """Look for a binding of the role, or a role that gathers it."""
    if not role.live or role.provided:
        return
    used = _used(role, view)
    hole = used if isinstance(used, Unknown) else unread(view) if not used else None
    if hole is not None:
        yield Verdict(Outcome.UNKNOWN, hole.reason)
    elif used:
        yield Verdict(Outcome.PASS, f"{named(role)} is bound")
    else:
        yield Verdict(Outcome.FAIL, f"{named(role)} is given to nobody")


def _used(role: AccessRole, view: View[Settings]) -> Answer:
    namespaces = (role.namespace,) if role.namespace else (None,)
    bindings = view.by(AccessBinding, _role_of)
    if any((role.origin.kind, place, role.name) in bindings for place in namespaces):
        return True
    hole = next((b.role for b in view.all(AccessBinding) if isinstance(b.role, Unknown)), False)
    if role.origin.kind != "ClusterRole":
        return hole
    gathered = any_of(
        selects(selector, role.labels)
        for other in view.all(AccessRole)
        for selector in other.aggregates
    )
    return any_of((gathered, hole))


def _role_of(binding: AccessBinding) -> Hashable:
    """Key of a binding: kind, namespace where it matters, and name of its role."""
    place = binding.namespace if binding.role_kind == "Role" else None
    return binding.role_kind, place, binding.role


CHECK = Check(
    id="access.unbound_role",
    title="Role is given to nobody",
    severity=Severity.INFO,
    doc=__doc__ or "",
    facts=AccessRole,
    judge=judge,
    controls=("ACC-05",),
    also=ESTATE,
    span=Span.SCOPE,
)
