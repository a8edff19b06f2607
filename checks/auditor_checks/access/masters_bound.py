"""A role given to the group that may do everything anyhow.

Why it matters
    The API server lets ``system:masters`` pass without asking RBAC. A binding to it gives
    nothing; it shows that certificates with this group are in use, which nobody can take back and
    no review shows.

Verdicts
    FAIL for each subject that is the group ``system:masters``. PASS when a binding does not name
    it. UNKNOWN when a subject could not be had. Bindings that the cluster keeps for itself are
    not judged.

How to mend it
    Bind the role to a group of your own, and leave the built-in one for recovery.

        subjects:
        - {kind: Group, name: platform-team, apiGroup: rbac.authorization.k8s.io}

Sources
    Kubernetes: Role Based Access Control Good Practices, https://kubernetes.io/docs/concepts/security/rbac-good-practices/
    CIS Kubernetes Benchmark 1.8 section 5.1.7, https://www.cisecurity.org/benchmark/kubernetes
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Settings, Severity, Verdict, View
from auditor.facts import AccessBinding, AccessSubject
from auditor_checks.access._rbac import judge_subjects


def judge(binding: AccessBinding, view: View[Settings]) -> Iterator[Verdict]:
    """Judge each subject."""
    yield from judge_subjects(
        binding,
        _masters,
        "system:masters, which RBAC does not limit",
        "does not name system:masters",
        forms=("Group",),
    )


def _masters(subject: AccessSubject) -> bool:
    return (subject.form, subject.name) == ("Group", "system:masters")


CHECK = Check(
    id="access.masters_bound",
    title="Role given to system:masters",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=AccessBinding,
    judge=judge,
    controls=("ACC-02", "ACC-07"),
    same_as=("restrict-binding-system-groups",),
)
