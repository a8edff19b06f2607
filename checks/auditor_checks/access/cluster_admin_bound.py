"""Somebody is given administration of the whole cluster.

Why it matters
    ``cluster-admin`` reads every secret, runs anything anywhere and removes the traces. One
    leaked token of a program that has it is the loss of the cluster.

Verdicts
    FAIL when a binding gives ``cluster-admin``, in one namespace or everywhere, or a
    ClusterRoleBinding gives another role that allows everything. PASS otherwise, for bindings
    without subjects, and for the bindings that every cluster is made with, as long as they name
    only groups in ``accepted``. UNKNOWN when role or subjects could not be had, or roles were not
    listed.

How to mend it
    Bind a role with the rights that are used, in the namespace where they are used.

        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: deployers, namespace: shop}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
        subjects:
        - {kind: Group, name: shop-deployers, apiGroup: rbac.authorization.k8s.io}

Sources
    Kubernetes: Using RBAC Authorization, https://kubernetes.io/docs/reference/access-authn-authz/rbac/
    CIS Kubernetes Benchmark 1.8 section 5.1.1, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import Answer
from auditor.checking import Check, Outcome, Settings, Severity, Span, Verdict, View
from auditor.facts import AccessBinding, Unknown
from auditor.rbac.estate import identities
from auditor_checks._cluster import unseen
from auditor_checks.access._rbac import ESTATE, ROLES, estate_in, named, whom

_ADMINISTRATOR = "cluster-admin"


class AdminSettings(Settings, frozen=True, kw_only=True):
    """Groups that may administer the cluster through the bindings it was made with, and the
    names of those bindings beside the ones that are labelled."""

    accepted: tuple[str, ...] = ("kubeadm:cluster-admins", "system:masters")
    installed: tuple[str, ...] = ("kubeadm:cluster-admins",)


def judge(binding: AccessBinding, view: View[AdminSettings]) -> Iterator[Verdict]:
    """Judge what the binding's role allows."""
    for hole in (binding.role_kind, binding.role):
        if isinstance(hole, Unknown):
            yield Verdict(Outcome.UNKNOWN, hole.reason, "role")
            return
    answer = _administers(binding, view)
    if isinstance(answer, Unknown):
        yield Verdict(Outcome.UNKNOWN, answer.reason, "role")
    elif not answer:
        yield Verdict(Outcome.PASS, f"{named(binding)} does not give cluster-admin", "role")
    elif isinstance(binding.subjects, Unknown):
        yield Verdict(Outcome.UNKNOWN, binding.subjects.reason, "subjects")
    elif not binding.subjects:
        yield Verdict(Outcome.PASS, f"{named(binding)} names nobody", "subjects")
    elif _as_installed(binding, view.settings):
        yield Verdict(Outcome.PASS, f"{named(binding)} is as every cluster has it", "role")
    else:
        where = f"in {binding.namespace}" if binding.namespace else "everywhere"
        message = f"{named(binding)} gives {binding.role}, which allows everything {where}, to "
        yield Verdict(Outcome.FAIL, message + whom(binding), "role")


def _administers(binding: AccessBinding, view: View[AdminSettings]) -> Answer:
    if binding.role == _ADMINISTRATOR and binding.role_kind == "ClusterRole":
        return True
    if binding.namespace:
        return False
    grant = estate_in(view).grant(binding)
    if grant is None:
        return unseen(view, *ROLES) or False
    return grant if isinstance(grant, Unknown) else grant.administrator


def _as_installed(binding: AccessBinding, settings: AdminSettings) -> bool:
    if not binding.provided and binding.name not in settings.installed:
        return False
    return all(
        identity.form == "Group" and identity.name in settings.accepted
        for identity in identities(binding)
    )


CHECK = Check(
    id="access.cluster_admin_bound",
    title="Cluster administration is given away",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=AccessBinding,
    judge=judge,
    settings=AdminSettings,
    controls=("ACC-02",),
    same_as=(
        "KSV-0111",
        "AVD-KSV-0111",
        "C-0035",
        "kics:Cluster Admin Rolebinding With Superuser Permissions",
        "clusterrolebindingClusterAdmin",
        "cluster-admin-role-binding",
        "restrict-binding-clusteradmin",
    ),
    also=ESTATE,
    span=Span.SCOPE,
)
