"""A binding to a role or a service account that is not there.

Why it matters
    It gives nothing today. Whoever makes a role or an account of that name later gets, or gives,
    rights that nobody reviewed; and often a name was misspelt, so that somebody lacks what they
    should have.

Verdicts
    FAIL when the role of a binding, or a service account it names, is not among those that were
    read. PASS when all are. Roles that every cluster brings, ``default`` accounts and, for
    manifests, accounts of ``kube-system`` are taken to be there, and an account whose manifest
    says no namespace is in whichever is named. UNKNOWN when roles or accounts could not be
    listed, a name could not be had, or the manifests have no account at all in the namespace that
    is named, and none of that name: others may install it. Bindings that the cluster keeps for
    itself are not judged.

How to mend it
    Remove the binding, or correct the name.

        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: shop-worker, namespace: shop}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: shop-worker, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects:
        - {kind: ServiceAccount, name: shop-worker, namespace: shop}

Sources
    Kubernetes: Using RBAC Authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import AccessBinding, AccessRole, ServiceAccount, Unknown
from auditor.rbac.builtin import exists_everywhere
from auditor.rbac.estate import Identity, identity_of
from auditor_checks import _cluster
from auditor_checks.access._rbac import ESTATE, ROLES, estate_in, named, subjects_of, who
from auditor_checks.access._tokens import homeless


def judge(binding: AccessBinding, view: View[Settings]) -> Iterator[Verdict]:
    """Look the role and the service accounts up."""
    if binding.provided:
        return
    found = [*_role(binding, view), *_accounts(binding, view)]
    yield from found
    if not found:
        yield Verdict(Outcome.PASS, f"{named(binding)} names what is there", "role")


def _role(binding: AccessBinding, view: View[Settings]) -> Iterator[Verdict]:
    kind, name = binding.role_kind, binding.role
    if isinstance(kind, Unknown):
        yield Verdict(Outcome.UNKNOWN, kind.reason, "role")
        return
    if isinstance(name, Unknown):
        yield Verdict(Outcome.UNKNOWN, name.reason, "role")
        return
    if (
        exists_everywhere(kind, binding.namespace, name)
        or estate_in(view).grant(binding) is not None
        or _lies_open(binding, view, kind, name)
    ):
        return
    hidden = _cluster.unseen(view, *ROLES)
    if hidden is not None:
        yield Verdict(Outcome.UNKNOWN, hidden.reason, "role")
    else:
        message = f"{named(binding)} gives {kind} {name}, which is not there"
        yield Verdict(Outcome.FAIL, message, "role")


def _lies_open(binding: AccessBinding, view: View[Settings], kind: str, name: str) -> bool:
    """Say whether there is a role of this name that whoever applies the manifests may put into
    the namespace of the binding, or the binding into its."""
    return kind == "Role" and any(
        not (role.namespace_written and binding.namespace_written)
        for role in view.by(AccessRole, _role_name).get(name, ())
    )


def _role_name(role: AccessRole) -> str:
    """Key for :meth:`auditor.checking.View.by`; empty for roles of the whole cluster."""
    return role.name if role.origin.kind == "Role" else ""


def _accounts(binding: AccessBinding, view: View[Settings]) -> Iterator[Verdict]:
    if isinstance(binding.subjects, Unknown):
        yield Verdict(Outcome.UNKNOWN, binding.subjects.reason, "subjects")
        return
    accounts = view.by(ServiceAccount, _cluster.named)
    by_name = view.by(ServiceAccount, _account_name)
    for at, subject in subjects_of(binding):
        identity = identity_of(subject)
        if identity is None:
            yield Verdict(Outcome.UNKNOWN, f"{who(subject)} could not be read whole", at)
        elif not (
            _expected(identity, binding)
            or (identity.namespace, identity.name) in accounts
            or identity.name in homeless(view)
            or (_names_no_namespace(identity, binding) and identity.name in by_name)
        ):
            hidden = _cluster.unseen(view, "serviceaccounts")
            if hidden is not None:
                yield Verdict(Outcome.UNKNOWN, hidden.reason, at)
            elif _of_others(identity, binding, view):
                reason = f"{identity} may be installed by others: no account there is in the files"
                yield Verdict(Outcome.UNKNOWN, reason, at)
            else:
                message = f"{named(binding)} names {identity}, which is not there"
                yield Verdict(Outcome.FAIL, message, at)


def _of_others(identity: Identity, binding: AccessBinding, view: View[Settings]) -> bool:
    """Say whether the manifests leave the accounts of a namespace to somebody else."""
    named_elsewhere = view.by(ServiceAccount, _account_name).get(identity.name)
    return not (
        binding.live
        or not identity.namespace
        or named_elsewhere
        or view.by(ServiceAccount, _cluster.namespace_of).get(identity.namespace)
    )


def _account_name(account: ServiceAccount) -> str:
    """Key for :meth:`auditor.checking.View.by`."""
    return account.name


def _names_no_namespace(identity: Identity, binding: AccessBinding) -> bool:
    """Say whether the namespace of a service account is left to whoever applies the binding."""
    if not identity.namespace:
        return not binding.live
    return identity.namespace == binding.namespace and not binding.namespace_written


def _expected(identity: Identity, binding: AccessBinding) -> bool:
    """Say whether a subject is there without having been read."""
    if identity.form != "ServiceAccount" or identity.name == "default":
        return True
    return not binding.live and identity.namespace in _cluster.SYSTEM_NAMESPACES


CHECK = Check(
    id="access.dangling_binding",
    title="Binding names what is not there",
    severity=Severity.LOW,
    doc=__doc__ or "",
    facts=AccessBinding,
    judge=judge,
    controls=("ACC-05", "ACC-06"),
    also=(*ESTATE, ServiceAccount),
    span=Span.SCOPE,
)
