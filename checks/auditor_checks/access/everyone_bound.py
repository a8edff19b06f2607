"""A role given to everybody who signs in, or to every service account.

Why it matters
    ``system:authenticated`` is each user and each pod of the cluster; with some providers it is
    anybody with an account there at all. ``system:serviceaccounts`` is every pod of every
    namespace.

Verdicts
    FAIL for each subject that is one of the two groups. PASS when a binding names neither, and
    for roles in ``accepted``, which serve discovery. UNKNOWN when a subject could not be had.
    Bindings that the cluster keeps for itself are not judged.

How to mend it
    Bind the role to a group of those who need it.

        subjects:
        - {kind: Group, name: shop-readers, apiGroup: rbac.authorization.k8s.io}

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    Google: Best practices for GKE RBAC, https://cloud.google.com/kubernetes-engine/docs/best-practices/rbac
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import AccessBinding, AccessSubject
from auditor_checks.access._rbac import judge_subjects, named

_EVERYBODY = {"system:authenticated", "system:serviceaccounts"}


class EveryoneSettings(Settings, frozen=True, kw_only=True):
    """Roles that may be given to everybody, as every cluster does for discovery."""

    accepted: tuple[str, ...] = (
        "system:basic-user",
        "system:discovery",
        "system:public-info-viewer",
        "system:service-account-issuer-discovery",
    )


def judge(binding: AccessBinding, view: View[EveryoneSettings]) -> Iterator[Verdict]:
    """Judge each subject, unless the role is harmless."""
    if binding.role in view.settings.accepted:
        yield Verdict(Outcome.PASS, f"{named(binding)} gives {binding.role} only", "role")
        return
    yield from judge_subjects(
        binding, _everybody, "everybody", "names no group of everybody", forms=("Group",)
    )


def _everybody(subject: AccessSubject) -> bool:
    return subject.form == "Group" and subject.name in _EVERYBODY


CHECK = Check(
    id="access.everyone_bound",
    title="Role given to everybody",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AccessBinding,
    judge=judge,
    settings=EveryoneSettings,
    controls=("ACC-02",),
    same_as=("KSV-0123", "AVD-KSV-0123"),
)
