"""A strong role meant for one namespace, given in all of them.

Why it matters
    ``admin`` and ``edit`` are made for the owners of a namespace: they read its secrets, open
    shells in its pods and run as its service accounts. Given by a ClusterRoleBinding they do so
    everywhere, also in ``kube-system``.

Verdicts
    FAIL when a ClusterRoleBinding gives a role of the cluster's own, or one that gathers the
    rules of others, and by that a right such as reading secrets, running commands in pods or
    acting as others. The message has the path to the rule. Roles with rules of their own are
    judged where they are defined, those that allow everything by ``access.cluster_admin_bound``.
    PASS when no such right is given, and for RoleBindings. UNKNOWN when the role's rules could
    not be had. Bindings that the cluster keeps for itself are not judged.

How to mend it
    Bind the role by a RoleBinding in each namespace that it is for.

        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: deployers, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
        subjects:
        - {kind: Group, name: shop-deployers, apiGroup: rbac.authorization.k8s.io}

Sources
    Kubernetes: Using RBAC Authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import AccessBinding, AccessRole, Unknown
from auditor.rbac.builtin import exists_everywhere
from auditor.rbac.estate import Grant, identities
from auditor.rbac.powers import SERIOUS
from auditor_checks._cluster import unseen
from auditor_checks.access._rbac import ESTATE, ROLES, estate_in, named, whom


def judge(binding: AccessBinding, view: View[Settings]) -> Iterator[Verdict]:
    """Judge bindings that hold everywhere, by the rules of their role."""
    if binding.provided:
        return
    grant = estate_in(view).grant(binding)
    if binding.namespace:
        yield Verdict(Outcome.PASS, f"{named(binding)} holds in one namespace", "role")
    elif isinstance(grant, Unknown):
        yield Verdict(Outcome.UNKNOWN, grant.reason, "role")
    elif grant is None:
        yield _absent(binding, view)
    elif grant.administrator is True or not _borrowed(binding, view):
        yield Verdict(Outcome.PASS, f"{named(binding)} is judged by its role", "role")
    else:
        yield _weighed(grant)


def _weighed(grant: Grant) -> Verdict:
    binding = grant.binding
    held = [(power, rule) for power in SERIOUS if (rule := grant.rules.having(power))]
    if not held:
        return Verdict(Outcome.PASS, f"{named(binding)} gives no strong right", "role")
    if isinstance(binding.subjects, Unknown):
        return Verdict(Outcome.UNKNOWN, binding.subjects.reason, "subjects")
    first = next(identities(binding), None)
    power, rule = held[0]
    more = f", and {len(held) - 1} more" if len(held) > 1 else ""
    right = f"a strong right in all namespaces ({power.phrase}{more})"
    message = f"{whom(binding) or 'nobody yet'} is given {right}: {grant.path(first, rule)}"
    return Verdict(Outcome.FAIL, message, "role")


def _absent(binding: AccessBinding, view: View[Settings]) -> Verdict:
    hidden = unseen(view, *ROLES)
    if hidden is None and exists_everywhere(
        str(binding.role_kind), binding.namespace, str(binding.role)
    ):
        hidden = Unknown(f"the rules of {binding.role}, which the cluster brings, are not here")
    if hidden is not None:
        return Verdict(Outcome.UNKNOWN, hidden.reason, "role")
    return Verdict(Outcome.PASS, f"{named(binding)} gives a role that is not there", "role")


def _borrowed(binding: AccessBinding, view: View[Settings]) -> bool:
    """Say whether the rules of the role are not judged where they are defined."""
    roles = view.by(AccessRole, _key).get(("ClusterRole", binding.role), ())
    return all(role.provided or role.aggregates for role in roles)


def _key(role: AccessRole) -> tuple[str, str]:
    return role.origin.kind, role.name


CHECK = Check(
    id="access.strong_role_everywhere",
    title="Strong role given in all namespaces",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AccessBinding,
    judge=judge,
    controls=("ACC-02",),
    also=ESTATE,
    span=Span.SCOPE,
)
