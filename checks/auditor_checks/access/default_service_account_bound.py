"""A role bound to the default service account of a namespace.

Why it matters
    Every pod that names no account runs as ``default``: what it is given, everything in the
    namespace has, also what somebody starts there later without knowing.

Verdicts
    FAIL for each subject that is a service account named ``default``, or the group of all
    service accounts of a namespace, which it is in. PASS when a binding names none. UNKNOWN when a
    subject could not be had. Bindings that the cluster keeps for itself are not judged.

How to mend it
    Make a service account for the workload, and bind the role to that.

        subjects:
        - {kind: ServiceAccount, name: shop-worker, namespace: shop}

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    CIS Kubernetes Benchmark 1.8 section 5.1.5, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import AccessBinding, AccessSubject
from auditor.rbac.estate import identity_of
from auditor_checks.access._rbac import judge_subjects

_OF_ONE_NAMESPACE = "system:serviceaccounts:"
"""How the name of the group of all service accounts of a namespace begins."""


def judge(binding: AccessBinding, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each subject."""
    yield from judge_subjects(
        binding,
        _default,
        "the default service account of a namespace",
        "names no default service account",
        forms=("User", "Group", "ServiceAccount"),
    )


def _default(subject: AccessSubject) -> bool:
    identity = identity_of(subject)
    if identity is not None and identity.form == "Group":
        return identity.name.startswith(_OF_ONE_NAMESPACE)
    return identity is not None and (identity.form, identity.name) == ("ServiceAccount", "default")


CHECK = Check(
    id="access.default_service_account_bound",
    title="Role bound to a default service account",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AccessBinding,
    judge=judge,
    controls=("ACC-02", "PRR-05"),
    same_as=("CKV_K8S_42", "kics:Role Binding To Default Service Account"),
)
