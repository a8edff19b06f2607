"""A role given to whoever does not sign in.

Why it matters
    The API server takes requests without credentials as ``system:anonymous`` in the group
    ``system:unauthenticated``. What these are given is open to everybody who reaches the server,
    which on many clusters is the internet.

Verdicts
    FAIL for each subject that is one of the two. PASS when a binding names neither, and for roles
    in ``accepted``, which tell versions and keys only. UNKNOWN when a subject could not be had.
    Bindings that the cluster keeps for itself are not judged.

How to mend it
    Bind the role to those who need it, by name.

        subjects:
        - {kind: Group, name: shop-readers, apiGroup: rbac.authorization.k8s.io}

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    Kubernetes: Authenticating, https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import AccessBinding, AccessSubject
from auditor_checks.access._rbac import judge_subjects, named

_NOBODY = {("User", "system:anonymous"), ("Group", "system:unauthenticated")}


class AnonymousSettings(Settings, frozen=True, kw_only=True):
    """Roles that may be given to those who do not sign in, as every cluster does for discovery."""

    accepted: tuple[str, ...] = (
        "kubeadm:bootstrap-signer-clusterinfo",
        "system:public-info-viewer",
        "system:service-account-issuer-discovery",
    )


def judge(binding: AccessBinding, view: View[AnonymousSettings]) -> Iterator[Verdict]:
    """Judge each subject, unless the role is harmless."""
    if binding.role in view.settings.accepted:
        yield Verdict(Outcome.PASS, f"{named(binding)} gives {binding.role} only", "role")
        return
    yield from judge_subjects(
        binding, _anonymous, "whoever does not sign in", "names nobody who has not signed in"
    )


def _anonymous(subject: AccessSubject) -> bool:
    return (subject.form, subject.name) in _NOBODY


CHECK = Check(
    id="access.anonymous_bound",
    title="Role given to whoever does not sign in",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=AccessBinding,
    judge=judge,
    settings=AnonymousSettings,
    controls=("ACC-02", "ACC-10"),
    same_as=(
        "KSV-0122",
        "AVD-KSV-0122",
        "C-0262",
        "disallowanonymous",
        "restrict-binding-system-groups",
    ),
)
